import type { types } from 'mediasoup';
import type { ProgrammeCodec } from '#contract/line.ts';
import { PICTURE_SLOTS, SLOTS, SOUND_SLOTS } from '#domain/programme.ts';
import type {
  PictureSlot as PictureSlotName,
  Slot,
  SoundSlot as SoundSlotName,
} from '#domain/programme.ts';
import type { MediaEvent } from '../../media-link/media-port.ts';
import { keyFrameRequests } from '../../rtp/rtcp.ts';
import { senderReport, systemBusClock } from './bus-clock.ts';
import { PICTURE_RATE, SOUND_RATE } from '../../rtp/media-time.ts';
import type { BusClock } from './bus-clock.ts';
import { produceSlots } from './bus-producers.ts';
import type { BusProducers } from './bus-producers.ts';
import type { BusSources } from './bus-sources.ts';
import { PictureSlot } from './picture-slot.ts';
import { loadSlate, SLATE_FRAME_MS } from '../../slate/slate.ts';
import { SILENT_PACKET_MS } from './sound-writer.ts';
import { SoundSlot } from './sound-slot.ts';
import { SourceFeed } from './source-feed.ts';
import { SourceTap } from './source-tap.ts';

const TICK_MS = 50;
const SENDER_REPORT_MS = 500;
const LEVELS_MS = 250;
/** Where a packet's header names its stream. */
const SSRC_AT = 8;

export interface ProgrammeBusParts {
  sessionId: string;
  codec: ProgrammeCodec;
  /** The router on which the bus lives. */
  router: types.Router;
  sources: BusSources;
  emit(event: MediaEvent): void;
  /** Every packet that the bus writes of a sound, and of a picture's high layer. */
  onPacket?: (slot: Slot, packet: Buffer) => void;
  clock?: BusClock;
}

/** What the director wants of the bus. */
export interface BusDirection {
  /** Rises with each change; an older one is ignored. */
  number: number;
  slots: Record<Slot, string | null>;
  /** Sources to keep ready although they are in no slot. */
  warm: readonly string[];
  /** What is heard of a hall is muted: silent at once, also while a take waits. */
  isHallHushed: boolean;
}

/**
 * The programme of one session: five streams that never stop and never change (main and inset picture,
 * the picture returned to the hall on air, the centre's and the called-up hall's sound), each fed by
 * whichever source is in its slot. A take costs its viewers nothing: no signalling, no new stream.
 *
 * Closing ends its timers, its feeds, its transport and with that its producers; the sources go on.
 */
export class ProgrammeBus {
  readonly producers: Record<Slot, types.Producer>;
  readonly #parts: ProgrammeBusParts;
  readonly #clock: BusClock;
  readonly #transport: types.DirectTransport;
  readonly #pictures: Record<PictureSlotName, PictureSlot>;
  readonly #sounds: Record<SoundSlotName, SoundSlot>;
  readonly #feeds = new Map<string, SourceFeed>();
  readonly #sourceTaps = new Set<SourceTap>();
  readonly #timers: NodeJS.Timeout[] = [];
  readonly #stopListening: () => void;
  #number = -1;
  #warm: readonly string[] = [];
  /** Sound, or silence, that waits for the picture of the same take. */
  #pendingSound: { slot: SoundSlotName; feed: SourceFeed | null } | null = null;

  static async create(parts: ProgrammeBusParts): Promise<ProgrammeBus> {
    return new ProgrammeBus(parts, await produceSlots(parts.router, parts.codec));
  }

