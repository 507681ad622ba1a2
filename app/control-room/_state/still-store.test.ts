import { expect, it, vi } from 'vitest';
import { LevelStore, meterShare } from './level-store.ts';
import { StillStore } from './still-store.ts';

function picture(): ImageBitmap {
  return { close: vi.fn() } as unknown as ImageBitmap;
}

const early = { siteId: 'a', still: 'AAAA', takenAt: '2026-11-20T01:00:00Z' };
const late = { siteId: 'a', still: 'BBBB', takenAt: '2026-11-20T01:00:05Z' };

it('keeps the newest still of a hall, whichever came last', () => {
  const stills = new StillStore(async () => picture());
  stills.tell([late]);
  stills.tell([early]);
  expect(stills.still('a')?.url).toBe('data:image/jpeg;base64,BBBB');
});

it('decodes only while a wall shows them, and lets go of what it no longer shows', async () => {
  const decoded: ImageBitmap[] = [];
  const stills = new StillStore(async () => {
    decoded.push(picture());
    return decoded.at(-1)!;
  });
  stills.tell([early]);
  expect(decoded).toHaveLength(0);
  const drawn = vi.fn();
  stills.onPicture(drawn);
  await vi.waitFor(() => expect(drawn).toHaveBeenCalledTimes(1));
  stills.tell([late]);
  await vi.waitFor(() => expect(drawn).toHaveBeenCalledTimes(2));
  expect(decoded[0]!.close).toHaveBeenCalledOnce();
  expect(stills.picture('a')).toBe(decoded[1]);
  stills.close();
  expect(decoded[1]!.close).toHaveBeenCalledOnce();
});

it('a still that is no picture changes nothing', async () => {
  const stills = new StillStore(() => Promise.reject(new Error('no picture')));
  const drawn = vi.fn();
  stills.onPicture(drawn);
  stills.tell([early]);
  await Promise.resolve();
  expect(drawn).not.toHaveBeenCalled();
  expect(stills.picture('a')).toBeNull();
});

it('meters show −60 to 0 dBov', () => {
  const levels = new LevelStore();
  expect(meterShare(levels.level('SOUND_CENTRE'))).toBe(0);
  levels.tell([{ slot: 'SOUND_CENTRE', dbov: -30 }]);
  expect(meterShare(levels.level('SOUND_CENTRE'))).toBeCloseTo(0.5);
  expect(meterShare(3)).toBe(1);
});
