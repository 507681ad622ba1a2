import { describe, expect, it } from 'vitest';
import { simulationsOf } from './simulations.ts';

describe('the simulations of a live demo', () => {
  const origin = 'http://localhost:3000';
  const namesOf = (options: { hallCount: number; hasMedia: boolean }) =>
    simulationsOf({ ...options, origin }).map(({ account }) => account);

  it('bring people to the doors, and halls on video', () => {
    expect(namesOf({ hallCount: 24, hasMedia: true })).toEqual(['ARRIVALS', 'HALLS']);
  });

  it('bring no halls when none are asked for, or none could be seen', () => {
    expect(namesOf({ hallCount: 0, hasMedia: true })).toEqual(['ARRIVALS']);
    expect(namesOf({ hallCount: 24, hasMedia: false })).toEqual(['ARRIVALS']);
  });

  it('say where to direct them', () => {
    const lines = simulationsOf({ hallCount: 12, hasMedia: true, origin })[1]!.lines;
    expect(lines.join('\n')).toContain('http://localhost:3000/control-room');
    expect(lines[0]).toContain('12 simulated halls');
  });
});
