import type { Device, types } from 'mediasoup-client';
import type { Slot } from '#domain/programme.ts';
import { newCommandId } from '../_live/http-command.ts';
import { LineRefusal, type LineCentre } from './line-centre.ts';
import { LineLife, type Direction, type SourceOffer } from './line-life.ts';
import {
  measuresBetween,
  readCounters,
  type Counters,
  type LineMeasures,
} from './line-measures.ts';
import { isPassing, withoutLine, type LineState } from './line-state.ts';
import { LineTender } from './line-tender.ts';
import { ReceivedProgramme, type SlotTracks } from './received-programme.ts';
import { retryPauseMs } from './retry-pause.ts';
import { SentSource, type SentTracks } from './sent-source.ts';
import { WatchedSource } from './watched-source.ts';

export interface LineParts {
  centre: LineCentre;
  sessionId: string;
  onState: (state: LineState) => void;
  /** Another browser took the place over: this line doesn't come back by itself. */
  onTakenOver: () => void;
  makeDevice?: () => Device;
}

/** Refused for a reason that only people can change, it asks again this seldom. */
const REFUSED_PAUSE_ATTEMPT = 4;

/**
 * A browser's picture and sound to and from the centre. What is wished of it (to send, to receive)
 * stands over any loss: it finds the same place again by itself and brings everything back.
 */
