import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LayerWriter } from './layer-writer.ts';
import { readRtp, writeRtp } from '../../rtp/rtp-packet.ts';
import type { RtpPacket } from '../../rtp/rtp-packet.ts';
import { readVp8 } from '../../rtp/vp8-payload.ts';

const SSRC = 77;
const KEY = Buffer.from([0x67, 1, 2, 3]);
const DELTA = Buffer.from([0x41, 9, 9]);

function packet(
  given: Partial<{ sequence: number; timestamp: number; payload: Buffer }>,
): RtpPacket {
  const { sequence = 0, timestamp = 0, payload = DELTA } = given;
  const header = { payloadType: 100, ssrc: 1, isMarker: true, sequence, timestamp };
  return readRtp(writeRtp(header, payload))!;
}

function recorder(codec: 'H264' | 'VP8') {
  const sent: RtpPacket[] = [];
  const writer = new LayerWriter({
    ssrc: SSRC,
    payloadType: 102,
    codec,
    send: (bytes) => sent.push(readRtp(bytes)!),
  });
  return { writer, sent };
}

describe('LayerWriter', () => {
  it('goes on counting over any cuts, and never goes back in time', () => {
    const source = fc.record({
      sequence: fc.integer({ min: 0, max: 65_535 }),
      timestamp: fc.integer({ min: 0, max: 0xffff_ffff }),
      frames: fc.integer({ min: 1, max: 30 }),
      delayMs: fc.integer({ min: -30, max: 30 }),
    });
    fc.assert(
      fc.property(fc.array(source, { minLength: 1, maxLength: 20 }), (sources) => {
        const { writer, sent } = recorder('H264');
        let nowMs = 100_000;
        for (const one of sources) {
          const feed = {};
          for (let frame = 0; frame < one.frames; frame += 1) {
            const given = packet({
              sequence: (one.sequence + frame) & 0xffff,
              timestamp: (one.timestamp + frame * 3_600) >>> 0,
              payload: frame === 0 ? KEY : DELTA,
            });
            const momentMs = nowMs + one.delayMs;
            if (frame === 0) writer.cutTo(feed, given, momentMs);
            else writer.write(given, momentMs);
            nowMs += 40;
          }
        }
        sent.slice(1).forEach((now, index) => {
          expect(now.sequence).toBe((sent[index]!.sequence + 1) & 0xffff);
          expect((now.timestamp - sent[index]!.timestamp) | 0).toBeGreaterThan(0);
        });
      }),
    );
  });

  it('keeps the packets of one frame together, and a late packet at its own frame', () => {
    const { writer, sent } = recorder('H264');
    writer.cutTo({}, packet({ sequence: 10, timestamp: 1_000, payload: KEY }), 50_000);
    writer.write(packet({ sequence: 11, timestamp: 1_000 }), 50_003);
    writer.write(packet({ sequence: 13, timestamp: 4_600 }), 50_040);
    writer.write(packet({ sequence: 12, timestamp: 1_000 }), 50_060);
    expect(sent[1]!.timestamp).toBe(sent[0]!.timestamp);
    expect(sent[3]!.timestamp).toBe(sent[0]!.timestamp);
    expect(sent.map(({ sequence }) => sequence)).toEqual([0, 1, 3, 2]);
  });

  it('leaves out what its source sent before the cut', () => {
    const { writer, sent } = recorder('H264');
    writer.cutTo({}, packet({ sequence: 10, payload: KEY }), 1_000);
    writer.write(packet({ sequence: 9 }), 1_000);
    expect(sent).toHaveLength(1);
  });

  it('goes on over the whole space of sequence numbers, twice', () => {
    const { writer, sent } = recorder('H264');
    writer.cutTo({}, packet({ sequence: 65_000, payload: KEY }), 1_000);
    for (let index = 1; index < 140_000; index += 1) {
      const given = { sequence: (65_000 + index) & 0xffff, timestamp: (index * 3_600) >>> 0 };
      writer.write(packet(given), 1_000 + index * 40);
    }
    expect(sent).toHaveLength(140_000);
  });

  it('lets VP8 picture ids and layer indices go on over a cut', () => {
    const { writer, sent } = recorder('VP8');
    const frame = (pictureId: number, tl0: number, key: boolean) =>
      Buffer.from([0x90, 0xc0, 0x80 | (pictureId >> 8), pictureId & 0xff, tl0, key ? 0 : 1, 5]);
    writer.cutTo({}, packet({ sequence: 1, payload: frame(500, 20, true) }), 1_000);
    writer.write(packet({ sequence: 2, timestamp: 3_600, payload: frame(501, 21, false) }), 1_040);
    writer.cutTo({}, packet({ sequence: 900, payload: frame(9, 3, true) }), 1_080);
    writer.write(packet({ sequence: 901, timestamp: 3_600, payload: frame(10, 4, false) }), 1_120);
    const ids = sent.map(({ bytes, payloadOffset }) => readVp8(bytes.subarray(payloadOffset))!);
    expect(ids.map(({ pictureId }) => pictureId)).toEqual([0, 1, 2, 3]);
    expect(ids.map(({ tl0Index }) => tl0Index)).toEqual([0, 1, 2, 3]);
  });
});
