import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { FilmWish } from '../input-link/input-port.ts';
import type { SocketMediaPort } from '../media-link/socket-media-port.ts';
import { TestNode } from '../media/node.testing.ts';
import { FilmPlayer } from './film-player.ts';
import { makeFilm, SeenProgramme } from './seen-programme.testing.ts';

const log = pino({ level: 'silent' });
const soon = { timeout: 20_000, interval: 300 };

describe('FilmPlayer', { timeout: 90_000 }, () => {
  const sessionId = randomUUID();
  const sourceId = randomUUID();
  let node: TestNode;
  let link: SocketMediaPort;
  let folder: string;
  let seen: SeenProgramme;
  let player: FilmPlayer;
  let wish: FilmWish;

  const begin = async (shape: Parameters<typeof makeFilm>[1] = {}) => {
    const file = path.join(folder, 'film');
    makeFilm(`${file}.mp4`, shape);
    wish = {
      ...{ sourceId, sessionId, codec: 'H264', kind: 'FILE', path: `${file}.mp4` },
      ...{ durationMs: (shape.seconds ?? 7) * 1_000, hasSound: !shape.isSilent },
      ...{ atMs: 0, sinceMs: null },
    };
    player = new FilmPlayer({ mediaSocketPath: node.socketPath, ffmpeg: 'ffmpeg', log }, wish);
  };
  const want = (change: Partial<FilmWish>) => {
    wish = { ...wish, ...change };
    player.want(wish);
  };
  const take = () =>
    link.direct({
      ...{ sessionId, number: 1, warm: [], isHallHushed: false, withheld: [] },
      slots: {
        MAIN: sourceId,
        INSET: null,
        RETURN: null,
        SOUND_CENTRE: null,
        SOUND_HALL: sourceId,
      },
    });
  const shows = (colour: string) => vi.waitFor(() => expect(seen.last()).toBe(colour), soon);

  beforeEach(async () => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'diem-cau-film-'));
    node = await TestNode.start({ workers: 1 });
    ({ link } = await node.open());
    await link.openSession({ sessionId, codec: 'H264' });
    seen = new SeenProgramme({ mediaSocketPath: node.socketPath, sessionId });
  });
  afterEach(async () => {
    player.close();
    seen.close();
    await node.stop();
    fs.rmSync(folder, { recursive: true, force: true });
  });

  it('stands at its first picture, plays from it with its sound, and stays on its last', async () => {
    await begin();
    await vi.waitFor(() => expect(player.facts.state).toBe('READY'), soon);
    await take();
    await shows('red');
    expect(seen.beeps()).toEqual([]);
    seen.forget();
    want({ sinceMs: Date.now() });
    await shows('white');
    const shown = seen.colours();
    const changes = shown.filter(
      ({ colour }, index) => index > 0 && colour !== shown[index - 1]!.colour,
    );
    expect(changes.map(({ colour }) => colour)).toEqual([
      ...['lime', 'blue', 'yellow', 'magenta', 'cyan', 'white'],
    ]);
    const beeps = seen.beeps();
    expect(beeps).toHaveLength(7);
    // A beep less its picture: within what a viewer takes for the same moment.
    for (const [index, { atMs }] of changes.entries()) {
      expect(beeps[index + 1]! - atMs).toBeGreaterThan(-45);
      expect(beeps[index + 1]! - atMs).toBeLessThan(125);
    }
    seen.forget();
    await shows('white');
    expect(seen.beeps()).toEqual([]);
  });

  it('stands where it is paused, and goes on from where it is sent', async () => {
    await begin();
    await take();
    want({ sinceMs: Date.now() });
    await shows('lime');
    want({ atMs: 2_500, sinceMs: null });
    await shows('blue');
    seen.forget();
    await shows('blue');
    want({ atMs: 4_200, sinceMs: Date.now() });
    await shows('magenta');
    await shows('cyan');
    want({ atMs: 7_000, sinceMs: null });
    await shows('white');
    want({ atMs: 0, sinceMs: null });
    await shows('red');
  });

  it('goes on where it is by now after its ffmpeg, or the media node’s bus, is killed', async () => {
    await begin({ isNoisy: true });
    await take();
    want({ sinceMs: Date.now() });
    await shows('lime');
    process.kill(player.pid!, 'SIGKILL');
    await shows('yellow');
    expect(Math.abs(Date.now() - wish.sinceMs! - 3_000)).toBeLessThan(1_500);
    expect(player.facts).toMatchObject({ restarts: 1, trouble: null });
    process.kill(node.workerPids[0]!, 'SIGKILL');
    await shows('white');
  });

  it('takes any shape and rate, lays bars beside a portrait, and is silent without sound', async () => {
    await begin({ size: '270x480', fps: 10, isSilent: true });
    await take();
    want({ sinceMs: Date.now() });
    await shows('blue');
    expect(seen.beeps()).toEqual([]);
  });
});
