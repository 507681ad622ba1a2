import { setTimeout as delay } from 'node:timers/promises';
import { MediaRefusal } from '../media-link/media-port.ts';
import type { Logger } from '../logger.ts';
import type { Burden, WorkerSettings } from './media-worker.ts';
import { MediaWorker } from './media-worker.ts';

/** A new worker needs a fraction of a second; whoever waits for one is refused after this. */
const WAIT_FOR_WORKER_MS = 4_000;
const PAUSES_MS = [0, 200, 500, 1_000, 2_000, 5_000];

export interface Placement {
  worker: MediaWorker;
  /** Gives the place back; once is enough. */
  layDown: () => void;
}

interface PoolParts {
  settings: WorkerSettings & { workerCount: number };
  log: Logger;
  /** Called before the replacement starts: what was on it is gone. */
  onDied: (worker: MediaWorker) => void;
}

/**
 * The workers, one a core. One that dies is replaced, for as long as it takes. Closing the pool ends
 * all workers; none is replaced any more.
 */
export class WorkerPool {
  readonly #parts: PoolParts;
  readonly #workers = new Set<MediaWorker>();
  readonly #waiting = new Set<(worker: MediaWorker) => void>();
  #isClosed = false;

  /** @throws Error when a worker does not start: a fault of the installation */
  static async create(parts: PoolParts): Promise<WorkerPool> {
    const pool = new WorkerPool(parts);
    try {
      for (let started = 0; started < parts.settings.workerCount; started++) await pool.#add();
    } catch (error) {
      await pool.close();
      throw error;
    }
    return pool;
  }

  private constructor(parts: PoolParts) {
    this.#parts = parts;
  }

  get workers(): readonly MediaWorker[] {
    return [...this.#workers];
  }

  /**
   * A place on the worker with the least load; while none lives, on the next one. Counted at once, so
   * that hundreds who come back together are spread.
   * @throws MediaRefusal MEDIA_UNAVAILABLE when none came in time
   */
  async place(burden: Burden): Promise<Placement> {
    const [first, ...others] = this.#workers;
    const worker = first
      ? others.reduce((least, one) => (one.load < least.load ? one : least), first)
      : await this.#next();
    return { worker, layDown: worker.carry(burden) };
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    const workers = [...this.#workers];
    this.#workers.clear();
    await Promise.all(workers.map((worker) => worker.close()));
  }

  #next(): Promise<MediaWorker> {
    return new Promise((resolve, reject) => {
      const take = (worker: MediaWorker) => {
        clearTimeout(timer);
        this.#waiting.delete(take);
        resolve(worker);
      };
      const timer = setTimeout(() => {
        this.#waiting.delete(take);
        reject(new MediaRefusal('MEDIA_UNAVAILABLE'));
      }, WAIT_FOR_WORKER_MS);
      this.#waiting.add(take);
    });
  }

  async #add(): Promise<void> {
    const { settings } = this.#parts;
    const worker = await MediaWorker.create({ settings, onDied: (dead) => this.#replace(dead) });
    if (this.#isClosed) return worker.close();
    this.#workers.add(worker);
    for (const take of this.#waiting) take(worker);
  }

  #replace(dead: MediaWorker): void {
    this.#parts.log.error({ workerPid: dead.pid }, 'a media worker died');
    this.#workers.delete(dead);
    this.#parts.onDied(dead);
    void this.#addInTheEnd();
  }

  async #addInTheEnd(): Promise<void> {
    for (let attempt = 0; !this.#isClosed; attempt++) {
      await delay(PAUSES_MS[Math.min(attempt, PAUSES_MS.length - 1)]);
      try {
        return await this.#add();
      } catch (error) {
        this.#parts.log.error({ err: error }, 'a media worker does not start');
      }
    }
  }
}
