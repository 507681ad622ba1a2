import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { EventPayload } from '#contract/registry.ts';
import { OnAirBench } from '../testing/on-air.ts';
import type { JoinedHall, LiveClient } from '../testing/on-air.ts';

type HallChanged = EventPayload<'hall:changed'>;

let bench: OnAirBench;
let director: LiveClient;
let hall: JoinedHall;

beforeEach(async () => {
  ({ bench, director, hall } = await OnAirBench.openWithHall());
});
afterEach(() => bench.close());

const session = () => ({ sessionId: bench.sessionId });
const place = () => ({ ...session(), siteId: bench.near.siteId });
const stateOf = async (client: LiveClient) => (await client.ask('hall:subscribe', place())).hall;

describe('the person to call', () => {
  it('is told to a director, never to a hall', async () => {
    const contact = await director.ask('hall:contact', place());
    expect(contact).toEqual({ contactName: expect.any(String), contactPhone: expect.any(String) });
    expect(await hall.client.refusal('hall:contact', place())).toBe('FORBIDDEN');
  });
});

describe('a hall', () => {
  it('joins with its microphone off, followed in full', async () => {
    expect(await stateOf(hall.client)).toMatchObject({
      isMutedByHall: true,
      isMutedByCentre: false,
      mode: 'FULL',
      speakerRequest: null,
      waitingBefore: null,
    });
  });

  it('keeps its mute, mode and loudspeaker over a reload, a new socket and a restart of the server', async () => {
    await hall.client.ask('hall:mute-self', { ...place(), isMuted: false });
    await hall.client.ask('hall:set-mode', { ...place(), mode: 'SOUND_ONLY' });
    await hall.client.ask('hall:set-sound-output', { ...place(), soundOutput: 'PROJECTOR' });
    await director.ask('hall:mute', { ...place(), isMuted: true });
    const kept = {
      isMutedByHall: false,
      isMutedByCentre: true,
      mode: 'SOUND_ONLY',
      soundOutput: 'PROJECTOR',
    };
    hall = await bench.join(bench.near);
    expect(await stateOf(hall.client)).toMatchObject(kept);
    await bench.restart();
    expect(await stateOf(await bench.console(bench.near))).toMatchObject(kept);
  });

  it('is told of a mute by the centre, and so is its projector', async () => {
    const projector = await bench.device(bench.near, 'PROJECTOR');
    const told = await Promise.all(
      [hall.client, projector].map(async (client) => {
        const before = await client.ask('hall:subscribe', place());
        return { before, event: client.next<HallChanged>('hall:changed') };
      }),
    );
    await director.ask('hall:mute', { ...place(), isMuted: true });
    for (const { before, event } of told) {
      const { hall: state, revision } = await event;
      expect(state.isMutedByCentre).toBe(true);
      expect(revision.number).toBe(before.revision.number + 1);
    }
  });

  it('is told where the session can be watched, for as long as it is broadcast', async () => {
    expect((await stateOf(hall.client)).watchPath).toBeNull();
    const told = (fits: (path: string | null) => boolean) =>
      hall.client.next<HallChanged>('hall:changed', (one) => fits(one.hall.watchPath));
    const begun = told((path) => path !== null);
    await director.ask('broadcast:start', session());
    expect((await stateOf(hall.client)).watchPath).toBeNull();
    await director.ask('broadcast:set-access', { ...session(), access: 'HALLS' });
    const { watchPath } = (await begun).hall;
    expect(watchPath).toMatch(/^\/watch\/[\w-]{8,}$/);
    const renewed = told((path) => path !== watchPath && path !== null);
    await director.ask('broadcast:renew-link', session());
    await renewed;
    const ended = told((path) => path === null);
    await director.ask('broadcast:stop', session());
    await ended;
  });

  it('is silenced also while it is still heard after a take, until the next picture is there', async () => {
    const studio = await bench.join(bench.central);
    await bench.take(director, hall.sourceId);
    await bench.take(director, studio.sourceId);
    const { sessionId } = bench;
    const direction = () => bench.media.directionOf(sessionId)!;
    const left = direction().number;
    // As the bus tells it while the centre's key frame is on its way.
    const carried = { slot: 'SOUND_HALL', sourceId: hall.sourceId, waitedMs: 0 } as const;
    bench.media.emit({ type: 'slot-cut', sessionId, ...carried });
    await director.ask('programme:preview', { ...session(), sourceId: hall.sourceId });
    expect(direction()).toMatchObject({ number: left + 1, isHallHushed: false });
    await director.ask('hall:mute', { ...place(), isMuted: true });
    expect(direction()).toMatchObject({ number: left + 2, isHallHushed: true });
  });

  it('follows a session of its own conference alone', async () => {
    const { sessionId } = bench.round.far;
    const elsewhere = { ...place(), sessionId };
    expect(await hall.client.refusal('hall:subscribe', elsewhere)).toBe('NOT_FOUND');
  });
});

describe('muting all', () => {
  it('mutes every hall but those on air, the centre and those that only watch television', async () => {
    const other = await bench.join(bench.second);
    await bench.take(director, other.sourceId);
    await hall.client.ask('hall:subscribe', place());
    const told = hall.client.next<HallChanged>('hall:changed', (one) => one.hall.isMutedByCentre);
    expect(await director.ask('hall:mute-all', session())).toEqual({ mutedCount: 1 });
    await told;
    const { halls } = await director.ask('control-room:subscribe', session());
    const muted = halls.filter((one) => one.isMutedByCentre).map(({ siteId }) => siteId);
    expect(muted).toEqual([bench.near.siteId]);
    expect(await director.ask('hall:mute-all', session())).toEqual({ mutedCount: 0 });
  });
});
