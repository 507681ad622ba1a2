import { describe, expect, it } from 'vitest';
import { PROGRAMME_CODECS } from '#contract/line.ts';
import { stillImage } from '#contract/hall.ts';
import { pictureHeight } from '../../rtp/picture-height.ts';
import { FOOTAGE_NAMES, pictureFootage, soundFootage, stills } from './footage.ts';
import { habitsOf } from './hall-habits.ts';

describe('the footage', () => {
  const all = PROGRAMME_CODECS.flatMap((codec) =>
    FOOTAGE_NAMES.map((name) => [codec, name] as const),
  );

  it.each(all)('has its key frames at the same places in both layers: %s %s', (codec, name) => {
    const { low, high } = pictureFootage(name, codec);
    const keys = (frames: typeof low) =>
      frames.flatMap(({ isKey }, index) => (isKey ? [index] : []));
    expect(keys(low)).toEqual(keys(high));
    expect(keys(low).slice(0, 2)).toEqual([0, 10]);
    expect(low.length).toBe(high.length);
    expect(pictureHeight(high[0]!.payloads[0]!, codec)).toBe(360);
    expect(pictureHeight(low[0]!.payloads[0]!, codec)).toBe(180);
    expect(pictureHeight(high[1]!.payloads[0]!, codec)).toBeNull();
  });

  it('murmurs in packets of 20 ms, each with its loudness', () => {
    const packets = soundFootage('MURMUR');
    expect(packets.length).toBe(400);
    // One frame of 20 ms each, in the voice, hybrid or music mode (RFC 6716 §3.1).
    const isOf20Ms = (first: number) =>
      (first & 0x03) === 0 && [1, 5, 9, 13, 15, 19, 23, 27, 31].includes(first >> 3);
    expect(packets.every(({ payload }) => isOf20Ms(payload[0]!))).toBe(true);
    expect(packets.every(({ level }) => level > 0 && level < 127)).toBe(true);
    expect(soundFootage('SILENCE')).toMatchObject([{ level: 127 }]);
  });

  it.each(FOOTAGE_NAMES)('has stills as the contract takes them: %s', (name) => {
    expect(stills(name).every((still) => stillImage.safeParse(still).success)).toBe(true);
  });
});

describe('the habits of the halls', () => {
  it('are mostly good, and give each kind of trouble to one in 24', () => {
    const kinds = Array.from({ length: 24 }, (_, number) => habitsOf(number).kind);
    const count = (kind: string) => kinds.filter((one) => one === kind).length;
    expect(count('WELL')).toBe(21);
    expect(count('COVERED_LENS')).toBe(1);
    expect(count('SILENT_MICROPHONE')).toBe(1);
    expect(count('LOSES_LINE')).toBe(1);
    expect(habitsOf(0).kind).toBe('WELL');
    expect(habitsOf(17)).toEqual(habitsOf(17));
  });
});
