import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { pino } from 'pino';
import { MatroskaWriter } from '../broadcast/feed/matroska.ts';
import { assembleH264, framesOfAnnexB, packetizeH264 } from '../rtp/h264-payload.ts';
import { framesOfIvf, vp8Size } from '../rtp/vp8-payload.ts';
import { makeRecording } from './make-recording.ts';
import { RecordingFolder } from './recording-folder.ts';

const ROOT = fs.mkdtempSync(path.join(os.tmpdir(), 'diem-cau-isolated-'));
const BEGAN_MS = Date.parse('2026-12-01T01:00:00.000Z');
const SECONDS = 3;
const RATE = 25;
const SILENCE = Buffer.from([0xfc, 0xff, 0xfe]);
const shown = (name: string) =>
  fs.readFileSync(new URL(`../demo/footage/${name}`, import.meta.url));

interface Frame {
  data: Buffer;
  isKey: boolean;
}
let h264: Record<'high' | 'low', Frame[]>;
let vp8: Frame[];

beforeAll(() => {
  const framesOf = (name: string) =>
    framesOfAnnexB(shown(name)).map((units) => assembleH264(packetizeH264(units, 1_150))!);
  h264 = { high: framesOf('hall-1-high.h264'), low: framesOf('hall-1-low.h264') };
  vp8 = framesOfIvf(shown('hall-1-low.ivf')).map((data) => ({
    data,
    isKey: vp8Size(data) !== null,
  }));
});
afterAll(() => fs.rmSync(ROOT, { recursive: true, force: true }));

/** As the recorder writes a stretch of a source; cut off in the middle of a block, as by a kill. */
function write(folder: RecordingFolder, afterMs: number, frames: readonly Frame[], isVp8 = false) {
  const size = isVp8 ? vp8Size(frames[0]!.data)! : undefined;
  const writer = new MatroskaWriter([isVp8 ? 'VP8' : 'H264', 'OPUS'], size);
  const out = [writer.header()];
  for (let index = 0; index < SECONDS * RATE; index += 1) {
    const atMs = (index * 1_000) / RATE;
    out.push(writer.frame({ track: 0, atMs, ...frames[index % frames.length]! }));
    for (const soundMs of [atMs, atMs + 20]) {
      out.push(writer.frame({ track: 1, atMs: soundMs, isKey: true, data: SILENCE }));
    }
  }
  const name = new Date(BEGAN_MS + afterMs).toISOString().replace(/[:.]/g, '-');
  fs.mkdirSync(folder.path, { recursive: true });
  fs.writeFileSync(folder.file(`${name}.mkv`), Buffer.concat(out).subarray(0, -3));
}

const make = (folder: RecordingFolder, endedAfterMs: number) =>
  makeRecording({
    ...{
      folder,
      kind: 'SOURCE',
      title: 'Ba Đình',
      sessionName: 'Buổi sáng',
      agenda: [],
      takes: [],
    },
    tools: { ffmpeg: 'ffmpeg', ffprobe: 'ffprobe' },
    wanted: { beganAtMs: BEGAN_MS, endedAtMs: BEGAN_MS + endedAfterMs },
    ...{ leastFreeBytes: 1, log: pino({ level: 'silent' }), onProgress: () => {} },
    signal: new AbortController().signal,
  });

const framesIn = (file: string): number => {
  const args = ['-v', 'error', '-i', file, '-an', '-f', 'null', '-progress', 'pipe:1', '-'];
  const said = execFileSync('ffmpeg', args).toString();
  return Number([...said.matchAll(/frame=(\d+)/g)].at(-1)?.[1]);
};
const streamsOf = (file: string) => {
  const asked = ['-show_entries', 'stream=codec_name', '-of', 'csv=p=0', file];
  return execFileSync('ffprobe', ['-v', 'error', ...asked])
    .toString()
    .trim()
    .split('\n');
};

it('H.264 becomes an .mp4 with AAC, over a change of its size, and states what is missing', async () => {
  const folder = new RecordingFolder(ROOT, { sessionId: 's', id: 'h264' });
  write(folder, 0, h264.high);
  write(folder, 10_000, h264.low);
  const made = await make(folder, 13_000);
  expect(made).toMatchObject({ kind: 'MADE', film: { gaps: [{ lostMs: expect.any(Number) }] } });
  if (made.kind !== 'MADE') return;
  expect(made.film.format).toBeUndefined();
  expect(Math.abs(made.film.gaps[0]!.lostMs - 7_000)).toBeLessThan(100);
  const file = folder.file('recording.mp4');
  // The third one names the chapters.
  expect(streamsOf(file).slice(0, 2)).toEqual(['h264', 'aac']);
  expect(framesIn(file)).toBeGreaterThanOrEqual(2 * SECONDS * RATE - 2);
});

it('VP8 stays as it is, in a .webm', async () => {
  const folder = new RecordingFolder(ROOT, { sessionId: 's', id: 'vp8' });
  write(folder, 0, vp8, true);
  const made = await make(folder, 3_000);
  expect(made).toMatchObject({ kind: 'MADE', film: { format: 'webm', gaps: [] } });
  const file = folder.file('recording.webm');
  expect(streamsOf(file)).toEqual(['vp8', 'opus']);
  expect(framesIn(file)).toBeGreaterThanOrEqual(SECONDS * RATE - 1);
});
