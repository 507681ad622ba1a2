import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { BroadcastRig } from '../broadcast-rig.testing.ts';
import { BLUE_FILM, RED_FILM } from '../film.testing.ts';
import { isOf, seePictures } from '../seen-signal.testing.ts';

const soon = { timeout: 60_000, interval: 100 };
const PLAYED_BYTES = 300_000;

let rig: BroadcastRig;
beforeEach(async () => {
  rig = await BroadcastRig.start();
});
afterEach(() => rig.stop());

const factsOf = (recordingId: string) =>
  rig.facts?.isolated?.find((one) => one.recordingId === recordingId);

function filesOf(recordingId: string): string[] {
  const folder = path.join(rig.folder, 'broadcast', rig.sessionId, 'recording', recordingId);
  if (!fs.existsSync(folder)) return [];
  return fs
    .readdirSync(folder)
    .sort()
    .map((name) => path.join(folder, name));
}

async function untilGrown(recordingId: string, bytes = PLAYED_BYTES): Promise<void> {
  const size = () => fs.statSync(filesOf(recordingId).at(-1)!).size;
  await vi.waitFor(() => expect(filesOf(recordingId)).not.toEqual([]), soon);
  const wanted = size() + bytes;
  await vi.waitFor(() => expect(size()).toBeGreaterThan(wanted), soon);
}

const lastSound = (file: string) => {
  const shown = ['-select_streams', 'a:0', '-show_entries', 'packet=pts_time', '-of', 'csv=p=0'];
  const out = execFileSync('ffprobe', ['-v', 'error', ...shown, file]).toString();
  return Number.parseFloat(out.trim().split('\n').at(-1)!);
};

it(
  'records a hall that is not on air, whole, over kills of the nodes',
  { timeout: 240_000 },
  async () => {
    const [red, blue] = rig.halls;
    const wish = { recordingId: randomUUID(), sourceId: blue!.sourceId };
    await rig.take(red!);
    rig.wantIsolated([wish]);
    await untilGrown(wish.recordingId);
    expect(factsOf(wish.recordingId)).toMatchObject({ state: 'RUNNING', trouble: null });
    await rig.killNode();
    const first = await seePictures(filesOf(wish.recordingId)[0]!);
    expect(first.length).toBeGreaterThan(25);
    expect(first.every(({ main }) => isOf(main, BLUE_FILM))).toBe(true);
    expect(first.some(({ main }) => isOf(main, RED_FILM))).toBe(false);
    expect(Math.abs(lastSound(filesOf(wish.recordingId)[0]!) - first.length / 25)).toBeLessThan(1);
    await rig.startNode();
    await vi.waitFor(() => expect(filesOf(wish.recordingId)).toHaveLength(2), soon);
    await untilGrown(wish.recordingId);
    const { gapSeconds } = factsOf(wish.recordingId)!;
    await rig.killMedia();
    await vi.waitFor(() => {
      expect(factsOf(wish.recordingId)!.gapSeconds).toBeGreaterThan(gapSeconds);
    }, soon);
    await rig.startMedia();
    await vi.waitFor(() => expect(filesOf(wish.recordingId)).toHaveLength(3), soon);
    await untilGrown(wish.recordingId);
    rig.wantIsolated([]);
    await vi.waitFor(() => expect(factsOf(wish.recordingId)).toBeUndefined(), soon);
    for (const file of filesOf(wish.recordingId)) {
      const frames = await seePictures(file);
      expect(frames.filter(({ main }) => isOf(main, BLUE_FILM)).length).toBeGreaterThan(25);
    }
  },
);
