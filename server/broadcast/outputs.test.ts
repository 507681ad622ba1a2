import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { BroadcastRig, outletOf } from './broadcast-rig.testing.ts';
import { BLUE_FILM, RED_FILM } from './film.testing.ts';
import { RtmpServer } from './outlet/rtmp-server.testing.ts';
import { freePort, Receiver } from './receiver.testing.ts';
import {
  beginningsOf,
  hearSound,
  holesOf,
  isNear,
  isOf,
  lipSync,
  seePictures,
} from './seen-signal.testing.ts';
import type { SeenFrame } from './seen-signal.testing.ts';

const soon = { timeout: 30_000, interval: 250 };
/** Its dark red, as luma and colour differences. */
const SLATE = [35, 125, 140];
const TONES = [RED_FILM.toneHz, BLUE_FILM.toneHz, 1_400];

describe('what goes out', { timeout: 120_000 }, () => {
  let rig: BroadcastRig;
  let stations: Receiver[];

  beforeEach(async () => {
    rig = await BroadcastRig.start();
    stations = [await Receiver.rtmp(rig.folder), await Receiver.srt(rig.folder)];
  });
  afterEach(async () => {
    await Promise.all(stations.map((station) => station.close()));
    await rig.stop();
  });

  it('is the programme through take, inset and slate, the same over RTMP, SRT, HLS and on record', async () => {
    const [red, blue] = rig.halls as [(typeof rig.halls)[0], (typeof rig.halls)[0]];
    const [rtmp, srt] = stations as [Receiver, Receiver];
    await rig.take(red);
    const outlets = [
      outletOf('RTMP', rtmp.address),
      outletOf('SRT', srt.address),
      outletOf('HLS'),
      outletOf('RECORDING'),
    ];
    rig.want(outlets);
    await rig.untilRunning();
    await rig.untilRecorded(3_500);
    await rig.take(blue, { inset: red, layout: 'INSET' });
    await rig.untilRecorded(3_500);
    await rig.take(null);
    await rig.untilRecorded(3_500);
    rig.want([]);
    await vi.waitFor(() => expect(rig.ffmpegPids).toHaveLength(1), soon);
    const hls = path.join(rig.hlsFolder, 'high', 'index.m3u8');
    for (const input of [rtmp.files[0]!, srt.files[0]!, hls, rig.recordings[0]!]) {
      const frames = await seePictures(input);
      const sound = await hearSound(input, TONES);
      checkPictures(frames);
      for (const film of [RED_FILM, BLUE_FILM]) {
        expect(beginningsOf(sound, film.toneHz).length, `${input} ${film.toneHz}`).toBeGreaterThan(
          1,
        );
        const skews = lipSync(frames, sound, film).sort((a, b) => a - b);
        const skew = skews[Math.floor(skews.length / 2)];
        expect(skew, input).toBeGreaterThan(-45);
        expect(skew, input).toBeLessThan(125);
      }
    }
  });

  it('says of each destination what is wrong with it', async () => {
    const refusing = await RtmpServer.listen('REFUSES_KEY');
    const wrong = stations[1]!.address.replace(/passphrase=.*/, 'passphrase=mot-mat-khau-khac');
    const answers = [
      // What stands in an address is none of what was answered.
      [outletOf('RTMP', `rtmp://127.0.0.1:${await freePort()}/live/timed-out`), 'REFUSED'],
      [outletOf('RTMP', refusing.address), 'REFUSED'],
      [outletOf('SRT', wrong), 'REFUSED'],
      [outletOf('SRT', `srt://127.0.0.1:${await freePort()}?passphrase=refused-403`), 'NO_ANSWER'],
    ] as const;
    rig.want(answers.map(([outlet]) => outlet));
    await vi.waitFor(() => {
      for (const [outlet, trouble] of answers) {
        expect(rig.factsOf(outlet), outlet.address!).toMatchObject({ state: 'WAITING', trouble });
      }
    }, soon);
    refusing.close();
  });
});

/** One after the other: a hall, another with the first in its corner, the slate; without a hole. */
function checkPictures(frames: readonly SeenFrame[]): void {
  const kinds = frames.map(({ main, inset, colour }) => {
    if (isOf(main, RED_FILM)) return 'red';
    if (isOf(main, BLUE_FILM)) return isOf(inset, RED_FILM) ? 'blue with red' : 'blue';
    return main === null && isNear(colour, SLATE) ? 'slate' : 'other';
  });
  const steps = kinds.filter((kind, index) => kind !== kinds[index - 1]);
  const order: (typeof kinds)[number][] = ['red', 'blue with red', 'slate'];
  expect(order.map((kind) => steps.indexOf(kind))).toEqual(
    order.map((kind) => steps.indexOf(kind)).sort((a, b) => a - b),
  );
  for (const kind of order) {
    expect(kinds.filter((one) => one === kind).length, kind).toBeGreaterThan(20);
  }
  expect(kinds).not.toContain('other');
  expect(holesOf(frames)).toEqual([]);
  // Each film goes on by one number a frame, as the hall filmed it.
  const strays = frames.filter(({ main }, index) => {
    const before = frames[index - 1]?.main;
    return main && before && isOf(before, RED_FILM) && isOf(main, RED_FILM)
      ? ![0, 1, 2].includes((main.frame - before.frame + 500) % 500)
      : false;
  });
  expect(strays.length).toBeLessThan(5);
}
