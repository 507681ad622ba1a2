import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { EventPayload } from '#contract/registry.ts';
import { holdOpen, untilLocksAwaited } from '../testing/lock-waits.ts';
import { OnAirBench } from '../testing/on-air.ts';
import type { JoinedHall, LiveClient } from '../testing/on-air.ts';
import type { RoundSite } from '../testing/round.ts';

type HallChanged = EventPayload<'hall:changed'>;

let bench: OnAirBench;
let director: LiveClient;
let studio: JoinedHall;
let hall: JoinedHall;

beforeEach(async () => {
  bench = await OnAirBench.open();
  director = await bench.director();
  studio = await bench.join(bench.central);
  hall = await bench.join(bench.near);
  await bench.take(director, studio.sourceId);
});
afterEach(() => bench.close());

const session = () => ({ sessionId: bench.sessionId });
const direction = () => bench.media.directionOf(bench.sessionId);
const placeOf = ({ siteId }: RoundSite) => ({ ...session(), siteId });

async function raiseHand({ client }: { client: LiveClient }, place: RoundSite): Promise<string> {
  const input = { ...placeOf(place), note: '' };
  return (await client.ask('speaker:request', input)).requestId;
}

async function stateOf(client: LiveClient, place: RoundSite) {
  return (await client.ask('hall:subscribe', placeOf(place))).hall;
}

async function queue() {
  return (await director.ask('control-room:subscribe', session())).queue;
}

describe('a hall that asks to speak', () => {
  it('waits once, however often it asks, and sees each step', async () => {
    const { client } = hall;
    await stateOf(client, bench.near);
    const requestId = await raiseHand(hall, bench.near);
    expect(await raiseHand(hall, bench.near)).toBe(requestId);
    for (const [step, status] of [
      ['speaker:accept', 'ACCEPTED'],
      ['speaker:prepare', 'STANDBY'],
      ['speaker:call', 'ON_AIR'],
    ] as const) {
      const told = client.next<HallChanged>(
        'hall:changed',
        (changed) => changed.hall.speakerRequest?.status === status,
      );
      await director.ask(step, { requestId });
      await told;
    }
    const done = client.next<HallChanged>(
      'hall:changed',
      (changed) => changed.hall.speakerRequest === null,
    );
    await director.ask('speaker:finish', { requestId });
    await done;
    expect(await queue()).toEqual([]);
  });

  it('is warm on standby, on air when called, and gives the picture back to the centre', async () => {
    const requestId = await raiseHand(hall, bench.near);
    await director.ask('speaker:prepare', { requestId });
    expect(direction()).toMatchObject({ warm: [hall.sourceId], slots: { MAIN: studio.sourceId } });
    await director.ask('speaker:call', { requestId });
    expect(direction()).toMatchObject({
      warm: [],
      slots: {
        MAIN: hall.sourceId,
        RETURN: studio.sourceId,
        SOUND_CENTRE: studio.sourceId,
        SOUND_HALL: hall.sourceId,
      },
    });
    await director.ask('speaker:finish', { requestId });
    expect(direction()?.slots).toMatchObject({ MAIN: studio.sourceId, SOUND_HALL: null });
  });

  it('leaves the picture that the director took meanwhile', async () => {
    const other = await bench.join(bench.second);
    const requestId = await raiseHand(hall, bench.near);
    await director.ask('speaker:call', { requestId });
    await bench.take(director, other.sourceId);
    await director.ask('speaker:finish', { requestId });
    expect(direction()?.slots).toMatchObject({ MAIN: other.sourceId, SOUND_HALL: other.sourceId });
  });

  it('is heard when it is called up, although all halls were muted', async () => {
    await director.ask('hall:mute-all', session());
    expect(await stateOf(hall.client, bench.near)).toMatchObject({ isMutedByCentre: true });
    const requestId = await raiseHand(hall, bench.near);
    await director.ask('speaker:call', { requestId });
    expect(direction()?.slots.SOUND_HALL).toBe(hall.sourceId);
    expect(await stateOf(hall.client, bench.near)).toMatchObject({
      isMutedByCentre: false,
      isSoundOnAir: true,
    });
  });

  it('takes its hand down until it is on air', async () => {
    const first = await raiseHand(hall, bench.near);
    await hall.client.ask('speaker:withdraw', { requestId: first });
    expect(await queue()).toEqual([]);
    const second = await raiseHand(hall, bench.near);
    expect(second).not.toBe(first);
    await director.ask('speaker:prepare', { requestId: second });
    await hall.client.ask('speaker:withdraw', { requestId: second });
    expect(direction()?.warm).toEqual([]);
    const third = await raiseHand(hall, bench.near);
    await director.ask('speaker:call', { requestId: third });
    expect(await hall.client.refusal('speaker:withdraw', { requestId: third })).toBe(
      'SPEAKER_STEP_CLOSED',
    );
  });

  it('keeps its hand and its place over a reload, a new socket and a restart of the server', async () => {
    const other = await bench.join(bench.second);
    await raiseHand(other, bench.second);
    const requestId = await raiseHand(hall, bench.near);
    const waits = { speakerRequest: { requestId, status: 'REQUESTED' }, waitingBefore: 1 };
    hall = await bench.join(bench.near);
    expect(await stateOf(hall.client, bench.near)).toMatchObject(waits);
    await bench.restart();
    expect(await stateOf(await bench.console(bench.near), bench.near)).toMatchObject(waits);
  });
});

