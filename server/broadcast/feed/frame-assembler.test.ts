import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { framesOfAnnexB, packetizeH264 } from '../../rtp/h264-payload.ts';
import { readRtp, writeRtp } from '../../rtp/rtp-packet.ts';
import type { RtpPacket } from '../../rtp/rtp-packet.ts';
import { framesOfIvf, packetizeVp8 } from '../../rtp/vp8-payload.ts';
import { FrameAssembler, type Frame } from './frame-assembler.ts';

const FRAME_UNITS = 3_600;
const FIRST_SEQUENCE = 65_500;
const FIRST_TIMESTAMP = 0xffff_f000;
const film = (name: string) => readFileSync(new URL(`../../demo/footage/${name}`, import.meta.url));
/** One group of pictures: a key frame, and what goes on from it. */
const h264 = framesOfAnnexB(film('hall-1-high.h264')).slice(0, 10);
const vp8 = framesOfIvf(film('hall-1-low.ivf')).slice(0, 60);

/** The frames as packets, through the turn of sequence numbers and timestamps. */
function packetsOf(frames: readonly (readonly Buffer[])[]): RtpPacket[] {
  let sequence = FIRST_SEQUENCE;
  return frames.flatMap((payloads, frame) =>
    payloads.map((payload, index) => {
      const isMarker = index === payloads.length - 1;
      const timestamp = (FIRST_TIMESTAMP + frame * FRAME_UNITS) >>> 0;
      const head = {
        payloadType: 101,
        ssrc: 1,
        isMarker,
        sequence: sequence++ & 0xffff,
        timestamp,
      };
      return readRtp(writeRtp(head, payload))!;
    }),
  );
}

function assemble(codec: 'H264' | 'VP8' | 'OPUS', rate = 90_000) {
  const frames: Frame[] = [];
  let broken = 0;
  const anchor = { atMs: 1_000, timestamp: FIRST_TIMESTAMP };
  const onBroken = () => (broken += 1);
  const onFrame = (frame: Frame) => frames.push(frame);
  const assembler = new FrameAssembler({ codec, rate, anchor, onFrame, onBroken });
  return { assembler, frames, broken: () => broken };
}

const h264Packets = packetsOf(h264.map((units) => packetizeH264(units, 1_150)));
const annexB = (units: readonly Buffer[]) =>
  Buffer.concat(units.flatMap((unit) => [Buffer.from([0, 0, 0, 1]), unit]));

describe('FrameAssembler', () => {
  it('gives H.264 frames as they were, with their moment on the bus’s clock', () => {
    const { assembler, frames } = assemble('H264');
    for (const packet of h264Packets) assembler.push(packet, 0);
    expect(frames.map(({ data }) => data)).toEqual(h264.map(annexB));
    expect(frames.map(({ atMs }) => atMs)).toEqual(h264.map((_, index) => 1_000 + index * 40));
    expect(frames[0]!.isKey).toBe(true);
    expect(frames[1]!.isKey).toBe(false);
  });

  it('gives VP8 frames as they were', () => {
    const { assembler, frames } = assemble('VP8');
    const packets = packetsOf(vp8.map((frame) => packetizeVp8(frame, 1_150)));
    for (const packet of packets) assembler.push(packet, 0);
    expect(frames.map(({ data }) => data)).toEqual(vp8);
    expect(frames[0]!.isKey).toBe(true);
  });

  it('puts packets into order, whatever order they come in', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(8), { minLength: h264Packets.length, maxLength: h264Packets.length }),
        (jitter) => {
          const { assembler, frames } = assemble('H264');
          const shuffled = h264Packets
            .map((packet, index) => ({ packet, place: index === 0 ? -1 : index + jitter[index]! }))
            .sort((a, b) => a.place - b.place);
          for (const { packet } of shuffled) assembler.push(packet, 0);
          expect(frames.map(({ data }) => data)).toEqual(h264.map(annexB));
        },
      ),
    );
  });

  it('gives up a gap after a while, asks for a key frame and goes on with it', () => {
    const { assembler, frames, broken } = assemble('H264');
    const film = Array.from({ length: 6 }, () => h264).flat();
    const packets = packetsOf(film.map((units) => packetizeH264(units, 1_150)));
    const ofFrame = (FIRST_TIMESTAMP + 5 * FRAME_UNITS) >>> 0;
    const lostAt = packets.findIndex(({ timestamp }) => timestamp === ofFrame);
    packets.forEach((packet, index) => {
      if (index !== lostAt) assembler.push(packet, index * 10);
    });
    expect(broken()).toBe(1);
    const missing = frames.findIndex(({ atMs }, index) => atMs !== 1_000 + index * 40);
    expect(missing).toBe(5);
    expect(frames[missing]).toMatchObject({ isKey: true, atMs: 1_000 + h264.length * 40 });
    expect(frames).toHaveLength(missing + film.length - h264.length);
  });

  it('begins with a key frame', () => {
    const { assembler, frames } = assemble('H264');
    const [first] = h264Packets;
    const afterKeyFrame = h264Packets.filter(({ timestamp }) => timestamp !== first!.timestamp);
    for (const packet of afterKeyFrame) assembler.push(packet, 0);
    expect(frames).toEqual([]);
  });

  it('gives every packet of a sound, and leaves out what is lost', () => {
    const { assembler, frames } = assemble('OPUS', 48_000);
    const packets = packetsOf(Array.from({ length: 40 }, (_, index) => [Buffer.from([index])]));
    packets.forEach((packet, index) => {
      if (index !== 5) assembler.push(packet, index * 20);
    });
    expect(frames.map(({ data }) => data[0])).toEqual([0, 1, 2, 3, 4, ...range(6, 40)]);
  });
});

const range = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, index) => from + index);