  private constructor(parts: ProgrammeBusParts, made: BusProducers) {
    this.#parts = parts;
    this.#clock = parts.clock ?? systemBusClock;
    this.#transport = made.transport;
    this.producers = made.producers;
    this.#pictures = byName(PICTURE_SLOTS, (slot) => this.#createPicture(slot, made));
    this.#sounds = byName(SOUND_SLOTS, (slot) => this.#createSound(slot, made));
    made.transport.on('rtcp', (bytes) => this.#onRtcp(bytes));
    this.#stopListening = parts.sources.onChanged((sourceId) => {
      void this.#feeds.get(sourceId)?.refresh();
    });
    this.#every(TICK_MS, () => this.#tick());
    this.#every(SLATE_FRAME_MS, () => this.#playSlates());
    this.#every(SILENT_PACKET_MS, () => this.#fillSounds());
    this.#every(SENDER_REPORT_MS, () => this.#reportClock());
    this.#every(LEVELS_MS, () => this.#reportLevels());
    this.#playSlates();
    this.#fillSounds();
    this.#reportClock();
  }

  /** Carries out what the director wants, whole; an older number than the last changes nothing. */
  direct(direction: BusDirection): void {
    if (direction.number < this.#number) return;
    this.#number = direction.number;
    this.#warm = direction.warm;
    const feeds = byName(SLOTS, (slot) => this.#feedOf(direction.slots[slot]));
    for (const sourceId of direction.warm) this.#feedOf(sourceId);
    // A picture that was there before this direction and is to be left for another.
    const left = feeds.MAIN === this.#pictures.MAIN.wanted ? null : this.#pictures.MAIN.shown;
    for (const slot of PICTURE_SLOTS) this.#pictures[slot].want(feeds[slot]);
    this.#sounds.SOUND_CENTRE.want(feeds.SOUND_CENTRE);
    const { isHallHushed } = direction;
    this.#directHallSound(feeds.SOUND_HALL, { taken: feeds.MAIN, left, isHallHushed });
    this.#dropIdleFeeds();
  }

  /** Of the high layer; whoever reads it directly asks here. */
  requestKeyFrame(slot: PictureSlotName): void {
    this.#pictures[slot].onKeyFrameRequest(this.#pictures[slot].writers[1]!.ssrc);
  }

  /** Reads one source by itself, beside every slot. @returns the way to ask it, and to stop */
  tapSource(
    sourceId: string,
    onPacket: (slot: 'MAIN' | 'SOUND_HALL', packet: Buffer) => void,
  ): { requestKeyFrame: () => void; stop: () => void } {
    const { sessionId, codec, sources, router } = this.#parts;
    const tap = new SourceTap({
      ...{ sessionId, sourceId, codec, sources, onPacket, clock: this.#clock },
      ...{ transport: this.#transport, rtpCapabilities: router.rtpCapabilities },
    });
    this.#sourceTaps.add(tap);
    const stop = () => {
      this.#sourceTaps.delete(tap);
      tap.close();
    };
    return { requestKeyFrame: () => tap.requestKeyFrame(), stop };
  }

  close(): void {
    for (const tap of this.#sourceTaps) tap.close();
    this.#sourceTaps.clear();
    for (const timer of this.#timers) clearInterval(timer);
    this.#stopListening();
    for (const feed of this.#feeds.values()) feed.close();
    this.#feeds.clear();
    if (!this.#transport.closed) this.#transport.close();
  }

  /**
   * The sound of a taken hall comes with its picture, and goes with it: both wait for the key frame of
   * what is taken, whatever else the director decides meanwhile. Silence without a take is chosen, and
   * waits for nothing; no more does a mute.
   */
  #directHallSound(
    feed: SourceFeed | null,
    main: { taken: SourceFeed | null; left: SourceFeed | null; isHallHushed: boolean },
  ): void {
    const waited = this.#pendingSound;
    this.#pendingSound = null;
    const slot = 'SOUND_HALL' as const;
    const isLeft = waited?.feed === null || this.#leaves(main.left);
    const comes = feed !== null && feed === main.taken;
    const goes = feed === null && isLeft && !main.isHallHushed;
    if (!this.#pictures.MAIN.isWaiting || !(comes || goes)) return this.#sounds[slot].want(feed);
    if (main.isHallHushed) this.#sounds[slot].want(null);
    this.#pendingSound = { slot, feed };
    if (feed === null) return;
    // A hall without a camera has no picture to wait for.
    void feed.refresh().then(() => {
      if (this.#pendingSound?.feed === feed && !feed.pictureStream(0)) this.#releaseSound();
    });
  }

  #leaves(left: SourceFeed | null): boolean {
    return left !== null && this.#sounds.SOUND_HALL.feeds[0] === left;
  }

  #releaseSound(): void {
    const pending = this.#pendingSound;
    this.#pendingSound = null;
    if (pending) this.#sounds[pending.slot].want(pending.feed);
  }

  #onSlotEvent(event: MediaEvent): void {
    if (event.type === 'slot-cut' && event.slot === 'MAIN') this.#releaseSound();
    // Given up over another picture, the sound stays with that; over the slate it is better than none.
    if (event.type === 'slot-failed' && event.slot === 'MAIN') {
      if (this.#pictures.MAIN.shown === null) this.#releaseSound();
      else this.#pendingSound = null;
    }
    this.#parts.emit(event);
  }

  #feedOf(sourceId: string | null): SourceFeed | null {
    if (sourceId === null) return null;
    const known = this.#feeds.get(sourceId);
    if (known) return known;
    const feed = new SourceFeed({
      sourceId,
      transport: this.#transport,
      rtpCapabilities: this.#parts.router.rtpCapabilities,
      sources: this.#parts.sources,
      clock: this.#clock,
      onPicture: (from, stream, packet) => {
        for (const slot of PICTURE_SLOTS) this.#pictures[slot].onPacket(from, stream, packet);
      },
      onSound: (from, stream, packet) => {
        for (const slot of SOUND_SLOTS) this.#sounds[slot].onPacket(from, stream, packet);
      },
    });
    this.#feeds.set(sourceId, feed);
    return feed;
  }

  /** Ends the feeds that no slot shows, awaits or keeps warm. */
  #dropIdleFeeds(): void {
    const needed = new Set<SourceFeed>();
    for (const slot of PICTURE_SLOTS) this.#pictures[slot].feeds.forEach((one) => needed.add(one));
    for (const slot of SOUND_SLOTS) this.#sounds[slot].feeds.forEach((one) => needed.add(one));
    if (this.#pendingSound?.feed) needed.add(this.#pendingSound.feed);
    for (const [sourceId, feed] of this.#feeds) {
      if (needed.has(feed) || this.#warm.includes(sourceId)) continue;
      feed.close();
      this.#feeds.delete(sourceId);
    }
  }

  #tick(): void {
    for (const slot of PICTURE_SLOTS) this.#pictures[slot].tick();
    for (const slot of SOUND_SLOTS) this.#sounds[slot].tick();
    this.#dropIdleFeeds();
  }

  #playSlates(): void {
    for (const slot of PICTURE_SLOTS) this.#pictures[slot].playSlate();
  }

  #fillSounds(): void {
    for (const slot of SOUND_SLOTS) this.#sounds[slot].fill();
  }

  #reportClock(): void {
    for (const slot of PICTURE_SLOTS) {
      for (const writer of this.#pictures[slot].writers) this.#report(writer, PICTURE_RATE);
    }
    for (const slot of SOUND_SLOTS) this.#report(this.#sounds[slot].writer, SOUND_RATE);
  }

  #report(writer: { ssrc: number; sent: { packets: number; octets: number } }, rate: number): void {
    const { ssrc, sent } = writer;
    this.#transport.sendRtcp(senderReport({ ssrc, rate, clock: this.#clock, ...sent }));
  }

  #reportLevels(): void {
    const slots: Partial<Record<SoundSlotName, number>> = {};
    for (const slot of SOUND_SLOTS) slots[slot] = this.#sounds[slot].takePeak();
    this.#parts.emit({ type: 'levels', sessionId: this.#parts.sessionId, slots });
  }

  #onRtcp(bytes: Buffer): void {
    for (const ssrc of keyFrameRequests(bytes)) {
      for (const slot of PICTURE_SLOTS) this.#pictures[slot].onKeyFrameRequest(ssrc);
    }
  }

  #createPicture(slot: PictureSlotName, made: BusProducers): PictureSlot {
    const { sessionId, codec } = this.#parts;
    const producer = made.producers[slot];
    const { onPacket } = this.#parts;
    const [, highSsrc] = made.pictureSsrcs[slot];
    return new PictureSlot({
      slot,
      sessionId,
      codec,
      clock: this.#clock,
      ssrcs: made.pictureSsrcs[slot],
      payloadType: made.picturePayloadType,
      slate: loadSlate(codec),
      send: (packet) => {
        producer.send(packet);
        if (onPacket && packet.readUInt32BE(SSRC_AT) === highSsrc) onPacket(slot, packet);
      },
      emit: (event) => this.#onSlotEvent(event),
    });
  }

  #createSound(slot: SoundSlotName, made: BusProducers): SoundSlot {
    const producer = made.producers[slot];
    return new SoundSlot({
      slot,
      sessionId: this.#parts.sessionId,
      clock: this.#clock,
      ssrc: made.soundSsrcs[slot],
      payloadType: made.soundPayloadType,
      send: (packet) => {
        producer.send(packet);
        this.#parts.onPacket?.(slot, packet);
      },
      emit: (event) => this.#parts.emit(event),
    });
  }

  #every(intervalMs: number, work: () => void): void {
    this.#timers.push(setInterval(work, intervalMs));
  }
}

function byName<K extends string, V>(names: readonly K[], make: (name: K) => V): Record<K, V> {
  return Object.fromEntries(names.map((name) => [name, make(name)])) as Record<K, V>;
}
