import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { EventPayload } from '#contract/registry.ts';
import type { SlotState } from '#contract/control-room.ts';
import { OnAirBench } from '../testing/on-air.ts';
import type { JoinedHall, LiveClient } from '../testing/on-air.ts';

type RoomChanged = EventPayload<'control-room:changed'>;
type ProgrammeChanged = EventPayload<'programme:changed'>;

const CAMERA = { key: 'camera-2', kind: 'CAMERA', name: 'Máy quay 2' } as const;
const SCREEN = { key: 'screen', kind: 'SCREEN', name: 'Màn hình' } as const;

let bench: OnAirBench;
let director: LiveClient;
let studio: JoinedHall;
let hall: JoinedHall;

beforeEach(async () => {
  bench = await OnAirBench.open();
  director = await bench.director();
  studio = await bench.join(bench.central);
  hall = await bench.join(bench.near);
  await director.ask('control-room:subscribe', session());
});
afterEach(() => bench.close());

const session = () => ({ sessionId: bench.sessionId });
const slots = () => bench.media.directionOf(bench.sessionId)?.slots;
const stored = async () => (await director.ask('programme:subscribe', session())).programme;

function insetIs(status: SlotState['status']) {
  return director.next<RoomChanged>('control-room:changed', (changed) =>
    changed.slots.some((one) => one.slot === 'INSET' && one.status === status),
  );
}

async function takeBeside(insetSourceId: string, layout: 'INSET' | 'SIDE_BY_SIDE' = 'INSET') {
  const taken = { mainSourceId: studio.sourceId, insetSourceId, layout, sound: 'FOLLOWS' } as const;
  await director.ask('programme:take', { ...session(), ...taken });
}

function offer(source: typeof CAMERA | typeof SCREEN) {
  return bench.send(studio.client, { lineId: studio.lineId, kind: 'PICTURE', source });
}

function stop({ producerId }: { producerId: string }) {
  return studio.client.ask('line:stop-sending', { lineId: studio.lineId, producerId });
}

describe('the second picture', () => {
  it('closes when its screen is no longer shared, and the control room reads which', async () => {
    const screen = await offer(SCREEN);
    await takeBeside(screen.sourceId);
    const { number } = await stored();
    const told = hall.client.next<ProgrammeChanged>(
      'programme:changed',
      ({ programme }) => programme.insetSourceId === null,
    );
    await hall.client.ask('programme:subscribe', session());
    const ended = insetIs('ENDED');
    await stop(screen);
    expect((await told).programme).toMatchObject({
      number: number + 1,
      layout: 'FULL',
      mainSourceId: studio.sourceId,
    });
    const { slots: seen } = await ended;
    expect(seen.find(({ slot }) => slot === 'INSET')).toMatchObject({
      wantedSourceId: screen.sourceId,
      shownSourceId: null,
    });
    expect(slots()).toMatchObject({ MAIN: studio.sourceId, INSET: null });
    // Until the next decision.
    const gone = insetIs('SHOWN');
    await director.ask('programme:preview', { ...session(), sourceId: hall.sourceId });
    await gone;
  });

  it('is shown again when it is taken again', async () => {
    const screen = await offer(SCREEN);
    await takeBeside(screen.sourceId);
    const ended = insetIs('ENDED');
    await stop(screen);
    await ended;
    await offer(SCREEN);
    const shown = insetIs('SHOWN');
    await takeBeside(screen.sourceId);
    await shown;
  });

  it('closes when its hall leaves, which is heard no more', async () => {
    await takeBeside(hall.sourceId, 'SIDE_BY_SIDE');
    expect(slots()).toMatchObject({ INSET: hall.sourceId, SOUND_HALL: hall.sourceId });
    await hall.client.ask('line:close', { lineId: hall.lineId });
    expect(await stored()).toMatchObject({
      insetSourceId: null,
      layout: 'FULL',
      hallSoundSourceId: null,
    });
    expect(slots()).toMatchObject({ MAIN: studio.sourceId, INSET: null, SOUND_HALL: null });
  });

  it('waits for a hall whose line is only broken', async () => {
    await takeBeside(hall.sourceId);
    const starved = insetIs('STARVED');
    bench.media.dropLine(hall.lineId);
    await starved;
    expect(await stored()).toMatchObject({ insetSourceId: hall.sourceId, layout: 'INSET' });
    const back = insetIs('SHOWN');
    await bench.join(bench.near);
    await back;
  });

  it('waits for a camera whose plug was pulled', async () => {
    const camera = await offer(CAMERA);
    await takeBeside(camera.sourceId);
    const starved = insetIs('STARVED');
    await stop(camera);
    await starved;
    expect(await stored()).toMatchObject({ insetSourceId: camera.sourceId, layout: 'INSET' });
  });

  it('stays when another screen or hall ends, and nothing is refused after the end', async () => {
    const screen = await offer(SCREEN);
    await takeBeside(hall.sourceId);
    const { number } = await stored();
    await stop(screen);
    expect(await stored()).toMatchObject({ number, insetSourceId: hall.sourceId });
    await director.ask('programme:end', session());
    await hall.client.ask('line:close', { lineId: hall.lineId });
  });
});
