import { afterEach, describe, expect, it } from 'vitest';
import { BroadcastRig, outletOf } from './broadcast-rig.testing.ts';
import type { FilmedHall } from './broadcast-rig.testing.ts';
import { BLUE_FILM, RED_FILM } from './film.testing.ts';
import type { Film } from './film.testing.ts';
import { Receiver } from './receiver.testing.ts';
import { hearSound, holesOf, lipSync, loudnessOf, seePictures } from './seen-signal.testing.ts';

const TAKES = 20;
/** EBU R 128: a programme that is not finished, but live, may miss by so much. */
const LIVE_TOLERANCE_LU = 1;
/** The rider needs half a minute for what it has to do here. */
const SETTLES_MS = 40_000;
const MEASURED_MS = 15_000;

describe('what goes out, for longer', { timeout: 300_000 }, () => {
  let rig: BroadcastRig;
  let station: Receiver | null = null;

  afterEach(async () => {
    await station?.close();
    station = null;
    await rig.stop();
  });

  it(`keeps lip-sync through ${TAKES} takes, over SRT and on record`, async () => {
    rig = await BroadcastRig.start();
    station = await Receiver.srt(rig.folder);
    const [red, blue] = rig.halls as [FilmedHall, FilmedHall];
    await rig.take(red);
    rig.want([outletOf('SRT', station.address), outletOf('RECORDING')]);
    await rig.untilRunning();
    for (let take = 0; take < TAKES; take += 1) {
      await rig.take(take % 2 === 0 ? blue : red);
      await rig.untilRecorded(1_200);
    }
    await rig.untilRecorded(6_000);
    await rig.take(blue);
    await rig.untilRecorded(6_000);
    for (const input of [station.files[0]!, rig.recordings[0]!]) {
      const frames = await seePictures(input);
      const sound = await hearSound(input, [RED_FILM.toneHz, BLUE_FILM.toneHz]);
      expect(holesOf(frames)).toEqual([]);
      for (const film of [RED_FILM, BLUE_FILM]) {
        const skews = lipSync(frames, sound, film);
        const told = skews.map(Math.round).join(' ');
        console.log(`${film.toneHz} Hz: sound after the picture by ${told} ms`);
        expect(skews.length).toBeGreaterThan(5);
        for (const skew of skews) {
          expect(skew).toBeGreaterThan(-45);
          expect(skew).toBeLessThan(125);
        }
      }
    }
  });

  const quiet: Film = { ...RED_FILM, isSteady: true, amplitude: 0.02 };
  const loud: Film = { ...RED_FILM, isSteady: true, amplitude: 0.8 };
  it.each([
    ['quiet', quiet],
    ['loud', loud],
  ])('brings a %s source to −23 LUFS', async (_name, film) => {
    rig = await BroadcastRig.start([film]);
    await rig.take(rig.halls[0]!);
    rig.want([outletOf('RECORDING')]);
    await rig.untilRunning();
    await rig.untilRecorded(6_000);
    const first = await loudnessOf(rig.recordings[0]!);
    await rig.untilRecorded(SETTLES_MS + MEASURED_MS);
    const settled = await loudnessOf(rig.recordings[0]!, SETTLES_MS / 1_000);
    console.log(`from ${first} LUFS in the first seconds to ${settled}; told: ${rig.facts?.lufs}`);
    expect(Math.abs(first + 23)).toBeGreaterThan(5);
    expect(Math.abs(settled + 23)).toBeLessThanOrEqual(LIVE_TOLERANCE_LU);
    expect(Math.abs(rig.facts!.lufs! - settled)).toBeLessThan(1);
  });
});
