import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { EventPayload } from '#contract/registry.ts';
import { OnAirBench } from '../testing/on-air.ts';
import type { JoinedHall, LiveClient } from '../testing/on-air.ts';

type Changed = EventPayload<'programme:changed'>;
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
});
afterEach(() => bench.close());

const session = () => ({ sessionId: bench.sessionId });
const direction = () => bench.media.directionOf(bench.sessionId);

function follow(client: LiveClient) {
  return client.ask('programme:subscribe', session());
}

async function historyNumbers(): Promise<number[]> {
  const { rows } = await bench.server.database.pool.query<{ number: number }>(
    'select number from programme_history order by number',
  );
  return rows.map(({ number }) => number);
}

describe('a take', () => {
  it('is stored, carried out and told to everybody, in that order of numbers', async () => {
    const before = await follow(hall.client);
    const told = hall.client.next<Changed>('programme:changed');
    const { number } = await bench.take(director, studio.sourceId);
    const { programme, revision } = await told;
    expect(programme).toMatchObject({
      number,
      mainSourceId: studio.sourceId,
      mainName: 'Điểm cầu HN-02',
      mainSiteId: bench.central.siteId,
      centreSoundSourceId: studio.sourceId,
      returnSourceId: studio.sourceId,
    });
    expect(revision.number).toBe(before.revision.number + 1);
    expect(direction()).toMatchObject({ number, slots: { MAIN: studio.sourceId } });
    expect(await historyNumbers()).toEqual([1]);
  });

  it('of a camera without sound is heard through the mixing desk', async () => {
    const { client, lineId } = studio;
    const camera = { key: 'camera-2', kind: 'CAMERA', name: 'Máy quay 2' } as const;
    const desk = { key: 'desk', kind: 'SOUND_DESK', name: 'Bàn trộn' } as const;
    const { sourceId } = await bench.send(client, { lineId, kind: 'PICTURE', source: camera });
    const heard = await bench.send(client, { lineId, kind: 'SOUND', source: desk });
    await bench.take(director, sourceId);
    const { programme } = await follow(hall.client);
    expect(programme).toMatchObject({
      mainSourceId: sourceId,
      centreSoundSourceId: heard.sourceId,
    });
  });

  it('that its source does not answer is given up: what is stored is what is on air', async () => {
    await follow(hall.client);
    await bench.take(director, studio.sourceId);
    const { number } = await bench.take(director, hall.sourceId);
    const { sessionId } = bench;
    // The node still shows the studio: the hall's key frame never came.
    const slot = 'MAIN' as const;
    const shown = { sessionId, slot, sourceId: studio.sourceId, waitedMs: 0 };
    bench.media.emit({ type: 'slot-cut', ...shown });
    bench.media.emit({ ...shown, type: 'slot-cut', slot: 'SOUND_HALL', sourceId: null });
    const told = hall.client.next<Changed>('programme:changed');
    bench.media.emit({ type: 'slot-failed', sessionId, slot, sourceId: hall.sourceId });
    expect((await told).programme).toMatchObject({
      number: number + 1,
      mainSourceId: studio.sourceId,
      hallSoundSourceId: null,
    });
    expect(direction()).toMatchObject({ slots: { MAIN: studio.sourceId, SOUND_HALL: null } });
    const room = await director.ask('control-room:subscribe', session());
    expect(room.slots.find((one) => one.slot === 'MAIN')).toMatchObject({
      wantedSourceId: hall.sourceId,
      shownSourceId: studio.sourceId,
      status: 'FAILED',
    });
    await bench.take(director, studio.sourceId);
    const after = await director.ask('control-room:subscribe', session());
    expect(after.slots.find((one) => one.slot === 'MAIN')).toMatchObject({ status: 'SHOWN' });
  });

  it('that is given up leaves the hall that speaks heard as well as seen', async () => {
    await follow(hall.client);
    await bench.take(director, hall.sourceId);
    await bench.take(director, studio.sourceId);
    const { sessionId } = bench;
    // The node still shows the hall: the studio's camera did not answer.
    const slot = 'MAIN' as const;
    bench.media.emit({ type: 'slot-cut', sessionId, slot, sourceId: hall.sourceId, waitedMs: 0 });
    const told = hall.client.next<Changed>('programme:changed');
    bench.media.emit({ type: 'slot-failed', sessionId, slot, sourceId: studio.sourceId });
    expect((await told).programme).toMatchObject({
      mainSourceId: hall.sourceId,
      hallSoundSourceId: hall.sourceId,
    });
  });

  it('of a hall withholds from it its own picture and sound, and from nobody else', async () => {
    await bench.take(director, studio.sourceId);
    await bench.take(director, hall.sourceId);
    expect(direction()?.withheld).toEqual(
      expect.arrayContaining([
        { siteId: bench.near.siteId, slots: ['MAIN', 'SOUND_HALL'] },
        { siteId: bench.central.siteId, slots: ['RETURN', 'SOUND_CENTRE'] },
      ]),
    );
    expect(direction()?.withheld).toHaveLength(2);
  });

  it('makes its hall send and says that it is on air; the hall before may stop', async () => {
    const place = { ...session(), siteId: bench.near.siteId };
    const { hall: before } = await hall.client.ask('hall:subscribe', place);
    expect(before).toMatchObject({ isPictureOnAir: false, wantedSourceIds: [] });
    const onAir = hall.client.next<HallChanged>(
      'hall:changed',
      (changed) => changed.hall.isPictureOnAir && changed.hall.wantedSourceIds.length > 0,
    );
    await bench.take(director, hall.sourceId);
    expect((await onAir).hall).toMatchObject({
      isSoundOnAir: true,
      wantedSourceIds: [hall.sourceId],
    });
    const offAir = hall.client.next<HallChanged>(
      'hall:changed',
      (changed) => !changed.hall.isPictureOnAir && changed.hall.wantedSourceIds.length === 0,
    );
    await bench.take(director, studio.sourceId);
    expect((await offAir).hall.isSoundOnAir).toBe(false);
  });

  it('of what sends nothing is refused, and of another conference’s source too', async () => {
    await hall.client.ask('line:close', { lineId: hall.lineId });
    const taken = { insetSourceId: null, layout: 'FULL', sound: 'FOLLOWS' } as const;
    const take = (mainSourceId: string) =>
      director.refusal('programme:take', { ...session(), mainSourceId, ...taken });
    expect(await take(hall.sourceId)).toBe('SOURCE_NOT_SENDING');
    const { rows } = await bench.server.database.pool.query<{ id: string }>(
      `insert into source (conference_id, site_id, key, kind, name)
       values ($1, $2, 'main', 'HALL', '') returning id`,
      [bench.round.far.conferenceId, bench.round.far.siteId],
    );
    expect(await take(rows[0]!.id)).toBe('NOT_FOUND');
    expect(await historyNumbers()).toEqual([]);
  });

  it('of two directors at once are two, one after the other', async () => {
    const other = await bench.director();
    const numbers = await Promise.all([
      ...[1, 2, 3].map(() => bench.take(director, studio.sourceId)),
      ...[1, 2, 3].map(() => bench.take(other, hall.sourceId)),
    ]);
    expect(numbers.map(({ number }) => number).sort()).toEqual([1, 2, 3, 4, 5, 6]);
    const { programme } = await follow(director);
    expect(programme.number).toBe(6);
    expect(direction()?.slots.MAIN).toBe(programme.mainSourceId);
  });

  it('sent twice with one id happens once', async () => {
    const input = {
      ...session(),
      mainSourceId: hall.sourceId,
      insetSourceId: null,
      layout: 'FULL',
      sound: 'FOLLOWS',
    } as const;
    const commandId = crypto.randomUUID();
    const first = await director.request('programme:take', input, commandId);
    expect(await director.request('programme:take', input, commandId)).toEqual(first);
    expect(await historyNumbers()).toEqual([1]);
  });
});

