import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { BroadcastRig, outletOf } from './broadcast-rig.testing.ts';
import { RED_FILM } from './film.testing.ts';
import { RtmpServer } from './outlet/rtmp-server.testing.ts';
import { freePort, Receiver } from './receiver.testing.ts';
import { holesOf, isOf, seePictures } from './seen-signal.testing.ts';

const soon = { timeout: 60_000, interval: 250 };

describe('destinations that fail', { timeout: 150_000 }, () => {
  let rig: BroadcastRig;
  let servers: RtmpServer[];
  let station: Receiver;

  beforeEach(async () => {
    rig = await BroadcastRig.start([RED_FILM]);
    servers = await Promise.all(
      (['SAYS_NOTHING', 'REFUSES_KEY', 'READS_NOTHING'] as const).map((habit) =>
        RtmpServer.listen(habit),
      ),
    );
    station = await Receiver.srt(rig.folder);
  });
  afterEach(async () => {
    for (const server of servers) server.close();
    await station.close();
    await rig.stop();
  });

  it('are each called by what they do, and disturb neither another outlet nor a hall', async () => {
    const [red] = rig.halls as [(typeof rig.halls)[0]];
    await rig.take(red);
    const good = [outletOf('SRT', station.address), outletOf('RECORDING')];
    rig.want(good);
    await rig.untilRunning();
    const [silent, refusing, unreading] = servers.map(({ address }) => outletOf('RTMP', address));
    const closed = outletOf('RTMP', `rtmp://127.0.0.1:${await freePort()}/live/401`);
    const nobody = outletOf('SRT', `srt://127.0.0.1:${await freePort()}?passphrase=refused-403-x`);
    const answers = [
      [silent!, 'NO_ANSWER'],
      [refusing!, 'REFUSED'],
      [unreading!, 'STALLED'],
      [closed, 'REFUSED'],
      [nobody, 'NO_ANSWER'],
    ] as const;
    const { hall } = red.hall;
    const heard = hall.received(red.hall.track('SOUND_HALL'));
    const beganMs = performance.now();
    rig.want([...good, ...answers.map(([outlet]) => outlet)]);
    const troubles = new Map<string, Set<string | null>>();
    await vi.waitFor(() => {
      for (const [outlet, trouble] of answers) {
        const seen = troubles.get(outlet.outletId) ?? new Set();
        troubles.set(outlet.outletId, seen.add(rig.factsOf(outlet)?.trouble ?? null));
        expect([...seen], `${outlet.address} ${trouble}`).toContain(trouble);
      }
    }, soon);
    for (const [outlet, trouble] of answers) {
      expect([...troubles.get(outlet.outletId)!].filter(Boolean)).toEqual([trouble]);
      expect(rig.factsOf(outlet)!.gapSeconds).toBeGreaterThan(0);
    }
    const seconds = (performance.now() - beganMs) / 1_000;
    const packets = hall.received(red.hall.track('SOUND_HALL')) - heard;
    expect(packets / seconds).toBeGreaterThan(48);
    for (const outlet of good) {
      expect(rig.factsOf(outlet)).toMatchObject({
        ...{ state: 'RUNNING', trouble: null, restarts: 0, droppedKilobytes: 0 },
      });
    }
    rig.want([]);
    await vi.waitFor(() => expect(rig.ffmpegPids).toHaveLength(1), soon);
    for (const input of [station.files[0]!, rig.recordings[0]!]) {
      const frames = await seePictures(input);
      expect(frames.length).toBeGreaterThan(25 * 10);
      expect(frames.every(({ main }) => isOf(main, RED_FILM))).toBe(true);
      expect(holesOf(frames)).toEqual([]);
    }
  });
});
