import { describe, expect, it } from 'vitest';
import { SOUND_RATE, timestampAt } from '../../rtp/media-time.ts';
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
        const momentMs = clock.momentOf(given.timestamp);
        writer.write(feed, given, { momentMs, nowMs: arrivalMs, levelDbov });
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

  it('stays on the clock after a jam: what comes late in one burst makes nothing late that follows', () => {
    const { writer, sent } = recorder();
    const clock = new StreamClock(SOUND_RATE);
    const feed = {};
    const jam = { fromMs: 12_000, untilMs: 12_400 };
    let filledMs = 0;
    let nextIndex = 0;
    for (let nowMs = 10_000; nowMs < 15_000; nowMs += 20) {
      const isJammed = nowMs >= jam.fromMs && nowMs < jam.untilMs;
      // As the slot does: silence every 100 ms once nothing came for 200 ms.
      if (isJammed && nowMs >= jam.fromMs + 200 && nowMs - filledMs >= 100) {
        filledMs = nowMs;
        writer.writeSilence(nowMs);
      }
      for (; !isJammed && 10_000 + nextIndex * 20 <= nowMs; nextIndex += 1) {
        const given = packet(nextIndex, nextIndex * 960);
        clock.observe(given.timestamp, nowMs);
        if (writer.feed !== feed) clock.settle();
        const momentMs = clock.momentOf(given.timestamp);
        writer.write(feed, given, { momentMs, nowMs, levelDbov: -20 });
      }
    }
    const offBy = distance(timestampAt(14_980, SOUND_RATE), sent.at(-1)!.timestamp);
    expect(Math.abs(offBy) / 48).toBeLessThan(70);
    const steps = sent.slice(1).map((now, index) => now.sequence - sent[index]!.sequence);
    expect(new Set(steps)).toEqual(new Set([1]));
  });

  it('goes on with a sound whose clock stood still for seconds', () => {
    const { writer, sent } = recorder();
    const clock = new StreamClock(SOUND_RATE);
    const feed = {};
    for (let index = 0; index < 1_000; index += 1) {
      // A sound card that slept: its timestamps count on from where they stopped.
      const nowMs = 10_000 + index * 20 + (index < 100 ? 0 : 3_000);
      const given = packet(index, index * 960);
      if (index === 100) {
        for (let fillMs = 12_200; fillMs < nowMs; fillMs += 100) writer.writeSilence(fillMs);
      }
      clock.observe(given.timestamp, nowMs);
      if (writer.feed !== feed || writer.isOffClock) clock.settle();
      const momentMs = clock.momentOf(given.timestamp);
      writer.write(feed, given, { momentMs, nowMs, levelDbov: -20 });
    }
    const isSound = (one: RtpPacket) => one.bytes.length === 12 + 4;
    expect(sent.slice(-890).every(isSound)).toBe(true);
    expect(writer.isOffClock).toBe(false);
  });

  it('fills a pause with silence, without a gap in its numbers, and goes over to sound again', () => {
    const { writer, sent } = recorder();
    for (let ms = 0; ms < 1_000; ms += 100) writer.writeSilence(10_000 + ms);
    writer.write({}, packet(500, 77), { momentMs: 11_003, nowMs: 11_003, levelDbov: null });
    writer.write({}, packet(9, 1_000_000), { momentMs: 11_020, nowMs: 11_020, levelDbov: null });
    writer.writeSilence(11_140);
    sent.slice(1).forEach((now, index) => {
      expect(now.sequence).toBe(sent[index]!.sequence + 1);
      expect(distance(sent[index]!.timestamp, now.timestamp)).toBeGreaterThan(0);
    });
    expect(distance(timestampAt(11_003, SOUND_RATE), sent[10]!.timestamp)).toBe(0);
  });
});
