import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { EventPayload } from '#contract/registry.ts';
import { exampleHallReport } from '#contract/hall.ts';
import { accountWith } from '../testing/round.ts';
import { OnAirBench } from '../testing/on-air.ts';
import type { LiveClient } from '../testing/on-air.ts';

type Changed = EventPayload<'control-room:changed'>;
type StillsChanged = EventPayload<'control-room:stills-changed'>;

const STILL = '/9j/4AAQSkZJRgABAQAAAQABAAD';

let bench: OnAirBench;
let director: LiveClient;

beforeEach(async () => {
  bench = await OnAirBench.open();
  director = await bench.director();
});
afterEach(() => bench.close());

const session = () => ({ sessionId: bench.sessionId });
const place = () => ({ ...session(), siteId: bench.near.siteId });
const follow = () => director.ask('control-room:subscribe', session());

async function viewOf(siteId: string) {
  return (await follow()).halls.find((hall) => hall.siteId === siteId)!;
}

function nextOf(siteId: string, fits: (hall: Changed['halls'][number]) => boolean) {
  return director.next<Changed>('control-room:changed', ({ halls }) =>
    halls.some((hall) => hall.siteId === siteId && fits(hall)),
  );
}

describe('the control room', () => {
  it('lists every hall of the conference by code, also those that never joined', async () => {
    const { halls, queue, sources, slots, programme } = await follow();
    expect(halls.map(({ code }) => code)).toEqual(['HN-01', 'HN-02', 'HN-03']);
    expect(halls[0]).toMatchObject({
      line: 'NONE',
      since: null,
      hasConsole: true,
      hasPicture: false,
      sourceId: null,
      report: null,
      unitName: 'Đảng bộ phường Ba Đình',
    });
    expect({ queue, sources }).toEqual({ queue: [], sources: [] });
    expect(slots).toHaveLength(5);
    expect(programme.number).toBe(0);
  });

  it('sees a hall join, show itself, be lost and come back', async () => {
    await follow();
    const { siteId } = bench.near;
    const shown = nextOf(siteId, ({ line, hasSound }) => line === 'UP' && hasSound);
    const { lineId, sourceId } = await bench.join(bench.near);
    const { sources } = await shown;
    expect(sources).toContainEqual(
      expect.objectContaining({ sourceId, name: 'Điểm cầu HN-01', isCentral: false }),
    );
    const lost = nextOf(siteId, ({ line }) => line === 'LOST');
    bench.media.setConnected(lineId, false);
    expect((await lost).halls.find((hall) => hall.siteId === siteId)?.since).not.toBeNull();
    const up = nextOf(siteId, ({ line }) => line === 'UP');
    bench.media.setConnected(lineId, true);
    await up;
    const gone = nextOf(siteId, ({ line, hasPicture }) => line === 'LOST' && !hasPicture);
    bench.media.dropLine(lineId);
    await gone;
  });

  it('tells a hall that was lost from those that never came or left, after a restart too', async () => {
    const lost = await bench.join(bench.near);
    const left = await bench.join(bench.second);
    bench.media.dropLine(lost.lineId);
    await left.client.ask('line:close', { lineId: left.lineId });
    await director.ask('hall:mute-all', session());
    const linesOf = async () => (await follow()).halls.map(({ code, line }) => [code, line]);
    const lines = [
      ['HN-01', 'LOST'],
      ['HN-02', 'NONE'],
      ['HN-03', 'NONE'],
    ];
    expect(await linesOf()).toEqual(lines);
    await bench.restart();
    director = await bench.director();
    // Answered once it is known what the node has.
    await bench.openLine(director);
    expect(await linesOf()).toEqual(lines);
    await director.ask('programme:end', session());
    await bench.restart();
    director = await bench.director();
    await director.refusal('line:check', { lineId: lost.lineId });
    expect((await linesOf()).map(([, line]) => line)).toEqual(['NONE', 'NONE', 'NONE']);
  });

  it('sees the slots follow the programme, and starve', async () => {
    const { lineId, sourceId } = await bench.join(bench.near);
    await follow();
    const seen = (status: string, shownSourceId: string | null) =>
      director.next<Changed>('control-room:changed', ({ slots }) =>
        slots.some(
          (one) =>
            one.slot === 'MAIN' && one.status === status && one.shownSourceId === shownSourceId,
        ),
      );
    const shown = seen('SHOWN', sourceId);
    await bench.take(director, sourceId);
    await shown;
    const starved = seen('STARVED', null);
    bench.media.dropLine(lineId);
    await starved;
    const back = seen('SHOWN', sourceId);
    await bench.join(bench.near);
    await back;
  });

  it('gets the queue whole and the programme by itself', async () => {
    const { client } = await bench.join(bench.near);
    await follow();
    const queued = director.next<Changed>('control-room:changed', ({ queue }) => queue !== null);
    await client.ask('speaker:request', { ...place(), note: 'Góp ý' });
    expect((await queued).queue).toMatchObject([{ note: 'Góp ý', status: 'REQUESTED' }]);
    const told = director.next<EventPayload<'programme:changed'>>('programme:changed');
    await director.ask('programme:set-notice', { ...session(), notice: 'BREAK' });
    expect((await told).programme.notice).toBe('BREAK');
  });

  it('numbers its events without a gap', async () => {
    const { revision } = await follow();
    const numbers: number[] = [];
    director.socket.on('control-room:changed', (event: Changed) => {
      numbers.push(event.revision.number);
    });
    const { client } = await bench.join(bench.near);
    for (const lossPercent of [1, 2]) {
      const told = nextOf(bench.near.siteId, (hall) => hall.report?.lossPercent === lossPercent);
      await client.ask('hall:report', {
        ...place(),
        report: { ...exampleHallReport, lossPercent },
      });
      await told;
    }
    expect(numbers).toEqual(numbers.map((_, index) => revision.number + 1 + index));
  });

  it('forgets the report of a hall whose line was lost', async () => {
    const { client, lineId } = await bench.join(bench.near);
    await client.ask('hall:report', { ...place(), report: exampleHallReport });
    expect((await viewOf(bench.near.siteId)).report).toEqual(exampleHallReport);
    bench.media.setConnected(lineId, false);
    expect((await viewOf(bench.near.siteId)).report).toBeNull();
  });

  it('hears the levels of the programme', async () => {
    await bench.join(bench.near);
    await follow();
    const told = director.next<EventPayload<'control-room:levels'>>('control-room:levels');
    bench.media.emit({
      type: 'levels',
      sessionId: bench.sessionId,
      slots: { SOUND_CENTRE: -31 },
    });
    expect((await told).levels).toEqual([{ slot: 'SOUND_CENTRE', dbov: -31 }]);
  });

  it('sees when a hall’s console is ended, and when another is enrolled', async () => {
    const organiser = await bench.connect(
      accountWith({ role: 'ORGANISER', scope: { kind: 'ALL' } }),
    );
    const { siteId, deviceIds } = bench.near;
    await follow();
    const ended = nextOf(siteId, ({ hasConsole }) => !hasConsole);
    await organiser.ask('device:revoke', { deviceId: deviceIds.CONSOLE });
    await ended;
    // The round's own links have no codes.
    await organiser.ask('device-link:reissue', {
      ...{ siteId, revokesDevices: false },
      deviceKind: 'CONSOLE',
    });
    const { links } = await organiser.ask('device-link:list', { siteId });
    const { code } = links.find(({ deviceKind }) => deviceKind === 'CONSOLE')!;
    const enrolled = nextOf(siteId, ({ hasConsole }) => hasConsole);
    const secret = { kind: 'CODE', code: code ?? '' } as const;
    const { answer } = await bench.server.post('device:enrol', { secret, label: '' });
    expect(answer).toMatchObject({ ok: true });
    await enrolled;
  });

  it('asks again after halls of the conference changed', async () => {
    const organiser = await bench.connect({
      kind: 'account',
      accountId: 'organiser',
      name: 'Người thử',
      grants: [{ role: 'ORGANISER', scope: { kind: 'ALL' } }],
    });
    const before = await follow();
    const told = director.next<Changed>('control-room:changed');
    await organiser.ask('site:create', {
      conferenceId: bench.near.conferenceId,
      ...{ code: 'HN-04', name: 'Điểm cầu mới', tier: 'OTHER', mode: 'ONLINE' },
      ...{ unitId: null, parentSiteId: null, contactName: '', contactPhone: '' },
      plannedCount: null,
    } as Parameters<typeof organiser.ask<'site:create'>>[1]);
    expect((await told).revision.number).toBeGreaterThan(before.revision.number + 1);
    expect((await follow()).halls).toHaveLength(4);
  });
});

