import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import type { Environment } from '../environment.ts';
import { exactly } from '../environment.ts';
import { ClearError } from '../report.mjs';
import type { Probe, ProbeBounds } from './health-probe.ts';
import { PROBE_BOUNDS, untilHung } from './health-probe.ts';
import type { LogFile } from './log-file.ts';

const FIRST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 10_000;
/** A child that ran this long has recovered: its next death starts with the short pause again. */
const STABLE_AFTER_MS = 60_000;
const FINISHED = 'code 0';
const READY_TIMEOUT_MS = 120_000;

export interface ReadyMessage {
  type: 'ready';
  port: number;
}

interface FailedMessage {
  type: 'failed';
  message: string;
}

export interface ChildOptions {
  /** For people, e.g. "the pages". */
  name: string;
  script: string;
  /** Asked at every start, so that a restarted child gets the same port again. */
  environment: () => Environment;
  /** Its work has an end: code 0 is not a death. */
  mayFinish?: boolean;
  /** One that hangs is ended and started again; without a probe, only one that ended is. */
  probe?: Probe;
  probeBounds?: ProbeBounds;
  logFile: LogFile;
  log: (line: string) => void;
}

/**
 * A child process that is started again, with growing pauses, whenever it dies or hangs. It has an IPC channel
 * (so it notices when this process is killed) and its own process group (so Ctrl-C in the terminal
 * does not reach it before the others).
 */
export class SupervisedChild {
  readonly #options: ChildOptions;
  #process: ChildProcess | null = null;
  #isStopping = false;
  #hasBeenReady = false;
  #finished: Promise<void> = Promise.resolve();

  constructor(options: ChildOptions) {
    this.#options = options;
  }

  get pid(): number | undefined {
    return this.#process?.pid;
  }

  /**
   * Starts it for the first time.
   * @throws ClearError when it ends or stays silent before it was ready once
   */
  start(): Promise<ReadyMessage> {
    return new Promise((resolve, reject) => {
      this.#finished = this.#keepRunning(resolve, (reason) => reject(this.#startFailure(reason)));
    });
  }

  /** Asks it to finish, waits, and kills it when it takes longer than `timeoutMs`. */
  async stop(timeoutMs: number): Promise<void> {
    this.#isStopping = true;
    this.#process?.kill('SIGTERM');
    const timer = setTimeout(() => this.#process?.kill('SIGKILL'), timeoutMs);
    await this.#finished;
    clearTimeout(timer);
  }

  kill(): void {
    this.#isStopping = true;
    this.#process?.kill('SIGKILL');
  }

  #startFailure(reason: string): ClearError {
    const { name, logFile } = this.#options;
    return new ClearError(`${name} cannot start: ${reason}\n  Its log: ${logFile.path}`);
  }

  async #keepRunning(
    onReady: (message: ReadyMessage) => void,
    onFirstFailure: (reason: string) => void,
  ): Promise<void> {
    let pauseMs = FIRST_PAUSE_MS;
    while (!this.#isStopping) {
      const startedAt = Date.now();
      const reason = await this.#runOnce(onReady);
      if (this.#isStopping) return;
      if (!this.#hasBeenReady) return onFirstFailure(reason);
      if (this.#options.mayFinish && reason === FINISHED) return;
      if (Date.now() - startedAt > STABLE_AFTER_MS) pauseMs = FIRST_PAUSE_MS;
      this.#options.log(
        `${this.#options.name} ended (${reason}): started again in ${pauseMs / 1000} s`,
      );
      await delay(pauseMs);
      pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
    }
  }

  /** @returns why it ended */
  #runOnce(onReady: (message: ReadyMessage) => void): Promise<string> {
    const child = this.#spawn();
    this.#process = child;
    return new Promise((resolve) => {
      let failure: string | null = null;
      const end = (reason: string) => {
        failure = reason;
        child.kill('SIGKILL');
      };
      const isGone = new AbortController();
      const silence = setTimeout(() => end('it does not answer'), READY_TIMEOUT_MS);
      child.on('message', (message: ReadyMessage | FailedMessage | { type: 'alive' }) => {
        if (message.type === 'failed') failure = message.message;
        if (message.type !== 'ready') return;
        clearTimeout(silence);
        this.#hasBeenReady = true;
        onReady(message);
        this.#endWhenHung(child, { signal: isGone.signal, end });
      });
      const gone = (reason: string) => {
        clearTimeout(silence);
        isGone.abort();
        this.#process = null;
        resolve(reason);
      };
      child.on('error', (error) => gone(error.message));
      child.on('exit', (code, signal) => {
        gone(failure ?? (signal ? `signal ${signal}` : code === 0 ? FINISHED : `code ${code}`));
      });
    });
  }

  #spawn(): ChildProcess {
    const { script, environment, logFile } = this.#options;
    const output = logFile.open();
    const child = spawn(process.execPath, [script], {
      stdio: ['ignore', output, output, 'ipc'],
      env: exactly(environment()),
      detached: true,
    });
    logFile.close(output);
    return child;
  }

  #endWhenHung(
    part: ChildProcess,
    { signal, end }: { signal: AbortSignal; end: (reason: string) => void },
  ): void {
    const { probe, probeBounds: bounds = PROBE_BOUNDS } = this.#options;
    if (!probe) return;
    untilHung({ part, probe, bounds, signal }).then(
      () => end(`it hangs: no answer to ${bounds.misses} probes in a row`),
      () => {},
    );
  }
}
