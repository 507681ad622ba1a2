import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Engine, EngineParts } from './engine.ts';
import type { Probed } from './probe.ts';
import { WatchPlayer } from './watch-player.ts';

/** What the player touches of a video element; the test moves its picture. */
class FakeVideo extends EventTarget {
  currentTime = 0;
  muted = false;
  paused = true;
  ended = false;
  /** What the browser lets begin without a touch. */
  allowed: 'ALL' | 'SILENT' | 'NOTHING' = 'ALL';

  play(): Promise<void> {
    if (this.allowed === 'NOTHING' || (this.allowed === 'SILENT' && !this.muted)) {
      return Promise.reject(new DOMException('', 'NotAllowedError'));
    }
    this.paused = false;
    this.dispatchEvent(new Event('play'));
    return Promise.resolve();
  }

  pause(): void {
    this.paused = true;
    this.dispatchEvent(new Event('pause'));
  }
}

interface FakeEngine extends Engine {
  parts: EngineParts;
  isClosed: boolean;
  resumed: number;
}

let video: FakeVideo;
let engines: FakeEngine[];
let answer: Probed;
let opened: number;
let player: WatchPlayer;

beforeEach(() => {
  vi.useFakeTimers();
  vi.spyOn(Math, 'random').mockReturnValue(0.5);
  vi.stubGlobal('document', Object.assign(new EventTarget(), { hidden: false }));
  video = new FakeVideo();
  engines = [];
  answer = { kind: 'ON', serverMs: Date.now() + 60_000, isRecorded: false };
  opened = 0;
});
afterEach(() => {
  player.close();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

function open(): void {
  player = new WatchPlayer({
    video: video as unknown as HTMLVideoElement,
    address: '/watch-files/key/master.m3u8',
    onOpened: () => (opened += 1),
    ask: () => Promise.resolve(answer),
    makeEngine: (parts) => {
      const engine: FakeEngine = {
        parts,
        isClosed: false,
        resumed: 0,
        resume: () => void (engine.resumed += 1),
        // The server's clock is a minute ahead, and the picture eight seconds old.
        madeAtMs: () => Date.now() + 52_000,
        step: () => 'high',
        toLive: () => {},
        close: () => void (engine.isClosed = true),
      };
      engines.push(engine);
      return Promise.resolve(engine);
    },
  });
}

const engine = () => engines.at(-1)!;
const stage = () => player.model.read().stage;

/** Seconds go by, in which the picture moves or stands. */
async function pass(seconds: number, picture: 'MOVES' | 'STANDS' = 'MOVES'): Promise<void> {
  for (let second = 0; second < seconds; second += 1) {
    if (picture === 'MOVES' && !video.paused) video.currentTime += 1;
    await vi.advanceTimersByTimeAsync(1_000);
  }
}

describe('a player', () => {
  it('plays, and says how far behind it is by the server’s clock', async () => {
    open();
    await pass(4);
    expect(player.model.read()).toMatchObject({ stage: 'LIVE', sound: 'ON' });
    expect(player.model.read().behindSeconds).toBeGreaterThanOrEqual(8);
    expect(player.model.read().behindSeconds).toBeLessThanOrEqual(9);
    expect(opened).toBe(0);
  });

  it('says within half a minute that a recording began, or ended', async () => {
    open();
    await pass(4);
    expect(player.model.read().isRecorded).toBe(false);
    answer = { kind: 'ON', serverMs: null, isRecorded: true };
    await pass(30);
    expect(player.model.read()).toMatchObject({ stage: 'LIVE', isRecorded: true });
    // A line that is away for a moment changes nothing of it.
    answer = { kind: 'AWAY' };
    await pass(30);
    expect(player.model.read()).toMatchObject({ stage: 'LIVE', isRecorded: true });
    answer = { kind: 'ON', serverMs: null, isRecorded: false };
    await pass(30);
    expect(player.model.read().isRecorded).toBe(false);
    expect(engines).toHaveLength(1);
  });

  it('waits for a broadcast to begin, and tells when it has', async () => {
    answer = { kind: 'OFF' };
    open();
    await pass(30);
    expect(stage()).toBe('OFF');
    expect(engines).toHaveLength(0);
    answer = { kind: 'ON', serverMs: null, isRecorded: null };
    await pass(15);
    expect(player.model.read()).toEqual({
      ...{ stage: 'LIVE', sound: 'ON' },
      ...{ behindSeconds: null, isRecorded: null, step: 'high' },
    });
    expect(opened).toBe(1);
  });

  it('begins without sound where it must, until somebody turns it on', async () => {
    video.allowed = 'SILENT';
    open();
    await pass(4);
    expect(player.model.read()).toMatchObject({ stage: 'LIVE', sound: 'BLOCKED' });
    video.allowed = 'ALL';
    player.setSound(true);
    expect(video.muted).toBe(false);
    expect(player.model.read().sound).toBe('ON');
  });

  it('waits for a touch where not even a silent picture may begin', async () => {
    video.allowed = 'NOTHING';
    open();
    await pass(30);
    expect(stage()).toBe('PAUSED');
    video.allowed = 'ALL';
    player.goOn();
    await pass(3);
    expect(stage()).toBe('LIVE');
  });

  it('does not play against a pause from outside', async () => {
    open();
    await pass(4);
    video.pause();
    await pass(60);
    expect(stage()).toBe('PAUSED');
    expect(engines).toHaveLength(1);
  });

  it('plays on from what is buffered while the server restarts', async () => {
    open();
    await pass(4);
    answer = { kind: 'AWAY' };
    engine().parts.onFault('NOTHING_COMES');
    await pass(5);
    expect(stage()).toBe('LIVE');
    await pass(5, 'STANDS');
    expect(stage()).toBe('LOST');
    answer = { kind: 'ON', serverMs: null, isRecorded: null };
    await pass(9, 'STANDS');
    expect(engines[0]!.resumed).toBeGreaterThan(0);
    await pass(3);
    expect(stage()).toBe('LIVE');
    expect(engines).toHaveLength(1);
  });

  it('begins anew when a picture does not come back', async () => {
    open();
    await pass(4);
    await pass(25, 'STANDS');
    expect(stage()).toBe('LOST');
    expect(engines[0]!.isClosed).toBe(true);
    expect(engines.length).toBeGreaterThan(1);
    await pass(4);
    expect(stage()).toBe('LIVE');
  });

  it('shows the last seconds of a broadcast that ended', async () => {
    open();
    await pass(4);
    answer = { kind: 'OFF' };
    engine().parts.onFault('NOTHING_COMES');
    await pass(4);
    expect(stage()).toBe('LIVE');
    await pass(8, 'STANDS');
    expect(stage()).toBe('OFF');
    expect(engine().isClosed).toBe(true);
  });

  it('asks nothing more once its page is closed', async () => {
    open();
    await pass(4);
    player.close();
    engine().parts.onFault('BROKEN');
    await pass(60);
    expect(engines).toHaveLength(1);
  });
});