describe('the sound', () => {
  it('of a hall that the centre muted is silence, until it is heard again', async () => {
    await bench.take(director, hall.sourceId);
    const place = { ...session(), siteId: bench.near.siteId };
    await director.ask('hall:mute', { ...place, isMuted: true });
    expect(direction()?.slots).toMatchObject({ MAIN: hall.sourceId, SOUND_HALL: null });
    expect(direction()?.withheld).toContainEqual({
      siteId: bench.near.siteId,
      slots: ['MAIN', 'SOUND_HALL'],
    });
    await director.ask('hall:mute', { ...place, isMuted: false });
    expect(direction()?.slots.SOUND_HALL).toBe(hall.sourceId);
  });

  it('stays for a cut-away, and each slot is chosen and muted by itself', async () => {
    await bench.take(director, studio.sourceId);
    await director.ask('programme:take', {
      ...session(),
      mainSourceId: hall.sourceId,
      insetSourceId: studio.sourceId,
      layout: 'INSET',
      sound: 'STAYS',
    });
    expect(direction()?.slots).toMatchObject({
      MAIN: hall.sourceId,
      INSET: studio.sourceId,
      SOUND_CENTRE: studio.sourceId,
      SOUND_HALL: null,
    });
    const slot = 'SOUND_HALL' as const;
    const chosen = { ...session(), slot, sourceId: hall.sourceId };
    await director.ask('programme:set-sound', { ...chosen, isMuted: false });
    expect(direction()?.slots.SOUND_HALL).toBe(hall.sourceId);
    await director.ask('programme:set-sound', { ...chosen, isMuted: true });
    expect(direction()?.slots.SOUND_HALL).toBeNull();
  });
});

