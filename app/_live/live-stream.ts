import type { Revision } from '#contract/event.ts';
import type { Failure } from './http-command.ts';
import type { LiveConnection } from './live-connection.ts';
import { applyWaiting, stepOf } from './stream-state.ts';

interface Revised {
  revision: Revision;
}

export type StreamView<State> =
  | { kind: 'loading' }
  /** The figures are the centre's, up to now. */
  | { kind: 'live'; state: State }
  /** The figures are the last ones known; the line is being looked for. */
  | { kind: 'stale'; state: State }
  | { kind: 'failed'; failure: Failure };

export interface StreamSource<State, Event extends Revised> {
  /** Joins the stream and brings the snapshot; null when the answer got lost. */
  snapshot: () => Promise<{ ok: true; data: State & Revised } | Failure | null>;
  /** Hears the stream's events. @returns the way to stop */
  listen: (hear: (event: Event) => void) => () => void;
  fold: (state: State, event: Event) => State;
}

const SNAPSHOT_PAUSE_MS = 1_000;

/** One stream: a snapshot, then its events in order; a gap or a new connection brings a new snapshot. */
export class LiveStream<State, Event extends Revised> {
  readonly #connection: Pick<LiveConnection, 'state' | 'watch'>;
  readonly #source: StreamSource<State, Event>;
  readonly #onChange: (view: StreamView<State>) => void;
  readonly #stops: (() => void)[] = [];
  #view: StreamView<State> = { kind: 'loading' };
  #revision: Revision | null = null;
  #waiting: Event[] = [];
  /** Number of the newest question; an answer to an older one is of a connection that is gone. */
  #asked = 0;
  #isAsking = false;
  #isClosed = false;
  #retry: ReturnType<typeof setTimeout> | undefined;

  constructor(
    connection: Pick<LiveConnection, 'state' | 'watch'>,
    source: StreamSource<State, Event>,
    onChange: (view: StreamView<State>) => void,
  ) {
    this.#connection = connection;
    this.#source = source;
    this.#onChange = onChange;
    this.#stops.push(
      source.listen((event) => this.#heard(event)),
      connection.watch(() => this.#connectionChanged()),
    );
    this.#connectionChanged();
  }

  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#retry);
    for (const stop of this.#stops) stop();
  }

  #connectionChanged(): void {
    this.#revision = null;
    this.#isAsking = false;
    this.#asked += 1;
    const state = this.#connection.state;
    if (state.kind === 'connected') return void this.#ask('at-once');
    if (state.kind === 'refused') {
      const { code, message, messageEn } = state;
      this.#show({ kind: 'failed', failure: { ok: false, code, message, messageEn } });
    } else if (this.#view.kind === 'live') {
      this.#show({ kind: 'stale', state: this.#view.state });
    }
  }

  #heard(event: Event): void {
    if (this.#revision === null || this.#view.kind !== 'live') {
      this.#waiting.push(event);
      return;
    }
    const step = stepOf(this.#revision, event.revision);
    if (step === 'old') return;
    if (step === 'gap') {
      this.#revision = null;
      this.#waiting.push(event);
      return void this.#ask('at-once');
    }
    this.#revision = event.revision;
    this.#show({ kind: 'live', state: this.#source.fold(this.#view.state, event) });
  }

  /** @param retry how to ask again when an event is missing between the snapshot and those waiting */
  async #ask(retry: 'at-once' | 'after-a-pause'): Promise<void> {
    if (this.#isAsking || this.#isClosed) return;
    this.#isAsking = true;
    this.#waiting = [];
    const number = (this.#asked += 1);
    const answer = await this.#source.snapshot();
    if (this.#isClosed || number !== this.#asked) return;
    this.#isAsking = false;
    if (answer && !answer.ok && answer.code !== 'UNAVAILABLE') {
      return this.#show({ kind: 'failed', failure: answer });
    }
    const current = answer?.ok ? this.#withWaiting(answer.data) : null;
    if (!current) {
      if (retry === 'at-once') return void this.#ask('after-a-pause');
      this.#retry = setTimeout(() => void this.#ask('after-a-pause'), SNAPSHOT_PAUSE_MS);
      return;
    }
    this.#waiting = [];
    this.#revision = current.revision;
    this.#show({ kind: 'live', state: current.state });
  }

  #withWaiting(snapshot: State & Revised) {
    const { revision } = snapshot;
    return applyWaiting({ revision, state: snapshot, waiting: this.#waiting }, this.#source.fold);
  }

  #show(view: StreamView<State>): void {
    this.#view = view;
    this.#onChange(view);
  }
}
