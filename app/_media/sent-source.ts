import type { types } from 'mediasoup-client';
import { LifeTask } from './life-task.ts';
import type { LineLife, SourceOffer } from './line-life.ts';

export interface SentTracks {
  video?: MediaStreamTrack | undefined;
  audio?: MediaStreamTrack | undefined;
}

type SentKind = keyof SentTracks;
const KINDS: readonly SentKind[] = ['video', 'audio'];

interface SentSourceParts {
  offer: SourceOffer;
  tracks: SentTracks;
  onGone: (life: LineLife) => void;
  onStopped: (source: SentSource) => void;
}

/**
 * A source that this browser offers. It stays the same source over replaced devices and lost lines;
 * its packets flow only while somebody wants them.
 */
export class SentSource {
  readonly #parts: SentSourceParts;
  readonly #task: LifeTask;
  readonly #producers = new Map<SentKind, types.Producer>();
  #tracks: SentTracks;
  #life: LineLife | null = null;
  #sourceId: string | null = null;
  #isWanted = false;
  #isStopped = false;

  constructor(parts: SentSourceParts) {
    this.#parts = parts;
    this.#tracks = parts.tracks;
    this.#task = new LifeTask({ settle: (life) => this.#settle(life), onGone: parts.onGone });
  }

  /** Null until the centre has taken it for the first time; the same ever after. */
  get sourceId(): string | null {
    return this.#sourceId;
  }

  get isWanted(): boolean {
    return this.#isWanted;
  }

  join(life: LineLife): void {
    this.#task.join(life);
  }

  /** Other devices under the same source; a part left out ends. */
  replace(tracks: SentTracks): void {
    this.#tracks = tracks;
    this.#task.ask();
  }

  setWanted(isWanted: boolean): void {
    if (isWanted === this.#isWanted) return;
    this.#isWanted = isWanted;
    this.#task.ask();
  }

  stop(): void {
    if (this.#isStopped) return;
    this.#isStopped = true;
    this.replace({});
    this.#parts.onStopped(this);
  }

  async #settle(life: LineLife): Promise<void> {
    if (life !== this.#life) {
      this.#life = life;
      this.#producers.clear();
    }
    for (const kind of KINDS) await this.#settleKind(life, kind);
    for (const producer of this.#producers.values()) {
      if (this.#isWanted && producer.paused) producer.resume();
      if (!this.#isWanted && !producer.paused) producer.pause();
    }
  }

  async #settleKind(life: LineLife, kind: SentKind): Promise<void> {
    const track = alive(this.#tracks[kind]);
    const producer = this.#producers.get(kind);
    if (!track) {
      this.#producers.delete(kind);
      if (producer) await life.stopSending(producer);
    } else if (producer) {
      if (producer.track !== track) await producer.replaceTrack({ track });
    } else {
      const sent = await life.send(this.#parts.offer, track);
      this.#producers.set(kind, sent.producer);
      this.#sourceId = sent.sourceId;
      this.#isWanted = sent.isWanted;
    }
  }
}

/** A track that ended (a pulled plug) can't be sent; whoever owns it brings another. */
function alive(track: MediaStreamTrack | undefined): MediaStreamTrack | undefined {
  return track?.readyState === 'live' ? track : undefined;
}
