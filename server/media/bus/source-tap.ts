import type { types } from 'mediasoup';
import type { ProgrammeCodec } from '#contract/line.ts';
import type { SlateLoop } from '../../slate/slate.ts';
import type { BusClock } from './bus-clock.ts';
import type { BusSources } from './bus-sources.ts';
import { PictureSlot } from './picture-slot.ts';
import { SoundSlot } from './sound-slot.ts';
import { SourceFeed } from './source-feed.ts';

const TICK_MS = 50;
const SSRC_AT = 8;
/** Nobody outside sees these: each tap writes for one reader. */
const [LOW, HIGH, SOUND] = [1, 2, 3];
const PAYLOAD_TYPES = { picture: 101, sound: 100 };
/** What does not come is not made up: whoever reads decides what stands in its place. */
const NO_SLATE: SlateLoop = [[]];

interface SourceTapParts {
  sessionId: string;
  sourceId: string;
  codec: ProgrammeCodec;
  transport: types.DirectTransport;
  rtpCapabilities: types.RtpCapabilities;
  sources: BusSources;
  clock: BusClock;
  onPacket: (slot: 'MAIN' | 'SOUND_HALL', packet: Buffer) => void;
}

/**
 * One source by itself, as a slot would carry it: its high layer (the low one while that is missing) and
 * its sound, on the bus's clock, in numbers that go on when its browser sends anew. Closing ends its
 * consumers; the source goes on.
 */
export class SourceTap {
  readonly #feed: SourceFeed;
  readonly #timer: NodeJS.Timeout;
  readonly #stopListening: () => void;

  constructor(parts: SourceTapParts) {
    const { sessionId, sourceId, codec, clock, sources, onPacket } = parts;
    const common = { sessionId, clock, emit: () => {} };
    const picture = new PictureSlot({
      ...{ ...common, slot: 'MAIN', codec, ssrcs: [LOW!, HIGH!] as const },
      ...{ payloadType: PAYLOAD_TYPES.picture, slate: [NO_SLATE, NO_SLATE] as const },
      send: (packet) => {
        if (packet.readUInt32BE(SSRC_AT) === HIGH) onPacket('MAIN', packet);
      },
    });
    const sound = new SoundSlot({
      ...{ ...common, slot: 'SOUND_HALL', ssrc: SOUND!, payloadType: PAYLOAD_TYPES.sound },
      send: (packet) => onPacket('SOUND_HALL', packet),
    });
    this.#feed = new SourceFeed({
      ...{ sourceId, sources, clock },
      ...{ transport: parts.transport, rtpCapabilities: parts.rtpCapabilities },
      onPicture: (feed, stream, packet) => picture.onPacket(feed, stream, packet),
      onSound: (feed, stream, packet) => sound.onPacket(feed, stream, packet),
    });
    picture.want(this.#feed);
    sound.want(this.#feed);
    this.#stopListening = sources.onChanged((changed) => {
      if (changed === sourceId) void this.#feed.refresh();
    });
    this.#timer = setInterval(() => picture.tick(), TICK_MS);
  }

  requestKeyFrame(): void {
    this.#feed.requestKeyFrames();
  }

  close(): void {
    clearInterval(this.#timer);
    this.#stopListening();
    this.#feed.close();
  }
}
