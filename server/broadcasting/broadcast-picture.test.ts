import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { exampleProgramme, programmeState } from '#contract/programme.ts';
import { NOTICE_WORDS, pictureOf } from './broadcast-picture.ts';

const programme = programmeState.parse(exampleProgramme);

describe('the picture of a broadcast', () => {
  it('bears the name of the hall on air, and of the second one', () => {
    expect(pictureOf(programme)).toEqual({
      layout: 'FULL',
      mainName: 'Điểm cầu Phường Ba Đình',
      insetName: '',
      notice: null,
    });
    const both = { ...programme, layout: 'SIDE_BY_SIDE' as const, insetName: 'Hội trường' };
    const insetSourceId = programme.mainSourceId;
    expect(pictureOf({ ...both, insetSourceId })).toMatchObject({ insetName: 'Hội trường' });
    expect(pictureOf({ ...both, insetSourceId: null }).layout).toBe('FULL');
  });

  it('bears a notice over the slate alone, and at the end above everything', () => {
    const onBreak = { ...programme, notice: 'BREAK' as const };
    expect(pictureOf(onBreak).notice).toBeNull();
    const slate = { ...onBreak, mainSourceId: null, mainName: '' };
    expect(pictureOf(slate)).toMatchObject({ mainName: '', notice: NOTICE_WORDS.BREAK });
    const ended = { ...programme, endedAt: '2026-11-20T04:00:00.000Z' };
    expect(pictureOf(ended)).toMatchObject({ mainName: '', notice: NOTICE_WORDS.ENDED });
  });

  it('says what the halls’ own screens say', () => {
    const hall = new URL('../../app/messages/vi/hall.json', import.meta.url);
    const { notice } = JSON.parse(readFileSync(hall, 'utf8')) as { notice: unknown };
    expect(NOTICE_WORDS).toEqual(notice);
  });
});
