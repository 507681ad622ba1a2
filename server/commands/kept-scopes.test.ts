import { describe, expect, it } from 'vitest';
import { KeptScopes } from './kept-scopes.ts';

function keptForAMinute() {
  let nowMs = 0;
  let reads = 0;
  const scopes = new KeptScopes({ keptMs: 60_000, nowMs: () => nowMs });
  const read = () => {
    reads += 1;
    return Promise.resolve({ conferenceId: `read ${reads}` });
  };
  return {
    scopes,
    of: (key: string) => scopes.of(key, read),
    pass: (ms: number) => void (nowMs += ms),
  };
}

describe('KeptScopes', () => {
  it('reads a place once a minute', async () => {
    const { of, pass } = keptForAMinute();
    expect(await of('hall')).toEqual({ conferenceId: 'read 1' });
    pass(59_000);
    expect(await of('hall')).toEqual({ conferenceId: 'read 1' });
    pass(2_000);
    expect(await of('hall')).toEqual({ conferenceId: 'read 2' });
  });

  it('forgets who asks no more, and nobody else', async () => {
    const { scopes, of, pass } = keptForAMinute();
    for (let hall = 0; hall < 766; hall += 1) await of(`yesterday:${hall}`);
    pass(30_000);
    await of('today:1');
    pass(31_000);
    await of('today:2');
    expect(scopes.size).toBe(2);
    expect(await of('today:1')).toEqual({ conferenceId: 'read 767' });
  });

  it('keeps nothing of a place that is not there', async () => {
    const { scopes } = keptForAMinute();
    const read = () => Promise.reject(new Error('none'));
    await expect(scopes.of('hall', read)).rejects.toThrow('none');
    expect(scopes.size).toBe(0);
  });
});
