/** The other tabs of this machine that show the door. */
export interface Tabs {
  /** Tells them that the outbox changed. */
  announceOutbox(): void;
  /** Tells them that this machine is no door any more. */
  announceLeft(): void;
  /** Runs a task while no other tab runs one; without such locks (plain http) at once. */
  exclusively(task: () => Promise<void>): Promise<void>;
  close(): void;
}

const CHANNEL = 'diem-cau-door';
const LOCK = 'diem-cau-door-delivery';

export function openTabs(hear: { onOutbox: () => void; onLeft: () => void }): Tabs {
  const channel = 'BroadcastChannel' in window ? new BroadcastChannel(CHANNEL) : null;
  channel?.addEventListener('message', ({ data }) =>
    data === 'left' ? hear.onLeft() : hear.onOutbox(),
  );
  return {
    announceOutbox: () => channel?.postMessage('outbox'),
    announceLeft: () => channel?.postMessage('left'),
    exclusively: (task) =>
      // Two tabs that send the same event twice do no harm: the centre stores an id once.
      'locks' in navigator ? navigator.locks.request(LOCK, task).then(() => {}) : task(),
    close: () => channel?.close(),
  };
}
