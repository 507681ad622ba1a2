import { Worker } from 'node:worker_threads';
import type { ThreadAnswer, ThreadTask } from './import-thread.ts';
import type { CommitOutcome } from './run-commit.ts';

/** Old-space limit; 95,000 rows against 95,000 existing ones need about 250 MB. */
const THREAD_MEMORY_MB = 768;
/** Loading the thread's modules takes about a second, so it waits for the next file for a while. */
const IDLE_MS = 120_000;

/** The import thread: started when needed, ended when idle, replaced when it dies. */
export class ThreadHost {
  #worker: Worker | null = null;
  #idleTimer: NodeJS.Timeout | undefined;

  start(): Worker {
    clearTimeout(this.#idleTimer);
    if (this.#worker !== null) return this.#worker;
    const worker = new Worker(new URL('./import-thread.ts', import.meta.url), {
      resourceLimits: { maxOldGenerationSizeMb: THREAD_MEMORY_MB },
    });
    // Its death is told to the task that runs; without one there is nothing to tell.
    worker.on('error', () => {});
    worker.on('exit', () => {
      if (this.#worker === worker) this.#worker = null;
    });
    worker.unref();
    this.#worker = worker;
    this.#endWhenIdle();
    return worker;
  }

  /**
   * Runs one task; tasks must not overlap.
   * @throws Error with the `code` of the failure when the task failed or the thread died
   */
  async run(task: ThreadTask): Promise<CommitOutcome> {
    const worker = this.start();
    clearTimeout(this.#idleTimer);
    const { promise, resolve, reject } = Promise.withResolvers<ThreadAnswer>();
    const onExit = (): void => reject(new Error('the import thread ended'));
    worker.once('message', resolve).once('error', reject).once('exit', onExit);
    worker.postMessage(task);
    try {
      const answer = await promise;
      if (answer.kind === 'done') return answer.commit;
      throw Object.assign(new Error(answer.name), { name: answer.name, code: answer.code });
    } finally {
      worker.off('message', resolve).off('error', reject).off('exit', onExit);
      this.#endWhenIdle();
    }
  }

  async close(): Promise<void> {
    clearTimeout(this.#idleTimer);
    await this.#worker?.terminate();
  }

  #endWhenIdle(): void {
    clearTimeout(this.#idleTimer);
    this.#idleTimer = setTimeout(() => void this.#worker?.terminate(), IDLE_MS).unref();
  }
}
