import { describe, expect, it } from 'vitest';
import {
  bestWatch,
  followingOf,
  FOLLOWING_KINDS,
  groupOfFollowing,
  type FollowingFacts,
  type WatchReport,
} from './following.ts';

const NOW = 1_000_000;
const facts = (change: Partial<FollowingFacts> = {}): FollowingFacts => ({
  siteMode: 'TV_ONLY',
  line: { state: 'NONE', sinceMs: null },
  mode: 'FULL',
  watch: null,
  said: null,
  ...change,
});
const up = { state: 'UP', sinceMs: NOW } as const;
const playing = { condition: 'PLAYING', step: 'high', sinceMs: NOW } as const;
const can = { canFollow: true, atMs: NOW + 5 };
const cannot = { canFollow: false, atMs: NOW + 5 };

describe('how a television hall follows', () => {
  it('is not known until a page or somebody in the hall says so', () => {
    expect(followingOf(facts())).toEqual({ kind: 'TELEVISION', atMs: null });
    expect(followingOf(facts({ said: can }))).toEqual({ kind: 'TELEVISION_SEEN', atMs: NOW + 5 });
    expect(followingOf(facts({ watch: playing }))).toEqual({ kind: 'WATCH', atMs: NOW });
  });

  it('tells the steps of the watch page, and when it stands or waits', () => {
    const kindOf = (change: Partial<WatchReport>) =>
      followingOf(facts({ watch: { ...playing, ...change } })).kind;
    expect(kindOf({ step: 'low' })).toBe('WATCH_LOWER');
    expect(kindOf({ step: null })).toBe('WATCH');
    expect(kindOf({ condition: 'STALLED' })).toBe('WATCH_STALLED');
    expect(kindOf({ condition: 'WAITING', step: null })).toBe('WATCH_WAITING');
  });

  it('believes people who cannot see before a page that plays', () => {
    const told = followingOf(facts({ watch: playing, said: cannot }));
    expect(told).toEqual({ kind: 'CANNOT', atMs: NOW + 5 });
    expect(followingOf(facts({ watch: playing, said: can })).kind).toBe('WATCH');
  });

  it('has no line, whatever is stored of one', () => {
    expect(followingOf(facts({ line: up })).kind).toBe('TELEVISION');
  });
});

describe('how a hall on video follows', () => {
  const video = (change: Partial<FollowingFacts> = {}) =>
    followingOf(facts({ siteMode: 'ONLINE', ...change }));

  it('is its rung while its line is up, whatever it said or watched before', () => {
    for (const mode of ['FULL', 'LOWER', 'SOUND_ONLY'] as const) {
      const told = video({ line: up, mode, watch: playing, said: cannot });
      expect(told).toEqual({ kind: mode, atMs: NOW });
    }
  });

  it('is the watch page or television once it stepped down to them', () => {
    expect(video({ line: up, mode: 'WATCH', watch: playing }).kind).toBe('WATCH');
    expect(video({ line: up, mode: 'TELEVISION' }).kind).toBe('TELEVISION');
    expect(video({ line: up, mode: 'TELEVISION', said: can }).kind).toBe('TELEVISION_SEEN');
    expect(video({ line: up, mode: 'WATCH', said: cannot }).kind).toBe('CANNOT');
  });

  it('is lost or not there without a line, unless a page plays or somebody says otherwise', () => {
    const lost = { state: 'LOST', sinceMs: NOW } as const;
    expect(video({ line: lost })).toEqual({ kind: 'LOST', atMs: NOW });
    expect(video({ line: lost, watch: playing }).kind).toBe('WATCH');
    expect(video()).toEqual({ kind: 'NOT_JOINED', atMs: null });
    expect(video({ said: can }).kind).toBe('TELEVISION_SEEN');
  });
});

it('puts every kind into one group, and claims of no set that it is watched', () => {
  const groups = FOLLOWING_KINDS.map(groupOfFollowing);
  expect(new Set(groups)).toEqual(new Set(['FOLLOWS', 'DOES_NOT', 'UNKNOWN']));
  expect(groupOfFollowing('TELEVISION')).toBe('UNKNOWN');
  expect(groupOfFollowing('CANNOT')).toBe('DOES_NOT');
});

it('lets the page that goes best speak for its hall', () => {
  const stalled = { condition: 'STALLED', step: 'high' } as const;
  const low = { condition: 'PLAYING', step: 'low' } as const;
  expect(bestWatch([stalled, low, { condition: 'WAITING', step: null }])).toBe(low);
  expect(bestWatch([low, playing])).toBe(playing);
  expect(bestWatch([])).toBeNull();
});
