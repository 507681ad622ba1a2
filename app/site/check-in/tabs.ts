/** The other tabs of this machine that show the door. */
export interface Tabs {
  /** Tells them that the outbox changed. */
  announceOutbox(): void;
  /** Runs a task while no other tab runs one; without such locks (plain http) at once. */
  exclusively(task: () => Promise<void>): Promise<void>;
  close(): void;
}

const CHANNEL = 'diem-cau-door';
const LOCK = 'diem-cau-door-delivery';

export function openTabs({ onOutbox }: { onOutbox: () => void }): Tabs {
  const channel = 'BroadcastChannel' in window ? new BroadcastChannel(CHANNEL) : null;
  channel?.addEventListener('message', onOutbox);
  return {
    announceOutbox: () => channel?.postMessage('outbox'),
    exclusively: (task) =>
      // Two tabs that send the same event twice do no harm: the centre stores an id once.
      'locks' in navigator ? navigator.locks.request(LOCK, task).then(() => {}) : task(),
    close: () => channel?.close(),
  };
}