describe('the queue', () => {
  it('is moved by the director, and the halls learn their places', async () => {
    const other = await bench.join(bench.second);
    const first = await raiseHand(hall, bench.near);
    const second = await raiseHand(other, bench.second);
    await stateOf(hall.client, bench.near);
    const told = hall.client.next<HallChanged>(
      'hall:changed',
      (changed) => changed.hall.waitingBefore === 1,
    );
    await director.ask('speaker:move', { requestId: second, beforeRequestId: first });
    await told;
    expect((await queue()).map(({ requestId }) => requestId)).toEqual([second, first]);
    await director.ask('speaker:move', { requestId: second, beforeRequestId: null });
    expect((await queue()).map(({ requestId }) => requestId)).toEqual([first, second]);
  });

  it('has one hall on air: calling the next ends the speech before', async () => {
    const other = await bench.join(bench.second);
    const first = await raiseHand(hall, bench.near);
    const second = await raiseHand(other, bench.second);
    await director.ask('speaker:call', { requestId: first });
    await director.ask('speaker:call', { requestId: second });
    expect(await queue()).toMatchObject([{ requestId: second, status: 'ON_AIR' }]);
    expect(await director.refusal('speaker:finish', { requestId: first })).toBe(
      'SPEAKER_STEP_CLOSED',
    );
    expect(direction()?.slots.MAIN).toBe(other.sourceId);
  });

  it('waits again when it is called up and does not come; who spoke before speaks on', async () => {
    const other = await bench.join(bench.second);
    const first = await raiseHand(hall, bench.near);
    const second = await raiseHand(other, bench.second);
    await director.ask('speaker:call', { requestId: first });
    await director.ask('speaker:prepare', { requestId: second });
    const { clock } = bench.server;
    clock.now = new Date(clock.now.getTime() + 60_000);
    await director.ask('speaker:call', { requestId: second });
    const { sessionId } = bench;
    // The node still shows the first: the second did not answer.
    const slot = 'MAIN' as const;
    bench.media.emit({ type: 'slot-cut', sessionId, slot, sourceId: hall.sourceId, waitedMs: 0 });
    const told = other.client.next<HallChanged>(
      'hall:changed',
      (changed) => changed.hall.speakerRequest?.status === 'STANDBY',
    );
    await stateOf(other.client, bench.second);
    bench.media.emit({ type: 'slot-failed', sessionId, slot, sourceId: other.sourceId });
    await told;
    expect(await queue()).toMatchObject([
      { requestId: first, status: 'ON_AIR' },
      { requestId: second, status: 'STANDBY' },
    ]);
    expect(direction()).toMatchObject({
      slots: { MAIN: hall.sourceId, SOUND_HALL: hall.sourceId },
      warm: [other.sourceId],
    });
    await director.ask('speaker:call', { requestId: second });
    expect(await queue()).toMatchObject([{ requestId: second, status: 'ON_AIR' }]);
  });

  it('lets one of two directors take a step', async () => {
    const colleague = await bench.director();
    const requestId = await raiseHand(hall, bench.near);
    const codes = await Promise.all(
      [director, colleague].map((one) => one.refusal('speaker:call', { requestId })),
    );
    expect(codes.sort()).toEqual(['SPEAKER_STEP_CLOSED', null].sort());
  });

  it('calls nobody who shows nothing', async () => {
    const requestId = await raiseHand(hall, bench.near);
    await hall.client.ask('line:close', { lineId: hall.lineId });
    expect(await director.refusal('speaker:call', { requestId })).toBe('SOURCE_NOT_SENDING');
    expect(await queue()).toMatchObject([{ requestId, status: 'REQUESTED' }]);
  });

  it('ends with the session, and takes nobody after it', async () => {
    const requestId = await raiseHand(hall, bench.near);
    await director.ask('programme:end', session());
    expect(await queue()).toEqual([]);
    expect(await director.refusal('speaker:call', { requestId })).toBe('SESSION_ENDED');
    const again = { ...placeOf(bench.near), note: '' };
    expect(await hall.client.refusal('speaker:request', again)).toBe('SESSION_ENDED');
  });

  it('is asked for by a hall for itself alone', async () => {
    const other = await bench.console(bench.second);
    const requestId = await raiseHand(hall, bench.near);
    const input = { ...placeOf(bench.near), note: '' };
    expect(await other.refusal('speaker:request', input)).toBe('FORBIDDEN');
    expect(await other.refusal('speaker:withdraw', { requestId })).toBe('FORBIDDEN');
    expect(await hall.client.refusal('speaker:accept', { requestId })).toBe('FORBIDDEN');
  });
});