describe('the wall of stills', () => {
  it('has the latest of each hall, and goes on for those who follow it', async () => {
    const { client } = await bench.join(bench.near);
    await client.ask('hall:still', { ...place(), still: STILL });
    const follows = { ...session(), isFollowing: true };
    const { stills } = await director.ask('control-room:stills', follows);
    expect(stills).toMatchObject([{ siteId: bench.near.siteId, still: STILL }]);
    const told = director.next<StillsChanged>('control-room:stills-changed');
    await client.ask('hall:still', { ...place(), still: `${STILL}AAAA` });
    expect((await told).stills).toMatchObject([{ still: `${STILL}AAAA` }]);
  });

  it('refuses what is no JPEG, and what is too large', async () => {
    const { client } = await bench.join(bench.near);
    for (const still of ['iVBORw0KGgo=', `/9j/${'A'.repeat(20_000)}`, `${STILL}"<svg>`]) {
      expect(await client.refusal('hall:still', { ...place(), still })).toBe('INVALID_INPUT');
    }
  });
});

describe('a city’s round', () => {
  it('of 766 halls is listed at a small cost', async () => {
    const { pool } = bench.server.database;
    await pool.query(
      `insert into site (conference_id, code, name, search_key, tier, mode)
       select $1, 'X-' || lpad(n::text, 4, '0'), 'Điểm cầu ' || n, 'diem cau', 'COMMUNE', 'ONLINE'
       from generate_series(1, 763) n`,
      [bench.near.conferenceId],
    );
    await pool.query(
      `insert into source (conference_id, site_id, key, kind, name)
       select conference_id, id, 'main', 'HALL', '' from site where conference_id = $1`,
      [bench.near.conferenceId],
    );
    await follow();
    const before = process.cpuUsage();
    const { halls, sources } = await follow();
    const { user, system } = process.cpuUsage(before);
    expect(halls).toHaveLength(766);
    expect(sources).toHaveLength(766);
    // 25–50 ms of processor time for server and client together; waiting for a busy machine is not counted.
    expect((user + system) / 1_000).toBeLessThan(500);
  });
});
