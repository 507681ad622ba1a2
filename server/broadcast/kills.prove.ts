import fs from 'node:fs';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { OutletWish } from '../broadcast-link/broadcast-port.ts';
import { BroadcastRig, outletOf } from './broadcast-rig.testing.ts';
import { BLUE_FILM, RED_FILM } from './film.testing.ts';
import { Receiver } from './receiver.testing.ts';
import { findMediaTools, holesInPicture } from '../recordings/media-tools.ts';
import { filmedBetween, holesOf, isOf, seePictures } from './seen-signal.testing.ts';
import type { SeenFrame } from './seen-signal.testing.ts';

const often = { timeout: 60_000, interval: 20 };
const soon = { timeout: 60_000, interval: 100 };
/** What is told begins and ends with a process, what is seen with a frame. */
const TOLERANCE_S = 1;
/** One who comes in the middle waits for a key frame besides: every 2 s. */
const WITH_KEY_FRAME_S = 2 + TOLERANCE_S;

describe('a broadcast of which something is killed', { timeout: 180_000 }, () => {
  let rig: BroadcastRig;
  let rtmp: Receiver;
  let srt: Receiver;
  let toRtmp: OutletWish;
  let toSrt: OutletWish;
  let record: OutletWish;

  beforeEach(async () => {
    rig = await BroadcastRig.start();
    rtmp = await Receiver.rtmp(rig.folder);
    srt = await Receiver.srt(rig.folder);
    toRtmp = outletOf('RTMP', rtmp.address);
    toSrt = outletOf('SRT', srt.address);
    record = outletOf('RECORDING');
    await rig.take(rig.halls[0]!);
    rig.want([toRtmp, toSrt, outletOf('HLS'), record]);
    await rig.untilRunning();
    await rig.untilRecorded(3_000);
  });
  afterEach(async () => {
    await Promise.all([rtmp.close(), srt.close()]);
    await rig.stop();
  });

  const see = (station: Receiver) => Promise.all(station.files.map(seePictures));
  const isUndisturbed = (frames: readonly SeenFrame[]) => {
    expect(holesOf(frames)).toEqual([]);
    expect(frames.filter(({ main }) => main === null)).toEqual([]);
  };
  const restartsOf = (outlets: OutletWish[]) => outlets.map((one) => rig.factsOf(one)!.restarts);

  it('composer: all go on behind the same hole, and its seconds are told', async () => {
    const before = rig.facts!;
    const killedMs = performance.now();
    process.kill(rig.composerPid, 'SIGKILL');
    await vi.waitFor(() => expect(rig.facts!.signal).toBe('STARTING'), often);
    const size = () => fs.statSync(rig.recordings[0]!).size;
    const last = size();
    await vi.waitFor(() => expect(size()).toBeGreaterThan(last), often);
    const waited = (performance.now() - killedMs) / 1_000;
    await rig.untilRunning();
    expect(rig.facts!.restarts).toBe(before.restarts + 1);
    const told = rig.facts!.gapSeconds - before.gapSeconds;
    await rig.untilRecorded(4_000);
    expect(restartsOf([toRtmp, toSrt, record])).toEqual([0, 0, 0]);
    const recorded = await seePictures(rig.recordings[0]!);
    const [overRtmp, overSrt] = [await see(rtmp), await see(srt)];
    expect(Math.abs(waited - told)).toBeLessThan(TOLERANCE_S);
    for (const frames of [recorded, ...overRtmp, ...overSrt]) {
      const holes = holesOf(frames);
      const seen = holes.join(' ');
      console.log(
        `composer: nothing for ${waited.toFixed(2)} s, told ${told.toFixed(2)} s, lacks ${seen} ms`,
      );
      expect(holes).toHaveLength(1);
      // What the new one is given while it begins comes late, but comes.
      expect(holes[0]! / 1_000).toBeLessThan(told + TOLERANCE_S);
    }
    expect([overRtmp.length, overSrt.length]).toEqual([1, 1]);
    // As the page of the recording states it.
    const tools = (await findMediaTools('ffmpeg'))!;
    const asked = { file: rig.recordings[0]!, signal: new AbortController().signal };
    const stated = await holesInPicture(tools, asked);
    expect(stated).toHaveLength(1);
    expect(Math.abs(stated[0]!.lostMs - holesOf(recorded)[0]!)).toBeLessThan(100);
  });

  it.each(['RTMP', 'SRT'] as const)(
    'the process of the %s outlet alone has a gap',
    async (kind) => {
      const [killed, other] = kind === 'RTMP' ? [toRtmp, toSrt] : [toSrt, toRtmp];
      const [station, beside] = kind === 'RTMP' ? [rtmp, srt] : [srt, rtmp];
      const before = rig.factsOf(killed)!;
      process.kill(rig.pidOf(killed.address!), 'SIGKILL');
      await vi.waitFor(() => {
        const now = rig.factsOf(killed)!;
        expect(now.restarts).toBeGreaterThan(before.restarts);
        expect(now.state).toBe('RUNNING');
      }, soon);
      await rig.untilRecorded(5_000);
      const told = rig.factsOf(killed)!.gapSeconds - before.gapSeconds;
      const files = await see(station);
      const [first, last] = [files[0]!, files.at(-1)!];
      const seen = filmedBetween(first.at(-1)!.main!, last[0]!.main!) / 1_000;
      console.log(`${kind}: told ${told.toFixed(2)} s, seen ${seen} s`);
      expect(Math.abs(seen - told)).toBeLessThan(WITH_KEY_FRAME_S);
      expect(restartsOf([other, record])).toEqual([0, 0]);
      isUndisturbed((await see(beside))[0]!);
      isUndisturbed(await seePictures(rig.recordings[0]!));
    },
  );

  it('media node: the slate comes, then the programme, and nobody has a hole', async () => {
    const { gapSeconds } = rig.facts!;
    await rig.killMedia();
    await vi.waitFor(() => expect(rig.facts!.signal).toBe('SLATE'), soon);
    await rig.untilRecorded(3_000);
    await rig.startMedia();
    await rig.take(rig.halls[1]!);
    await vi.waitFor(() => expect(rig.facts!.signal).toBe('PROGRAMME'), soon);
    await rig.untilRecorded(4_000);
    expect(rig.facts).toMatchObject({ restarts: 0, gapSeconds });
    expect(restartsOf([toRtmp, toSrt, record])).toEqual([0, 0, 0]);
    for (const input of [rtmp.files[0]!, srt.files[0]!, rig.recordings[0]!]) {
      const frames = await seePictures(input);
      expect(holesOf(frames)).toEqual([]);
      const slate = frames.filter(({ main }) => main === null).length;
      console.log(`media node: ${(slate * 40) / 1_000} s of slate`);
      expect(slate).toBeGreaterThan(25);
      expect(isOf(frames[0]!.main, RED_FILM)).toBe(true);
      expect(isOf(frames.at(-1)!.main, BLUE_FILM)).toBe(true);
    }
  });

  it('broadcast node: everything that was on begins again, with a new file', async () => {
    const killedMs = performance.now();
    await rig.killNode();
    await vi.waitFor(() => expect(rig.facts).toBeNull(), soon);
    await rig.startNode();
    const awaySeconds = (performance.now() - killedMs) / 1_000;
    await rig.untilRunning();
    await rig.untilRecorded(4_000);
    expect(rig.recordings).toHaveLength(2);
    const [first, second] = await Promise.all(rig.recordings.map(seePictures));
    const stations = [await see(rtmp), await see(srt)];
    const told = awaySeconds + rig.facts!.gapSeconds;
    for (const [before, after] of [
      [first!, second!],
      ...stations.map((all) => [all[0]!, all.at(-1)!]),
    ]) {
      const seen = filmedBetween(before!.at(-1)!.main!, after![0]!.main!) / 1_000;
      console.log(
        `broadcast node: away ${awaySeconds.toFixed(2)} s, told ${told.toFixed(2)}, seen ${seen} s`,
      );
      expect(seen).toBeGreaterThan(0);
      expect(Math.abs(seen - told)).toBeLessThan(WITH_KEY_FRAME_S);
    }
  });

  it('front door: nothing of the signal knows of it', async () => {
    rig.killFrontDoor();
    await rig.untilRecorded(4_000);
    rig.startFrontDoor();
    await rig.untilRunning();
    await rig.untilRecorded(1_000);
    expect(rig.facts!.restarts).toBe(0);
    expect(restartsOf([toRtmp, toSrt, record])).toEqual([0, 0, 0]);
    for (const input of [rtmp.files[0]!, srt.files[0]!, rig.recordings[0]!]) {
      isUndisturbed(await seePictures(input));
    }
  });
});
