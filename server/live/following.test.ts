import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CommandInput } from '#contract/registry.ts';
import { WATCH_KNOWN_MS, WATCH_REPORT_EVERY_MS } from '#domain/following.ts';
import { OnAirBench } from '../testing/on-air.ts';
import type { JoinedHall, LiveClient } from '../testing/on-air.ts';
import { accountWith } from '../testing/round.ts';

let bench: OnAirBench;
let director: LiveClient;
let official: LiveClient;
let console: LiveClient;
/** On video, while `second` only follows television. */
let hall: JoinedHall;

beforeEach(async () => {
  ({ bench, director, hall } = await OnAirBench.openWithHall());
  const { conferenceId } = bench.round.near;
  official = await bench.connect(
    accountWith({ role: 'OFFICIAL', scope: { kind: 'CONFERENCE', conferenceId } }),
  );
  const { pool } = bench.server.database;
  await pool.query(`update site set mode = 'TV_ONLY' where id = $1`, [bench.second.siteId]);
  console = await bench.console(bench.second);
});
afterEach(() => bench.close());

const session = () => ({ sessionId: bench.sessionId });
const place = () => ({ ...session(), siteId: bench.second.siteId });
const report = (watch: CommandInput<'following:report-watch'>['watch'], client = console) =>
  client.ask('following:report-watch', { ...place(), watch });
const PLAYING = { condition: 'PLAYING', step: 'high' } as const;

async function listed(siteId = bench.second.siteId, client = official) {
  const { halls } = await client.ask('following:list', session());
  return halls.find((one) => one.siteId === siteId);
}
const kind = async () => (await listed())?.kind;
const now = () => bench.server.clock.now.toISOString();
function later(ms: number) {
  const { clock } = bench.server;
  clock.now = new Date(clock.now.getTime() + ms);
}

describe('how halls follow', () => {
  it('is told to officials and directors alike, of each hall', async () => {
    expect(await listed()).toMatchObject({ kind: 'TELEVISION', at: null });
    expect((await listed(bench.near.siteId))?.kind).toBe('FULL');
    await console.ask('following:say', { ...place(), canFollow: true });
    expect(await listed()).toMatchObject({ kind: 'TELEVISION_SEEN', at: now() });
    const { halls } = await director.ask('control-room:subscribe', session());
    const inRoom = halls.find(({ siteId }) => siteId === place().siteId);
    expect(inRoom?.following).toEqual({ kind: 'TELEVISION_SEEN', at: now() });
  });

  it('knows a watch page by its own word alone, and forgets it when it falls silent', async () => {
    await report(PLAYING);
    const since = now();
    later(WATCH_REPORT_EVERY_MS);
    await report(PLAYING);
    expect(await listed()).toMatchObject({ kind: 'WATCH', at: since });
    await report({ condition: 'PLAYING', step: 'low' });
    expect(await listed()).toMatchObject({ kind: 'WATCH_LOWER', at: now() });
    later(WATCH_KNOWN_MS);
    expect(await kind()).toBe('TELEVISION');
  });

  it('takes the page of the projector for the hall’s too, until it is closed', async () => {
    const projector = await bench.device(bench.second, 'PROJECTOR');
    await report({ condition: 'STALLED', step: null });
    expect(await kind()).toBe('WATCH_STALLED');
    await report(PLAYING, projector);
    expect(await kind()).toBe('WATCH');
    await report(null, projector);
    await report(null);
    expect(await kind()).toBe('TELEVISION');
  });

  it('keeps what people said over a restart, and lets them say otherwise', async () => {
    await console.ask('following:say', { ...place(), canFollow: false });
    await report(PLAYING);
    expect(await kind()).toBe('CANNOT');
    await bench.restart();
    const { conferenceId } = bench.round.near;
    official = await bench.connect(
      accountWith({ role: 'OFFICIAL', scope: { kind: 'CONFERENCE', conferenceId } }),
    );
    expect(await kind()).toBe('CANNOT');
    const phone = await bench.device(bench.second, 'HEADCOUNT');
    await phone.ask('following:say', { ...place(), canFollow: true });
    expect(await kind()).toBe('TELEVISION_SEEN');
  });

  it('is each hall’s own to say, and cut to the reader’s reach', async () => {
    const elsewhere = { ...session(), siteId: bench.near.siteId, canFollow: false };
    expect(await console.refusal('following:say', elsewhere)).toBe('FORBIDDEN');
    const door = await bench.device(bench.second, 'DOOR');
    expect(await door.refusal('following:say', { ...place(), canFollow: true })).toBe('FORBIDDEN');
    expect(await console.refusal('following:list', session())).toBe('FORBIDDEN');
    const { unitId, unitPath: path } = bench.near;
    const scope = { kind: 'UNIT', unitId, path } as const;
    const ofUnit = await bench.connect(accountWith({ role: 'UNIT_ADMIN', scope }));
    const { halls } = await ofUnit.ask('following:list', session());
    expect(halls.map(({ siteId }) => siteId)).toEqual([bench.near.siteId]);
  });
});

describe('a hall that calls for help', () => {
  it('is seen in the control room until either side says that it has it', async () => {
    const asked = async () => {
      const { halls } = await director.ask('control-room:subscribe', session());
      return halls.find(({ siteId }) => siteId === place().siteId)?.helpAskedAt;
    };
    expect(await asked()).toBeNull();
    await console.ask('hall:ask-help', { ...place(), isNeeded: true });
    expect(await asked()).toBe(now());
    expect(await console.refusal('hall:end-help', place())).toBe('FORBIDDEN');
    await director.ask('hall:end-help', place());
    expect(await asked()).toBeNull();
    await console.ask('hall:ask-help', { ...place(), isNeeded: true });
    await console.ask('hall:ask-help', { ...place(), isNeeded: false });
    expect(await asked()).toBeNull();
  });
});

describe('a television hall that is called up', () => {
  it('speaks by telephone: who spoke is done, no picture is taken, and it is told each step', async () => {
    await bench.take(director, hall.sourceId);
    const { requestId } = await console.ask('speaker:request', { ...place(), note: '' });
    await director.ask('speaker:prepare', { requestId });
    const state = async () => (await console.ask('hall:subscribe', place())).hall.speakerRequest;
    expect((await state())?.status).toBe('STANDBY');
    await director.ask('speaker:call', { requestId });
    expect((await state())?.status).toBe('ON_AIR');
    expect(bench.media.directionOf(bench.sessionId)?.slots.MAIN).toBe(hall.sourceId);
    await director.ask('speaker:finish', { requestId });
    expect(await state()).toBeNull();
  });
});
