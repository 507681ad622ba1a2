import { LineRefusal } from './line-centre.ts';
import type { LineLife } from './line-life.ts';
import { retryPauseMs } from './retry-pause.ts';

interface TaskParts {
  /** Makes the line as it is wished now; must be harmless when it already is so. */
  settle: (life: LineLife) => Promise<void>;
  /** The centre no longer has the line. */
  onGone: (life: LineLife) => void;
}

/**
 * Brings one wish (a sent source, the received programme) into being on the line as it is now: one
 * step at a time, again after each change of the wish or of the line, and again after a failure.
 */
export class LifeTask {
  readonly #parts: TaskParts;
  #life: LineLife | null = null;
  #isRunning = false;
  #isAsked = false;
  #failures = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(parts: TaskParts) {
    this.#parts = parts;
  }

  join(life: LineLife): void {
    this.#life = life;
    this.#failures = 0;
    this.ask();
  }

  leave(): void {
    this.#life = null;
    clearTimeout(this.#timer);
  }

  ask(): void {
    clearTimeout(this.#timer);
    this.#isAsked = true;
    if (!this.#isRunning) void this.#run();
  }

  async #run(): Promise<void> {
    this.#isRunning = true;
    while (this.#isAsked && this.#life) {
      this.#isAsked = false;
      const life = this.#life;
      try {
        await this.#parts.settle(life);
        this.#failures = 0;
      } catch (error) {
        this.#failed(life, error);
      }
    }
    this.#isRunning = false;
  }

  #failed(life: LineLife, error: unknown): void {
    if (life.isClosed || life !== this.#life) return;
    if (error instanceof LineRefusal && error.code === 'LINE_NOT_FOUND') {
      return this.#parts.onGone(life);
    }
    this.#timer = setTimeout(() => this.ask(), retryPauseMs(this.#failures));
    this.#failures += 1;
  }
}
