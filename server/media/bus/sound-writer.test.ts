import { describe, expect, it } from 'vitest';
import { SOUND_RATE, timestampAt } from './bus-clock.ts';
import { readRtp, writeRtp } from '../../rtp/rtp-packet.ts';
import type { RtpPacket } from '../../rtp/rtp-packet.ts';
import { SoundWriter } from './sound-writer.ts';
import { StreamClock } from './stream-clock.ts';

function packet(sequence: number, timestamp: number): RtpPacket {
  const header = { payloadType: 111, ssrc: 1, isMarker: false, sequence, timestamp };
  return readRtp(writeRtp(header, Buffer.from([0xfc, 1, 2, 3])))!;
}

function recorder() {
  const sent: RtpPacket[] = [];
  const send = (bytes: Buffer) => void sent.push(readRtp(bytes)!);
  return { writer: new SoundWriter({ ssrc: 5, payloadType: 100, send }), sent };
}

const distance = (from: number, to: number) => (to - from) | 0;

describe('SoundWriter', () => {
  it.each([200, -200])(
    'stays on the clock with a microphone that is %i ppm off for four hours',
    (ppm) => {
      const { writer, sent } = recorder();
      const clock = new StreamClock(SOUND_RATE);
      const feed = {};
      const packets = (4 * 3_600_000) / 20;
      let worstMs = 0;
      for (let index = 0; index < packets; index += 1) {
        const arrivalMs = 100_000 + (index * 20) / (1 + ppm / 1_000_000) + ((index * 31) % 7);
        const given = packet(index & 0xffff, (index * 960) >>> 0);
        clock.observe(given.timestamp, arrivalMs);
        // One packet in a second is quiet: a pause between words.
        const levelDbov = index % 50 === 0 ? -70 : -20;
        writer.write(feed, given, { momentMs: clock.momentOf(given.timestamp), levelDbov });
        const now = sent.at(-1)!;
        const offBy = distance(timestampAt(arrivalMs, SOUND_RATE), now.timestamp);
        if (index > 1_000) worstMs = Math.max(worstMs, Math.abs(offBy) / 48);
      }
      expect(worstMs).toBeLessThan(60);
      sent.slice(1).forEach((now, index) => {
        const before = sent[index]!;
        const isNext = ((now.sequence - before.sequence) & 0xffff) === 1;
        if (!isNext || distance(before.timestamp, now.timestamp) !== 960) {
          throw new Error(`not contiguous at ${String(index)}`);
        }
      });
    },
  );

  it('fills a pause with silence, without a gap in its numbers, and goes over to sound again', () => {
    const { writer, sent } = recorder();
    for (let ms = 0; ms < 1_000; ms += 100) writer.writeSilence(10_000 + ms);
    writer.write({}, packet(500, 77), { momentMs: 11_003, levelDbov: null });
    writer.write({}, packet(9, 1_000_000), { momentMs: 11_020, levelDbov: null });
    writer.writeSilence(11_140);
    sent.slice(1).forEach((now, index) => {
      expect(now.sequence).toBe(sent[index]!.sequence + 1);
      expect(distance(sent[index]!.timestamp, now.timestamp)).toBeGreaterThan(0);
    });
    expect(distance(timestampAt(11_003, SOUND_RATE), sent[10]!.timestamp)).toBe(0);
  });
});
