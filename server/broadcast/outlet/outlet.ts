import type { OutletTrouble } from '../../broadcast-link/broadcast-port.ts';

/** One way that a signal goes. It minds its own troubles: writing to it never waits and never fails. */
export interface Outlet {
  write(bytes: Buffer): void;
  /** What comes next is another signal, with a clock of its own. */
  signalEnded?(): void;
  readonly standing: OutletStanding;
  /** Resolves when what was written has been brought to its end. */
  close(): Promise<void>;
}

export interface OutletStanding {
  state: 'STARTING' | 'RUNNING' | 'WAITING';
  trouble: OutletTrouble | null;
  /** Bytes that left, or were stored, in all. */
  sentBytes: number;
  droppedBytes: number;
  restarts: number;
  gapMs: number;
  /** Of a delayed one: how much of the signal waits for its moment. */
  heldMs?: number;
}
