import { execFileSync, fork } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { RecordingView } from '#contract/recording.ts';
import { exactly } from '#scripts/environment.ts';
import { OnAirBench } from '../testing/on-air.ts';
import type { LiveClient } from '../testing/on-air.ts';
import { accountWith } from '../testing/round.ts';

const soon = { timeout: 30_000, interval: 50 };
const PROGRAM = path.join(import.meta.dirname, 'maker.testing.ts');
const administrator = accountWith({ role: 'ADMINISTRATOR', scope: { kind: 'ALL' } });

let bench: OnAirBench;
let director: LiveClient;
let dataDir: string;

beforeEach(async () => {
  dataDir = fs.mkdtempSync(path.join(os.tmpdir(), 'diem-cau-killed-making-'));
  bench = await OnAirBench.open();
});
afterEach(async () => {
  await bench.close();
  fs.rmSync(dataDir, { recursive: true, force: true });
});

async function openFrontDoor(ffmpeg: string): Promise<void> {
  await bench.restart({ dataDir, ffmpeg });
  director = await bench.director();
  bench.broadcast.tell([]);
}

async function only(): Promise<RecordingView> {
  const { conferenceId } = bench.round.near;
  const { recordings } = await director.ask('recording:subscribe', { conferenceId });
  expect(recordings).toHaveLength(1);
  return recordings[0]!;
}

/** A recording that has ended: four seconds of it, with three between in which nothing was composed. */
async function recordedFolder(): Promise<string> {
  const { sessionId } = bench;
  const { outletId } = await director.ask('outlet:add', {
    ...{ sessionId, kind: 'RECORDING', name: 'Ghi hình', address: null },
  });
  await director.ask('outlet:start', { outletId });
  await director.ask('broadcast:start', { sessionId });
  const { recordingId, beganAt } = await only();
  const folder = path.join(dataDir, 'broadcast', sessionId, 'recording', recordingId);
  fs.mkdirSync(folder, { recursive: true });
  execFileSync('ffmpeg', [
    ...['-v', 'error', '-f', 'lavfi', '-i', 'testsrc2=s=160x90:r=25:d=4', '-c:v', 'libx264'],
    ...['-vf', "setpts='(N+if(gte(N,50),75))/25/TB'", '-fps_mode', 'passthrough'],
    ...['-bf', '0', '-preset', 'ultrafast', '-f', 'mpegts'],
    path.join(folder, `${beganAt.replace(/[:.]/g, '-')}.ts`),
  ]);
  await director.ask('broadcast:stop', { sessionId });
  bench.broadcast.tell([]);
  return folder;
}

/** An ffmpeg for which a script decides; ffprobe is the machine's own. */
function wrapped(name: string, script: string): string {
  const folder = path.join(dataDir, name);
  fs.mkdirSync(folder);
  const write = (program: string, lines: string) =>
    fs.writeFileSync(path.join(folder, program), `#!/bin/sh\n${lines}\n`, { mode: 0o755 });
  write('ffmpeg', script);
  write('ffprobe', 'exec ffprobe "$@"');
  return path.join(folder, 'ffmpeg');
}

/** Writes half a file under the name that it was given, says so, and goes no further. */
const STUCK = `
for last; do :; done
case "$last" in
  *.mp4) printf 'half of it' > "$last"; echo $$ > "$STUCK_PID.new"; mv "$STUCK_PID.new" "$STUCK_PID"; kill -STOP $$ ;;
esac
exec ffmpeg "$@"`;

it(
  'is made again, once, after its maker was killed in the middle',
  { timeout: 90_000 },
  async () => {
    await openFrontDoor('no-ffmpeg-is-here');
    const folder = await recordedFolder();
    const STUCK_PID = path.join(dataDir, 'stuck');
    const child = fork(PROGRAM, {
      env: exactly({
        PATH: process.env['PATH'],
        DATABASE_URL: bench.server.database.pool.options.connectionString,
        ROOT: path.join(dataDir, 'broadcast'),
        FFMPEG: wrapped('stuck-ffmpeg', STUCK),
        STUCK_PID,
      }),
      execArgv: [],
    });
    await vi.waitFor(() => expect(fs.existsSync(STUCK_PID)).toBe(true), soon);
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
    const orphan = Number(fs.readFileSync(STUCK_PID, 'utf8'));
    try {
      const half = fs.readdirSync(folder).filter((name) => name.startsWith('making-'));
      expect(half.filter((name) => name.endsWith('.mp4'))).toHaveLength(1);
      const { recordingId, film } = await only();
      expect(film).toBeNull();
      for (const file of [
        'recording.mp4',
        'part.mp4?from=0&to=1000',
        ...half,
        'thumbnails/poster.jpg',
      ]) {
        const headers = { cookie: bench.cookieOf(administrator), 'x-act-as': 'account' };
        const { status } = await fetch(
          `${bench.server.origin}/api/recordings/${recordingId}/${file}`,
          { headers },
        );
        expect([404, 409]).toContain(status);
      }
      const log = path.join(dataDir, 'made');
      await openFrontDoor(wrapped('counted-ffmpeg', `echo "$*" >> '${log}'\nexec ffmpeg "$@"`));
      const made = await vi.waitFor(async () => {
        const found = await only();
        expect(found.state).toBe('READY');
        return found;
      }, soon);
      expect(made.film).toMatchObject({
        durationMs: 7_000,
        gaps: [{ atMs: 2_000, lostMs: 3_000 }],
      });
      const isMaking = (line: string) => line.includes('concat');
      expect(fs.readFileSync(log, 'utf8').split('\n').filter(isMaking)).toHaveLength(1);
      await vi.waitFor(() => {
        const left = fs.readdirSync(folder).filter((name) => /^making-|\.ts$/.test(name));
        expect(left).toEqual([]);
      }, soon);
    } finally {
      process.kill(orphan, 'SIGKILL');
    }
  },
);
