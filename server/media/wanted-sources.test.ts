import { beforeEach, describe, expect, it } from 'vitest';
import { WantedSources } from './wanted-sources.ts';

describe('wanted sources', () => {
  let lines: Record<string, string>;
  let told: string[];
  let wanted: WantedSources;

  beforeEach(() => {
    lines = { a: 'line-1', b: 'line-2' };
    told = [];
    wanted = new WantedSources({
      find: (sourceId) => {
        const lineId = lines[sourceId];
        return lineId ? { sourceId, lineId, siteId: null, hasPicture: true, hasSound: true } : null;
      },
      onWanted: ({ sourceId, lineId, isWanted }) =>
        told.push(`${sourceId} ${lineId} ${isWanted ? 'on' : 'off'}`),
    });
  });

  it('are told once, for however many reasons', () => {
    wanted.direct(['a']);
    const leave = wanted.watch('a');
    wanted.show(['a']);
    wanted.direct([]);
    leave();
    leave();
    expect(told).toEqual(['a line-1 on']);
    wanted.show([]);
    expect(told).toEqual(['a line-1 on', 'a line-1 off']);
  });

  it('go on sending until the slot shows the next one', () => {
    wanted.direct(['a']);
    wanted.show(['a']);
    wanted.direct(['b']);
    expect(told).toEqual(['a line-1 on', 'b line-2 on']);
    wanted.show(['b']);
    expect(told.at(-1)).toBe('a line-1 off');
  });

  it('are told to the line that sends them now, and to no line before it sends', () => {
    delete lines['a'];
    wanted.direct(['a']);
    expect(told).toEqual([]);
    lines['a'] = 'line-3';
    wanted.settle('a');
    lines['a'] = 'line-4';
    wanted.settle('a');
    wanted.settle('a');
    expect(told).toEqual(['a line-3 on', 'a line-4 on']);
    delete lines['a'];
    wanted.settle('a');
    lines['a'] = 'line-4';
    wanted.settle('a');
    expect(told.at(-1)).toBe('a line-4 on');
    expect(wanted.isWanted('a')).toBe(true);
  });
});
