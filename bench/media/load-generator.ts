import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import os from 'node:os';
import path from 'node:path';
import { processUse } from '../measure.ts';
import type { FootageName } from '#server/demo/simulated-halls/footage.ts';
import type { OrderAnswer, OrderName, Orders } from './load-protocol.ts';
import type { Watcher } from './watcher.ts';

const PROGRAM = path.join(import.meta.dirname, 'load-process.ts');

/** Enough to be served last, not so much as to be served never on a machine that is full. */
const A_LITTLE_LATER = 5;

interface Waiting {
  resolve(output: unknown): void;
  reject(error: Error): void;
}

/** One process of simulated halls; it ends with the bench. */
export class LoadGenerator implements Watcher {
  readonly #child: ChildProcess;
  readonly #waiting = new Map<number, Waiting>();
  #number = 0;

  constructor() {
    this.#child = fork(PROGRAM, { execArgv: [], serialization: 'advanced' });
    this.#child.on('message', (answer: OrderAnswer) => {
      const waiting = this.#waiting.get(answer.id);
      this.#waiting.delete(answer.id);
      if ('error' in answer) waiting?.reject(new Error(answer.error));
      else waiting?.resolve(answer.output);
    });
    this.#child.once('exit', () => {
      for (const { reject } of this.#waiting.values()) reject(new Error('a load generator ended'));
    });
  }

  /** Lets the product and the receivers go first: in a conference these halls are other machines. */
  stepBack(): this {
    os.setPriority(this.pid, A_LITTLE_LATER);
    return this;
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  get cpuSeconds(): number {
    return processUse(this.#child.pid ?? 0)?.cpuSeconds ?? 0;
  }

  watch(footage: FootageName): Promise<null> {
    return this.order('watch', footage);
  }

  seen(): Promise<number[]> {
    return this.order('seen', null);
  }

  order<N extends OrderName>(name: N, input: Orders[N]['input']): Promise<Orders[N]['output']> {
    const id = ++this.#number;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, {
        resolve: (output) => resolve(output as Orders[N]['output']),
        reject,
      });
      this.#child.send({ id, name, input });
    });
  }

  async end(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const exited = once(this.#child, 'exit');
    this.#child.disconnect();
    await exited;
  }
}
