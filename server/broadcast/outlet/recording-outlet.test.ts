import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { RecordingOutlet } from './recording-outlet.ts';

const log = pino({ level: 'silent' });

/** Six seconds of a signal as the composer makes it. */
const signal = execFileSync(
  'ffmpeg',
  [
    ...['-v', 'error', '-f', 'lavfi', '-i', 'testsrc2=s=320x180:r=25:d=6'],
    ...['-f', 'lavfi', '-i', 'sine=d=6', '-c:v', 'libx264', '-preset', 'ultrafast', '-g', '50'],
    ...['-sc_threshold', '0', '-c:a', 'aac', '-f', 'mpegts', '-muxdelay', '0', 'pipe:1'],
  ],
  { maxBuffer: 1 << 26 },
);

/** Frames that a second ffmpeg decodes, and what it complained about. */
function decoded(file: string): { frames: number; complaints: string } {
  const args = ['-v', 'warning', '-i', file, '-an', '-f', 'null', '-progress', 'pipe:1', '-'];
  const log = `${file}.log`;
  const complaints = fs.openSync(log, 'w');
  const said = execFileSync('ffmpeg', args, { stdio: ['ignore', 'pipe', complaints] }).toString();
  return {
    frames: Number(/frame=(\d+)(?![\s\S]*frame=)/.exec(said)?.[1]),
    complaints: fs.readFileSync(log, 'utf8'),
  };
}

describe('a recording on its way to the disk', () => {
  let folder: string;
  let outlet: RecordingOutlet;

  beforeEach(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'diem-cau-recording-'));
  });
  afterEach(async () => {
    await outlet.close();
    fs.rmSync(folder, { recursive: true, force: true });
  });

  const open = (leastFreeBytes = 0) =>
    (outlet = new RecordingOutlet({ folder: path.join(folder, 'own'), log, leastFreeBytes }));
  const files = () =>
    fs
      .readdirSync(path.join(folder, 'own'))
      .filter((name) => name.endsWith('.ts'))
      .map((name) => path.join(folder, 'own', name));
  const write = (bytes: Buffer, pieceBytes: number) => {
    for (let at = 0; at < bytes.length; at += pieceBytes) {
      outlet.write(bytes.subarray(at, at + pieceBytes));
    }
  };

  it('is the signal itself, byte by byte, from its first table on', () => {
    open();
    write(signal, 1_000);
    const kept = fs.readFileSync(files()[0]!);
    expect(kept.length).toBeGreaterThan(signal.length - 1_000);
    expect(decoded(files()[0]!)).toEqual({ frames: 150, complaints: '' });
  });

  it('begins with the next key frame when the signal runs already, in the middle of a packet', () => {
    open();
    // In the first of three groups of 50 frames.
    write(signal.subarray(Math.floor(signal.length / 6) + 77), 611);
    expect(decoded(files()[0]!)).toEqual({ frames: 100, complaints: '' });
  });

  it('has no file before it has a signal', () => {
    open();
    expect(outlet.standing.state).toBe('STARTING');
    expect(files()).toEqual([]);
    write(Buffer.alloc(100_000, 'no signal'), 4_096);
    expect(files()).toEqual([]);
  });

  it('does not take the last room of the disk, and says so', () => {
    open(Number.MAX_SAFE_INTEGER);
    write(signal, 10_000);
    expect(outlet.standing).toMatchObject({ state: 'WAITING', trouble: 'DISK_FULL', sentBytes: 0 });
    expect(files()).toEqual([]);
  });
});