export class Line {
  readonly #parts: LineParts;
  readonly #lineId = newCommandId();
  readonly #sources = new Set<SentSource>();
  readonly #watched = new Set<WatchedSource>();
  readonly #stops: (() => void)[];
  #programme: ReceivedProgramme | null = null;
  #state: LineState = { kind: 'CONNECTING' };
  #life: LineLife | null = null;
  #tender: LineTender | null = null;
  #counters: Counters | null = null;
  #way = '';
  #shownSlots: readonly Slot[] | null = null;
  #failures = 0;
  #isOpening = false;
  #isClosed = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  static open(parts: LineParts): Line {
    const line = new Line(parts);
    void line.#open();
    return line;
  }

  private constructor(parts: LineParts) {
    this.#parts = parts;
    const { centre } = parts;
    this.#stops = [
      centre.watch(() => this.#centreChanged()),
      centre.onLineClosed(({ lineId, isTakenOver }) => {
        if (lineId !== this.#lineId) return;
        if (isTakenOver) this.#takenOver();
        else if (this.#life) this.#gone(this.#life);
      }),
    ];
  }

  get state(): LineState {
    return this.#state;
  }

  /** Receives the programme from now on: `onTracks` is called again after each reopening. */
  receiveProgramme(onTracks: (tracks: SlotTracks) => void): void {
    this.#programme = new ReceivedProgramme({
      onTracks,
      onGone: (life) => this.#gone(life),
      onPicturesMissing: (life) => this.#gone(life),
    });
    if (this.#life) this.#programme.join(this.#life);
  }

  /** Looks at one source by itself. @returns the way to stop */
  watchSource(sourceId: string, onTracks: (tracks: SentTracks) => void): () => void {
    const onGone = (life: LineLife) => this.#gone(life);
    const watched = new WatchedSource({ sourceId, onTracks, onGone });
    this.#watched.add(watched);
    if (this.#life) watched.join(this.#life);
    return () => {
      this.#watched.delete(watched);
      watched.stop();
    };
  }

  /** Offers a source. Its packets flow while the centre wants them. */
  send(offer: SourceOffer, tracks: SentTracks): SentSource {
    const source = new SentSource({
      offer,
      tracks,
      onGone: (life) => this.#gone(life),
      onStopped: (stopped) => this.#sources.delete(stopped),
    });
    this.#sources.add(source);
    if (this.#life) source.join(this.#life);
    return source;
  }

  /** The highest layer wanted of a slot or a watched source: 0 for a small tile, 1 for a large one. */
  preferLayer(slotOrSource: string, layer: 0 | 1): void {
    this.#programme?.preferLayer(slotOrSource, layer);
    for (const watched of this.#watched) {
      if (watched.sourceId === slotOrSource) watched.preferLayer(layer);
    }
  }

  /** Without pictures only the programme's sound comes. */
  followPictures(isFollowed: boolean): void {
    this.#programme?.followPictures(isFollowed);
  }

  /** How the programme arrives since the last call; `slots` that are shown, all of them unless told. */
  async measure(slots: readonly Slot[] | null = null): Promise<LineMeasures> {
    const received = this.#programme?.received ?? [];
    const shown = slots
      ? received.filter(({ slot }) => slot !== null && slots.includes(slot))
      : received;
    if (String(slots) !== String(this.#shownSlots)) this.#counters = null;
    this.#shownSlots = slots;
    const counters = await readCounters(shown);
    this.#wayIs(counters.way);
    const measures = measuresBetween(this.#counters, counters);
    this.#counters = counters;
    return measures;
  }

  close(): void {
    if (this.#isClosed) return;
    const life = this.#life;
    this.#end();
    void life?.leave().catch(() => {});
  }

  async #open(): Promise<void> {
    if (this.#isOpening || this.#life || this.#isClosed || !this.#parts.centre.isConnected())
      return;
    this.#isOpening = true;
    try {
      const opened = await LineLife.open({
        ...this.#parts,
        lineId: this.#lineId,
        onTransport: (direction, state) => this.#transportChanged(opened, direction, state),
      });
      this.#isOpening = false;
      if (this.#isClosed) return void opened.leave().catch(() => {});
      this.#begin(opened);
    } catch (error) {
      this.#isOpening = false;
      this.#notOpened(error);
    }
  }

  #begin(life: LineLife): void {
    this.#life = life;
    const { centre } = this.#parts;
    this.#tender = new LineTender({ life, centre, onGone: (gone) => this.#gone(gone) });
    this.#programme?.join(life);
    for (const source of this.#sources) source.join(life);
    for (const watched of this.#watched) watched.join(life);
    this.#settleState();
  }

  #notOpened(error: unknown): void {
    if (this.#isClosed) return;
    const isRefused = error instanceof LineRefusal && !isPassing(error.code);
    if (isRefused) this.#show({ kind: 'REFUSED', code: error.code });
    this.#openLater(isRefused ? REFUSED_PAUSE_ATTEMPT : this.#failures);
    this.#failures += 1;
  }

  /** The centre has it no more: the same place is opened anew, and everything comes back. */
  #gone(life: LineLife): void {
    if (life !== this.#life) return;
    this.#endLife();
    this.#show(withoutLine(this.#state, Date.now()));
    this.#openLater(this.#failures);
    this.#failures += 1;
  }

  #openLater(attempt: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#open(), retryPauseMs(attempt));
  }

  #centreChanged(): void {
    this.#tender?.centreChanged();
    if (!this.#life && this.#parts.centre.isConnected()) this.#openLater(0);
  }

  #takenOver(): void {
    this.#end();
    this.#show({ kind: 'REFUSED', code: 'CONSOLE_IN_USE' });
    this.#parts.onTakenOver();
  }

  #end(): void {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    for (const stop of this.#stops) stop();
    for (const watched of this.#watched) watched.stop();
    this.#endLife();
  }

  #endLife(): void {
    this.#tender?.close();
    this.#tender = null;
    this.#life?.close();
    this.#life = null;
    this.#counters = null;
    this.#way = '';
  }

  #transportChanged(life: LineLife, direction: Direction, state: types.ConnectionState): void {
    if (life !== this.#life) return;
    this.#tender?.transportChanged(direction, state);
    this.#settleState();
  }

  #wayIs(way: string): void {
    if (!way) return;
    if (this.#way && way !== this.#way) this.#tender?.wayChanged();
    this.#way = way;
  }

  #settleState(): void {
    const states = this.#life?.connectionStates ?? [];
    const isIdle = !this.#programme && this.#sources.size === 0 && this.#watched.size === 0;
    if (states.some((state) => state === 'disconnected' || state === 'failed')) {
      this.#show(withoutLine(this.#state, Date.now()));
    } else if (isIdle || states.every((state) => state === 'connected' || state === 'new')) {
      if (!isIdle && states.every((state) => state === 'new')) return;
      this.#failures = 0;
      this.#show({ kind: 'UP' });
    }
  }

  #show(state: LineState): void {
    if (this.#isClosed && state.kind !== 'REFUSED') return;
    if (state === this.#state || (state.kind === 'UP' && this.#state.kind === 'UP')) return;
    this.#state = state;
    this.#parts.onState(state);
  }
}
