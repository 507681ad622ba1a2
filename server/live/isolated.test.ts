import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { BroadcastState } from '#contract/broadcast.ts';
import type { HallState } from '#contract/hall.ts';
import type { RecordingView } from '#contract/recording.ts';
import type { BroadcastWish } from '../broadcast-link/broadcast-port.ts';
import { OnAirBench } from '../testing/on-air.ts';
import type { JoinedHall, LiveClient } from '../testing/on-air.ts';

const soon = { timeout: 10_000, interval: 20 };

let bench: OnAirBench;
let director: LiveClient;
let hall: JoinedHall;

beforeEach(async () => {
  ({ bench, director, hall } = await OnAirBench.openWithHall());
});
afterEach(() => bench.close());

const session = () => ({ sessionId: bench.sessionId });
const asked = () => ({ ...session(), sourceId: hall.sourceId });
const read = async (): Promise<BroadcastState> =>
  (await director.ask('broadcast:subscribe', session())).broadcast;
const list = async (): Promise<RecordingView[]> => {
  const { conferenceId } = bench.round.near;
  return (await director.ask('recording:subscribe', { conferenceId })).recordings;
};
const wished = (fits: (isolated: NonNullable<BroadcastWish['isolated']>) => boolean) =>
  bench.broadcast.until((wishes) => fits(wishes[0]?.isolated ?? []));

describe('a source that is recorded by itself', () => {
  it('is wanted of the node while the signal is on, and its hall alone is told', async () => {
    const console = await bench.console(bench.near);
    const place = { ...session(), siteId: bench.near.siteId };
    expect((await console.ask('hall:subscribe', place)).hall.isIsolated).toBe(false);
    const told = (isIsolated: boolean) =>
      console.next<{ hall: HallState }>(
        'hall:changed',
        (one) => one.hall.isIsolated === isIsolated,
      );
    await director.ask('isolated:start', asked());
    expect((await read()).isolated).toMatchObject([{ sourceId: hall.sourceId, running: null }]);
    expect(await list()).toEqual([]);
    const noticed = told(true);
    await director.ask('broadcast:start', session());
    await noticed;
    const [recording] = await list();
    expect(recording).toMatchObject({ state: 'RUNNING', sourceName: expect.any(String) });
    const { recordingId } = recording!;
    await wished((isolated) => isolated[0]?.recordingId === recordingId);
    const other = await bench.console(bench.second);
    const beside = { ...session(), siteId: bench.second.siteId };
    const { hall: second } = await other.ask('hall:subscribe', beside);
    expect([second.isRecorded, second.isIsolated]).toEqual([true, false]);
    const gone = told(false);
    await director.ask('isolated:stop', asked());
    await gone;
    await wished((isolated) => isolated.length === 0);
    expect((await list())[0]!.endedAt).not.toBeNull();
    expect((await read()).isolated).toEqual([]);
  });

  it('is one recording however often it is started, and goes on after the front door began anew', async () => {
    await director.ask('broadcast:start', session());
    await Promise.all([
      director.ask('isolated:start', asked()),
      director.ask('isolated:start', asked()),
    ]);
    const [recording, ...others] = await list();
    expect(others).toEqual([]);
    await bench.restart();
    director = await bench.director();
    await wished((isolated) => isolated[0]?.recordingId === recording!.recordingId);
    expect(await list()).toHaveLength(1);
  });

  it('is refused beyond what the operator allows, and where it is not of the conference', async () => {
    const { far } = bench.round;
    const foreign = { ...session(), sourceId: far.sourceId };
    expect(await director.refusal('isolated:start', foreign)).toBe('NOT_FOUND');
    await bench.restart({ mostIsolated: 0 });
    director = await bench.director();
    expect(await director.refusal('isolated:start', asked())).toBe('TOO_MANY_ISOLATED');
    expect((await read()).mostIsolated).toBe(0);
  });

  it('ends with its session', async () => {
    await director.ask('broadcast:start', session());
    await director.ask('isolated:start', asked());
    await director.ask('programme:start', session());
    await director.ask('programme:end', session());
    await vi.waitFor(async () => expect((await list())[0]!.endedAt).not.toBeNull(), soon);
    expect((await read()).isolated).toEqual([]);
  });
});