describe('a source', () => {
  it('in PREVIEW is warm', async () => {
    await director.ask('programme:preview', { ...session(), sourceId: hall.sourceId });
    expect(direction()?.warm).toEqual([hall.sourceId]);
    await director.ask('programme:preview', { ...session(), sourceId: null });
    expect(direction()?.warm).toEqual([]);
  });

  it('keeps the name and the trim that the director gave it', async () => {
    await bench.take(director, hall.sourceId);
    await follow(director);
    const source = { ...session(), sourceId: hall.sourceId };
    const told = director.next<Changed>('programme:changed');
    await director.ask('source:rename', { ...source, name: 'Ba Đình phát biểu' });
    expect((await told).programme.mainName).toBe('Ba Đình phát biểu');
    await director.ask('source:set-trim', { ...source, trimDb: -6 });
    await bench.restart();
    hall = await bench.join(bench.near);
    const place = { ...session(), siteId: bench.near.siteId };
    const { hall: state } = await hall.client.ask('hall:subscribe', place);
    expect(state.trims).toEqual([{ sourceId: hall.sourceId, trimDb: -6 }]);
    expect((await follow(hall.client)).programme.mainName).toBe('Ba Đình phát biểu');
  });
});

describe('a session on air', () => {
  it('starts, ends with slate and silence, and a started one goes on after a mistaken end', async () => {
    await director.ask('programme:start', session());
    await bench.take(director, hall.sourceId);
    await director.ask('programme:end', session());
    const { programme } = await follow(director);
    expect(programme).toMatchObject({ mainSourceId: null, notice: 'ENDED' });
    expect(Object.values(direction()!.slots)).toEqual([null, null, null, null, null]);
    const taken = { insetSourceId: null, layout: 'FULL', sound: 'FOLLOWS' } as const;
    const again = { ...session(), mainSourceId: hall.sourceId, ...taken };
    expect(await director.refusal('programme:take', again)).toBe('SESSION_ENDED');
    await director.ask('programme:start', session());
    expect(await director.refusal('programme:take', again)).toBeNull();
    expect((await follow(director)).programme.endedAt).toBeNull();
  });

  it('has no lines a minute after its end', async () => {
    await director.ask('programme:end', session());
    expect((await bench.media.snapshot()).lines).toHaveLength(2);
    await bench.stop();
    const { pool } = bench.server.database;
    expect(pool.ended).toBe(true);
    await bench.start();
    await bench.server.database.pool.query(
      `update programme set ended_at = now() - interval '2 minutes'`,
    );
    const closed = new Promise<void>((resolve) => {
      bench.media.onEvent((event) => {
        if (event.type === 'source-changed' && event.sourceId === hall.sourceId) resolve();
      });
    });
    await bench.restart();
    await closed;
    expect(await bench.media.snapshot()).toMatchObject({ lines: [], sessions: [] });
  });
});

describe('after a restart of the front door', () => {
  it('the pictures went on: lines, what is wanted and what is on air are adopted', async () => {
    await bench.take(director, studio.sourceId);
    await bench.take(director, hall.sourceId);
    const before = direction();
    const snapshot = await bench.media.snapshot();
    await bench.restart();
    const client = await bench.console(bench.near);
    expect(await client.ask('line:check', { lineId: hall.lineId })).toEqual({ isConnected: true });
    const place = { ...session(), siteId: bench.near.siteId };
    expect((await client.ask('hall:subscribe', place)).hall).toMatchObject({
      isPictureOnAir: true,
      wantedSourceIds: [hall.sourceId],
    });
    expect(direction()).toEqual(before);
    expect((await bench.media.snapshot()).lines).toEqual(snapshot.lines);
    const again = await bench.director();
    const view = await again.ask('control-room:subscribe', session());
    const slot = view.slots.find((one) => one.slot === 'MAIN');
    expect(slot).toMatchObject({ shownSourceId: hall.sourceId, status: 'SHOWN' });
  });

  it('a take that the node missed is carried out', async () => {
    await bench.take(director, studio.sourceId);
    bench.media.setAvailable(false);
    const { number } = await bench.take(director, hall.sourceId);
    bench.media.setAvailable(true);
    expect(direction()?.number).toBe(number - 1);
    await bench.restart();
    await (await bench.console(bench.near)).ask('line:check', { lineId: hall.lineId });
    expect(direction()).toMatchObject({ number, slots: { MAIN: hall.sourceId } });
  });
});

describe('after a restart of the media node', () => {
  it('halls are told to open new lines, and the programme is directed anew', async () => {
    await bench.take(director, studio.sourceId);
    await bench.take(director, hall.sourceId);
    const before = direction();
    const told = hall.client.next<EventPayload<'line:closed'>>('line:closed');
    bench.media.reset();
    expect(await told).toMatchObject({ lineId: hall.lineId, isTakenOver: false });
    const again = await bench.join(bench.near, hall.client);
    expect(again.sourceId).toBe(hall.sourceId);
    expect(direction()).toEqual(before);
    const { sources } = await bench.media.snapshot();
    expect(sources).toMatchObject([{ sourceId: hall.sourceId, isWanted: true }]);
  });
});

describe('the codec', () => {
  it('is that of the setting, and stays what it was when the programme was made', async () => {
    await bench.restart({ programmeCodec: 'VP8' });
    expect((await follow(await bench.director())).programme.codec).toBe('H264');
    const far = await bench.console(bench.round.far);
    const { sessionId } = bench.round.far;
    expect((await far.ask('programme:subscribe', { sessionId })).programme.codec).toBe('VP8');
  });
});
