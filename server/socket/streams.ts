import { randomUUID } from 'node:crypto';
import type { Revision } from '#contract/event.ts';
import type { EventName, EventPayload } from '#contract/registry.ts';

type Emit = (room: string, event: string, payload: unknown) => void;
type CountSockets = (room: string) => number;

/**
 * Numbers the events of every stream. A stream is one audience's view of one thing, e.g.
 * `door:<site>:<session>`; its subscribers get a snapshot with the revision at which it was taken,
 * and every later event rises by one. The epoch is new at each start, so a client of the process
 * before sees at once that it must ask for the snapshot again.
 */
export class Streams {
  readonly #epoch = randomUUID();
  readonly #numbers = new Map<string, number>();
  #emit: Emit = () => {};
  #countSockets: CountSockets = () => 0;

  /** Connects the streams to the sockets. */
  attach(emit: Emit, countSockets: CountSockets = () => 0): void {
    this.#emit = emit;
    this.#countSockets = countSockets;
  }

  /** How many sockets follow a stream; nothing needs computing for one that nobody follows. */
  subscribers(stream: string): number {
    return this.#countSockets(this.room(stream));
  }

  room(stream: string): string {
    return `stream:${stream}`;
  }

  /** The revision to answer with a snapshot; take it before reading the snapshot's rows. */
  revision(stream: string): Revision {
    return { epoch: this.#epoch, number: this.#numbers.get(stream) ?? 0 };
  }

  /** Leaves a number out, so that the next event shows its subscribers a gap: they ask for the snapshot. */
  skip(stream: string): void {
    this.#numbers.set(stream, (this.#numbers.get(stream) ?? 0) + 1);
  }

  /** The stream has ended: nothing will be published on it again. */
  forget(stream: string): void {
    this.#numbers.delete(stream);
  }

  /** Sends an event to a stream's subscribers, with the next revision. */
  publish<N extends EventName>(
    stream: string,
    event: N,
    payload: Omit<EventPayload<N>, 'revision'>,
  ): void {
    const number = (this.#numbers.get(stream) ?? 0) + 1;
    this.#numbers.set(stream, number);
    this.#emit(this.room(stream), event, { ...payload, revision: { epoch: this.#epoch, number } });
  }
}
