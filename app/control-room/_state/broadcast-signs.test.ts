import { describe, expect, it } from 'vitest';
import type { BroadcastState, OutletState } from '#contract/broadcast.ts';
import { BroadcastStore } from './broadcast-store.ts';
import {
  isSending,
  loudnessShare,
  loudnessWord,
  signOf,
  standingOf,
  TARGET_LUFS,
  troublesOf,
} from './broadcast-signs.ts';
import { showBroadcast } from './follow-broadcast.ts';

type Running = NonNullable<OutletState['running']>;

const runs: Running = {
  ...{ state: 'RUNNING', trouble: null, kbps: 3_000 },
  ...{ droppedKilobytes: 0, restarts: 0, gapSeconds: 0, heldSeconds: 0 },
};

function outlet(change: Partial<OutletState> = {}): OutletState {
  return {
    ...{ outletId: 'o1', kind: 'RTMP', name: 'Đài Truyền hình', isOn: true, running: runs },
    shownAddress: 'rtmp://live.example.vn/…',
    ...{ signalKind: 'WORDED', delaySeconds: 0 },
    ...change,
  };
}

function broadcast(change: Partial<BroadcastState> = {}): BroadcastState {
  return {
    ...{ sessionId: 'session', isOn: true, access: 'CLOSED', watchPath: '/watch/k' },
    ...{ signal: 'PROGRAMME', lufs: -23, restarts: 0, gapSeconds: 0, watch: runs, outlets: [] },
    ...{ clean: null, watchDelaySeconds: 0, isolated: [], mostIsolated: 4 },
    ...change,
  };
}

describe('the sign in the head', () => {
  it('says that it is on air once somebody outside can see it', () => {
    expect(signOf(broadcast())).toBeNull();
    expect(signOf(broadcast({ access: 'LINK' }))).toBe('ON_AIR');
    expect(signOf(broadcast({ outlets: [outlet()] }))).toBe('ON_AIR');
    expect(signOf(broadcast({ signal: 'SLATE', outlets: [outlet()] }))).toBe('ON_AIR');
  });

  it('tells a recording from television', () => {
    const recording = outlet({ kind: 'RECORDING', shownAddress: '' });
    expect(signOf(broadcast({ outlets: [recording] }))).toBe('RECORDING');
    expect(signOf(broadcast({ outlets: [recording, outlet()] }))).toBe('ON_AIR');
  });

  it('goes when nothing is sent, whatever is wanted', () => {
    const waiting = outlet({ running: { ...runs, state: 'WAITING', trouble: 'NO_ANSWER' } });
    expect(signOf(broadcast({ outlets: [waiting] }))).toBeNull();
    expect(signOf(broadcast({ outlets: [outlet()], signal: 'AWAY' }))).toBeNull();
    expect(signOf(broadcast({ outlets: [outlet()], isOn: false, signal: 'OFF' }))).toBeNull();
  });
});

describe('stopping the signal', () => {
  it('is asked about while somebody watches or an outlet is wanted, also one that waits', () => {
    expect(isSending(broadcast())).toBe(false);
    expect(isSending(broadcast({ access: 'PUBLIC' }))).toBe(true);
    expect(isSending(broadcast({ outlets: [outlet({ running: null })] }))).toBe(true);
    expect(isSending(broadcast({ outlets: [outlet({ isOn: false })] }))).toBe(false);
  });
});

describe('troubles', () => {
  it('come with the signal first, and only of what is wanted', () => {
    const refused = outlet({ running: { ...runs, state: 'WAITING', trouble: 'REFUSED' } });
    const off = outlet({ outletId: 'o2', isOn: false });
    const watch: Running = { ...runs, trouble: 'DISK_FULL' };
    const all = { signal: 'SLATE', watch, outlets: [refused, off] } as const;
    const outlets = [...all.outlets];
    expect(troublesOf(broadcast({ ...all, outlets }))).toEqual([
      { where: 'SIGNAL', trouble: 'SLATE' },
      { where: 'WATCH', trouble: 'DISK_FULL' },
      { where: 'o1', trouble: 'REFUSED' },
    ]);
    expect(troublesOf(broadcast({ ...all, outlets, isOn: false }))).toEqual([]);
    expect(troublesOf(broadcast({ outlets: [outlet()] }))).toEqual([]);
  });
});

describe('an outlet', () => {
  it('is ready while there is no signal, and stands as it says while there is', () => {
    const wanted = outlet({ running: null });
    expect(standingOf(broadcast(), outlet({ isOn: false }))).toBe('OFF');
    expect(standingOf(broadcast({ isOn: false, signal: 'OFF' }), wanted)).toBe('READY');
    expect(standingOf(broadcast({ signal: 'NO_FFMPEG' }), wanted)).toBe('READY');
    expect(standingOf(broadcast(), wanted)).toBe('STARTING');
    expect(standingOf(broadcast(), outlet())).toBe('RUNNING');
  });
});

describe('loudness', () => {
  it('has its target inside the meter, and words for what is far off', () => {
    expect(loudnessShare(-90)).toBe(0);
    expect(loudnessShare(TARGET_LUFS)).toBeCloseTo(0.6);
    expect(loudnessShare(0)).toBe(1);
    expect([-70, -35, -23, -12].map(loudnessWord)).toEqual(['SILENT', 'QUIET', 'GOOD', 'LOUD']);
  });
});

describe('the store', () => {
  it('keeps what was known while the line is looked for, and says why there is nothing', () => {
    const store = new BroadcastStore();
    const told = { broadcast: broadcast() };
    showBroadcast(store, { kind: 'live', state: told });
    showBroadcast(store, { kind: 'stale', state: told });
    expect(store.getView()).toEqual({ link: { kind: 'STALE' }, broadcast: told.broadcast });
    const failure = { ok: false, code: 'NO_NETWORK' } as const;
    showBroadcast(store, { kind: 'failed', failure });
    expect(store.getView().link).toEqual({ kind: 'FAILED', failure });
  });

  it('tells its listeners until they stop', () => {
    const store = new BroadcastStore();
    let told = 0;
    const stop = store.subscribe(() => (told += 1));
    store.show({ broadcast: broadcast() });
    stop();
    store.show({ broadcast: null });
    expect(told).toBe(1);
  });
});
