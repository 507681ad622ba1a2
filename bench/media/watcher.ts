import type { FootageName } from '#server/demo/simulated-halls/footage.ts';

/** Receivers that look for the first picture of a footage after a take. */
export interface Watcher {
  /** From now on, look for this one. */
  watch(footage: FootageName): Promise<unknown>;
  /** When each of them saw it (`machineMs`), those that did. */
  seen(): Promise<number[]>;
}