const pool = () => bench.server.database.pool;

describe('a hall that takes its hand down', () => {
  const lockProgramme = () =>
    `select from programme where session_id = '${bench.sessionId}' for no key update`;

  it('waits for no take', async () => {
    const requestId = await raiseHand(hall, bench.near);
    const letGo = await holdOpen(pool(), lockProgramme());
    await hall.client.ask('speaker:withdraw', { requestId });
    expect(await queue()).toEqual([]);
    await letGo();
  });

  it('is not called up by who saw it waiting still', async () => {
    const requestId = await raiseHand(hall, bench.near);
    const letGo = await holdOpen(pool(), lockProgramme());
    const called = director.refusal('speaker:call', { requestId });
    await untilLocksAwaited(pool(), 1);
    await hall.client.ask('speaker:withdraw', { requestId });
    await letGo();
    expect(await called).toBe('SPEAKER_STEP_CLOSED');
    expect(direction()?.slots.MAIN).toBe(studio.sourceId);
  });

  it('stays on air when the director was first', async () => {
    const requestId = await raiseHand(hall, bench.near);
    const letGo = await holdOpen(
      pool(),
      `update speaker_request set note = 'held' where id = '${requestId}'`,
    );
    const called = director.ask('speaker:call', { requestId });
    await untilLocksAwaited(pool(), 1);
    const lowered = hall.client.refusal('speaker:withdraw', { requestId });
    await untilLocksAwaited(pool(), 2);
    await letGo();
    await called;
    expect(await lowered).toBe('SPEAKER_STEP_CLOSED');
    expect(await queue()).toMatchObject([{ requestId, status: 'ON_AIR' }]);
  });
});

describe('halls that raise their hands at once', () => {
  /** Holds the halls’ requests in the middle, each under all its locks; the answer lets them go on. */
  function holdRequestsOf(places: RoundSite[]) {
    const rows = places.map(({ siteId }) => `('${bench.sessionId}', '${siteId}', 0)`);
    const insert = `insert into speaker_request (session_id, site_id, place) values ${rows.join()}`;
    return holdOpen(pool(), insert);
  }

  it('don’t hold the director’s take, nor a step of the queue', async () => {
    const first = await raiseHand(studio, bench.central);
    const other = await bench.join(bench.second);
    const letGo = await holdRequestsOf([bench.near, bench.second]);
    const raised = [raiseHand(hall, bench.near), raiseHand(other, bench.second)];
    await untilLocksAwaited(pool(), 2);
    await bench.take(director, hall.sourceId);
    expect(direction()?.slots.MAIN).toBe(hall.sourceId);
    await director.ask('speaker:accept', { requestId: first });
    await untilLocksAwaited(pool(), 2);
    await letGo();
    const ids = await Promise.all(raised);
    const [head, ...rest] = (await queue()).map(({ requestId }) => requestId);
    expect(head).toBe(first);
    expect(rest.toSorted()).toEqual(ids.toSorted());
  });

  it('wait once each, however often they press at the same moment', async () => {
    const pressed = await Promise.all([1, 2, 3, 4].map(() => raiseHand(hall, bench.near)));
    expect(new Set(pressed).size).toBe(1);
    expect(await queue()).toHaveLength(1);
  });

  it('are not left in the queue of a session that ends meanwhile', async () => {
    const letGo = await holdRequestsOf([bench.near]);
    const raised = raiseHand(hall, bench.near);
    await untilLocksAwaited(pool(), 1);
    const ended = director.ask('programme:end', session());
    await untilLocksAwaited(pool(), 2);
    const other = await bench.console(bench.second);
    await letGo();
    await Promise.all([raised, ended]);
    expect(await queue()).toEqual([]);
    const late = { ...placeOf(bench.second), note: '' };
    expect(await other.refusal('speaker:request', late)).toBe('SESSION_ENDED');
  });
});
