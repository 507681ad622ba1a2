import { describe, expect, it } from 'vitest';
import { PROGRAMME_CODECS } from '#contract/line.ts';
import { startsH264KeyFrame } from '../rtp/h264-payload.ts';
import { loadSlate } from './slate.ts';
import { startsVp8KeyFrame } from '../rtp/vp8-payload.ts';

describe.each(PROGRAMME_CODECS)('the slate in %s', (codec) => {
  const startsKeyFrame = codec === 'H264' ? startsH264KeyFrame : startsVp8KeyFrame;

  it('is a loop of ten frames of which the first alone is a key frame, in both layers', () => {
    for (const loop of loadSlate(codec)) {
      expect(loop).toHaveLength(10);
      expect(loop.map((frame) => startsKeyFrame(frame[0]!))).toEqual([
        true,
        ...Array(9).fill(false),
      ]);
    }
  });

  it('fits an MTU', () => {
    const sizes = loadSlate(codec)
      .flat(2)
      .map((payload) => payload.length);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(1_150);
  });
});
