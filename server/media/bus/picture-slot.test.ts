import { describe, expect, it } from 'vitest';
import { PICTURE_RATE, timestampAt } from '../../rtp/media-time.ts';
import type { FeedStream } from './feed-stream.ts';
import { PictureSlot } from './picture-slot.ts';
import { readRtp, writeRtp } from '../../rtp/rtp-packet.ts';
import type { SourceFeed } from './source-feed.ts';
import { StreamClock } from './stream-clock.ts';

const KEY = Buffer.from([0x65, 1]);
const DELTA = Buffer.from([0x41, 1]);
const SSRCS = [5, 6] as const;

/** A camera of two layers at 25 frames a second, as the slot sees it. */
class Camera {
  readonly sourceId: string;
  readonly streams = [0, 1].map((layer) => ({
    layer,
    streamClock: new StreamClock(PICTURE_RATE),
    lastArrivalMs: -Infinity,
  }));
  isHighSent = true;
  asked = 0;
  #owed: Buffer[] = [];
  #sequence = 100;

  constructor(sourceId: string) {
    this.sourceId = sourceId;
  }

  get feed(): SourceFeed {
    return this as unknown as SourceFeed;
  }

  feedsLayer(stream: { layer: number }, layer: number): boolean {
    return stream.layer === layer;
  }

  pictureStream(layer: 0 | 1) {
    return this.streams[layer];
  }

  requestKeyFrames(): void {
    this.asked += 1;
    this.#owed = [KEY, KEY];
  }

  /** Its next frame, in every layer that it sends. */
  send(slot: PictureSlot, nowMs: number): void {
    this.#sequence += 1;
    // What is owed to a layer that is not sent is lost.
    if (!this.isHighSent) delete this.#owed[1];
    for (const layer of this.isHighSent ? [0, 1] : [0]) {
      const stream = this.streams[layer]!;
      const payload = this.#owed[layer] ?? DELTA;
      delete this.#owed[layer];
      const timestamp = timestampAt(nowMs, PICTURE_RATE);
      const sequence = this.#sequence;
      const header = { payloadType: 100, ssrc: 1, isMarker: true, sequence, timestamp };
      stream.lastArrivalMs = nowMs;
      stream.streamClock.observe(timestamp, nowMs);
      const packet = readRtp(writeRtp(header, payload))!;
      slot.onPacket(this.feed, stream as unknown as FeedStream, packet);
    }
  }
}

function onAir() {
  let nowMs = 100_000;
  const lastMs = new Map<number, number>();
  const slot = new PictureSlot({
    slot: 'MAIN',
    sessionId: 'session',
    codec: 'H264',
    clock: { nowMs: () => nowMs, ntpMs: (atMs) => atMs },
    ssrcs: SSRCS,
    payloadType: 100,
    slate: [[[KEY]], [[KEY]]],
    send: (bytes) => void lastMs.set(bytes.readUInt32BE(8), nowMs),
    emit: () => {},
  });
  /** The longest time that the high layer stood still meanwhile. */
  const run = (cameras: Camera[], forMs: number): number => {
    let worstMs = 0;
    for (const endMs = nowMs + forMs; nowMs < endMs; nowMs += 10) {
      if (nowMs % 40 === 0) for (const camera of cameras) camera.send(slot, nowMs);
      if (nowMs % 50 === 0) slot.tick();
      worstMs = Math.max(worstMs, nowMs - (lastMs.get(SSRCS[1]) ?? nowMs));
    }
    return worstMs;
  };
  return { slot, run };
}

describe('PictureSlot', () => {
  it('goes on in the high layer when a hall is taken whose line carries only the low one', () => {
    const { slot, run } = onAir();
    const good = new Camera('good');
    const thin = new Camera('thin');
    slot.want(good.feed);
    run([good, thin], 1_000);
    thin.isHighSent = false;
    slot.want(thin.feed);
    expect(run([good, thin], 5_000)).toBeLessThan(1_100);
  });

  it('goes on in the high layer when the line of the hall on air becomes too thin for it', () => {
    const { slot, run } = onAir();
    const hall = new Camera('hall');
    slot.want(hall.feed);
    run([hall], 1_000);
    hall.isHighSent = false;
    expect(run([hall], 5_000)).toBeLessThan(1_100);
    const askedBefore = hall.asked;
    run([hall], 10_000);
    expect(hall.asked).toBe(askedBefore);
  });

  it('goes back to the high layer when it comes again, also when its first key frame was lost', () => {
    const { slot, run } = onAir();
    const hall = new Camera('hall');
    slot.want(hall.feed);
    run([hall], 1_000);
    hall.isHighSent = false;
    run([hall], 5_000);
    expect(slot.writers[1]!.feed).toBe(hall.streams[0]);
    hall.isHighSent = true;
    expect(run([hall], 1_000)).toBeLessThan(100);
    expect(slot.writers[1]!.feed).toBe(hall.streams[1]);
    const askedBefore = hall.asked;
    run([hall], 5_000);
    expect(hall.asked).toBe(askedBefore);
  });

  it('asks the source that is shown when a hall misses a key frame of a layer', () => {
    const { slot, run } = onAir();
    const good = new Camera('good');
    const thin = new Camera('thin');
    slot.want(good.feed);
    run([good], 1_000);
    thin.isHighSent = false;
    slot.want(thin.feed);
    thin.send(slot, 101_000);
    const askedBefore = thin.asked;
    expect(slot.onKeyFrameRequest(SSRCS[1])).toBe(true);
    expect(thin.asked).toBe(askedBefore + 1);
  });
});
