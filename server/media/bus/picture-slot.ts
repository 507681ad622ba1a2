import type { ProgrammeCodec } from '#contract/line.ts';
import type { PictureSlot as PictureSlotName } from '#domain/programme.ts';
import type { MediaEvent } from '../../media-link/media-port.ts';
import type { BusClock } from './bus-clock.ts';
import type { FeedStream } from './feed-stream.ts';
import { startsH264KeyFrame } from '../../rtp/h264-payload.ts';
import { LayerWriter } from './layer-writer.ts';
import { payloadOf } from '../../rtp/rtp-packet.ts';
import type { RtpPacket } from '../../rtp/rtp-packet.ts';
import { SlatePlayer } from '../../slate/slate.ts';
import type { SlateLoop } from '../../slate/slate.ts';
import type { SourceFeed } from './source-feed.ts';
import { startsVp8KeyFrame } from '../../rtp/vp8-payload.ts';

/** A take that has waited as long is given up; the slot keeps what it showed. */
const GIVE_UP_MS = 3_000;
/** A new source's encoder is asked again as often until its key frame comes. */
const ASK_AGAIN_MS = 250;
/** A layer whose own stream stays silent as long is fed from the other one. */
const BORROW_AFTER_MS = 700;
/** As often a source is asked for the key frame of a layer that came back: its line may be thin still. */
const ASK_BACK_MS = 2_000;
/** A source that sends nothing for as long is shown no more: the slate takes its place. */
const STARVED_MS = 2_000;

export interface PictureSlotParts {
  slot: PictureSlotName;
  sessionId: string;
  codec: ProgrammeCodec;
  clock: BusClock;
  ssrcs: readonly [number, number];
  payloadType: number;
  slate: readonly [SlateLoop, SlateLoop];
  send(packet: Buffer): void;
  emit(event: MediaEvent): void;
}

interface Waiting {
  sinceMs: number;
  hasFailed: boolean;
}

/**
 * A place of the programme that carries a picture, in two layers that never stop. It shows a source or
 * the slate; another source is cut to at its key frame, and until that comes nothing changes.
 */
export class PictureSlot {
  readonly #parts: PictureSlotParts;
  readonly #writers: readonly [LayerWriter, LayerWriter];
  readonly #players: readonly [SlatePlayer, SlatePlayer];
  readonly #lastWrittenMs: [number, number] = [-Infinity, -Infinity];
  readonly #startsKeyFrame: (payload: Buffer) => boolean;
  #wanted: SourceFeed | null = null;
  #shown: SourceFeed | null = null;
  #waiting: Waiting | null = null;

  constructor(parts: PictureSlotParts) {
    this.#parts = parts;
    const { codec, ssrcs, payloadType, send } = parts;
    this.#writers = [
      new LayerWriter({ ssrc: ssrcs[0], payloadType, codec, send }),
      new LayerWriter({ ssrc: ssrcs[1], payloadType, codec, send }),
    ];
    this.#players = [new SlatePlayer(parts.slate[0]), new SlatePlayer(parts.slate[1])];
    this.#startsKeyFrame = codec === 'H264' ? startsH264KeyFrame : startsVp8KeyFrame;
  }

  get writers(): readonly LayerWriter[] {
    return this.#writers;
  }

  /** Feeds that the slot needs: what it shows and what it waits for. */
  get feeds(): SourceFeed[] {
    return [this.#wanted, this.#shown].filter((feed) => feed !== null);
  }

  get wanted(): SourceFeed | null {
    return this.#wanted;
  }

  /** Null is the slate. */
  get shown(): SourceFeed | null {
    return this.#shown;
  }

  /** Whether a wanted source has not been cut to yet. */
  get isWaiting(): boolean {
    return this.#waiting !== null;
  }

  /** Shows another source as soon as its key frame comes; null cuts to the slate at once. */
  want(feed: SourceFeed | null): void {
    if (feed === this.#wanted) return;
    this.#wanted = feed;
    this.#waiting = null;
    if (feed === null) return this.#cutToSlate();
    if (feed === this.#shown) return;
    this.#waiting = { sinceMs: this.#parts.clock.nowMs(), hasFailed: false };
    feed.requestKeyFrames(0);
  }

  /** Takes a packet of any source: writes it, cuts to it, or leaves it. */
  onPacket(feed: SourceFeed, stream: FeedStream, packet: RtpPacket): void {
    if (feed !== this.#wanted && feed !== this.#shown) return;
    for (const layer of [0, 1] as const) this.#offer({ feed, stream, packet, layer });
  }

  /** Sends the next frame of the slate where it is shown; called every 200 ms. */
  playSlate(): void {
    for (const layer of [0, 1] as const) {
      if (!this.#isSlate(layer)) continue;
      this.#writeSlate(layer);
    }
  }

  /** Called often: asks again, gives up, and puts the slate in place of a source that fell silent. */
  tick(): void {
    const now = this.#parts.clock.nowMs();
    if (this.#waiting) this.#wait(this.#waiting, now);
    else if (this.#shown && this.#lacksLayer(this.#shown)) {
      this.#shown.requestKeyFrames(ASK_AGAIN_MS);
    } else if (this.#shown && this.#borrowsInVain(this.#shown, now)) {
      this.#shown.requestKeyFrames(ASK_BACK_MS);
    }
    const isStarved = this.#lastWrittenMs.every((writtenMs) => now - writtenMs > STARVED_MS);
    if (this.#shown === null || !isStarved) return;
    const { sourceId } = this.#shown;
    const { slot, sessionId } = this.#parts;
    this.#cutToSlate();
    if (this.#wanted) this.#waiting ??= { sinceMs: now, hasFailed: true };
    this.#parts.emit({ type: 'slot-starved', sessionId, slot, sourceId });
  }

  /** A hall asks for a key frame of one layer. */
  onKeyFrameRequest(ssrc: number): boolean {
    const layer = this.#writers.findIndex((writer) => writer.ssrc === ssrc) as -1 | 0 | 1;
    if (layer === -1) return false;
    if (this.#isSlate(layer)) this.#players[layer].restart();
    // Not whatever feeds the layer: that may be the source before, while this one's key frame is missing.
    else this.#shown?.requestKeyFrames();
    return true;
  }

  /**
   * Whether a layer stands still while the other goes on: its key frame was lost, or the source's line
   * carries one layer only. A key frame of either brings it on.
   */
  #lacksLayer(shown: SourceFeed): boolean {
    const own = [shown.pictureStream(0), shown.pictureStream(1)];
    const latestMs = Math.max(...this.#lastWrittenMs);
    return this.#writers.some(
      ({ feed }, layer) =>
        !own.some((stream) => stream === feed) ||
        latestMs - this.#lastWrittenMs[layer as 0 | 1] > BORROW_AFTER_MS,
    );
  }

  /** Whether a layer is still fed from the other one although its own stream comes again. */
  #borrowsInVain(shown: SourceFeed, now: number): boolean {
    return this.#writers.some(({ feed }, layer) => {
      const own = shown.pictureStream(layer as 0 | 1);
      return own && feed !== own && now - own.lastArrivalMs < BORROW_AFTER_MS;
    });
  }

  #wait(waiting: Waiting, now: number): void {
    const wanted = this.#wanted!;
    wanted.requestKeyFrames(ASK_AGAIN_MS);
    if (waiting.hasFailed || now - waiting.sinceMs < GIVE_UP_MS) return;
    const { slot, sessionId } = this.#parts;
    waiting.hasFailed = true;
    this.#parts.emit({ type: 'slot-failed', sessionId, slot, sourceId: wanted.sourceId });
    // Over the slate nothing is lost by waiting on: the source comes to air when it comes back.
    if (this.#shown === null) return;
    this.#wanted = this.#shown;
    this.#waiting = null;
  }

  #offer(offer: { feed: SourceFeed; stream: FeedStream; packet: RtpPacket; layer: 0 | 1 }): void {
    const { feed, stream, packet, layer } = offer;
    const writer = this.#writers[layer];
    const now = this.#parts.clock.nowMs();
    if (writer.feed === stream) {
      writer.write(packet, stream.streamClock.momentOf(packet.timestamp));
      this.#lastWrittenMs[layer] = now;
      return;
    }
    if (feed !== this.#wanted || !this.#mayFeed(offer, now)) return;
    if (!this.#startsKeyFrame(payloadOf(packet))) return;
    stream.streamClock.settle();
    writer.cutTo(stream, packet, stream.streamClock.momentOf(packet.timestamp));
    this.#lastWrittenMs[layer] = now;
    if (this.#shown !== feed) this.#onShown(feed, now);
  }

  /** Its own layer always; the other one's while its own gives nothing. */
  #mayFeed(offer: { feed: SourceFeed; stream: FeedStream; layer: 0 | 1 }, now: number): boolean {
    const { feed, stream, layer } = offer;
    if (feed.feedsLayer(stream, layer)) return true;
    const own = feed.pictureStream(layer);
    const ownSilentMs =
      now - Math.max(own?.lastArrivalMs ?? -Infinity, this.#waiting?.sinceMs ?? -Infinity);
    return ownSilentMs > BORROW_AFTER_MS && now - this.#lastWrittenMs[layer] > BORROW_AFTER_MS;
  }

  #onShown(feed: SourceFeed, now: number): void {
    const waitedMs = this.#waiting ? now - this.#waiting.sinceMs : 0;
    this.#shown = feed;
    this.#waiting = null;
    const { slot, sessionId } = this.#parts;
    this.#parts.emit({ type: 'slot-cut', sessionId, slot, sourceId: feed.sourceId, waitedMs });
  }

  #isSlate(layer: 0 | 1): boolean {
    return this.#writers[layer].feed === null || this.#writers[layer].feed === this.#players[layer];
  }

  #cutToSlate(): void {
    const wasShown = this.#shown !== null;
    this.#shown = null;
    for (const layer of [0, 1] as const) {
      if (this.#isSlate(layer)) continue;
      this.#players[layer].restart();
      this.#writeSlate(layer);
    }
    const { slot, sessionId } = this.#parts;
    if (!wasShown) return;
    this.#parts.emit({ type: 'slot-cut', sessionId, slot, sourceId: null, waitedMs: 0 });
  }

  #writeSlate(layer: 0 | 1): void {
    const player = this.#players[layer];
    this.#writers[layer].writeFrame(player, player.next(), this.#parts.clock.nowMs());
  }
}
