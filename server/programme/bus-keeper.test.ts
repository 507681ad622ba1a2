import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findSession } from '#db/queries/session.ts';
import { holdOpen, untilLocksAwaited } from '../testing/lock-waits.ts';
import { createLogger } from '../logger.ts';
import type { MediaPort } from '../media-link/media-port.ts';
import { MemoryMediaPort } from '../media-link/memory-media-port.ts';
import { Streams } from '../socket/streams.ts';
import { createOnAir } from './create-on-air.ts';
import { OnAirBench } from '../testing/on-air.ts';
import type { JoinedHall, LiveClient } from '../testing/on-air.ts';

let bench: OnAirBench;
let director: LiveClient;
let hall: JoinedHall;

beforeEach(async () => {
  ({ bench, director, hall } = await OnAirBench.openWithHall());
  await director.ask('programme:start', session());
  await bench.take(director, hall.sourceId);
});
afterEach(() => bench.close());

const session = () => ({ sessionId: bench.sessionId });
const pool = () => bench.server.database.pool;
const hasBus = async (media: MediaPort) => (await media.snapshot()).sessions.length > 0;
const view = () => director.ask('control-room:subscribe', session());

describe('what the node tells while its lines are being adopted', () => {
  /** Brings the node in step anew, with the given events after it has answered what it has. */
  async function adoptWhile(happens: () => void): Promise<void> {
    const letGo = await holdOpen(pool(), 'lock table programme in access exclusive mode');
    bench.media.emit({ type: 'reset', epoch: 'same' });
    await untilLocksAwaited(pool(), 1);
    happens();
    await letGo();
    // Answered once the node is in step.
    await director.refusal('line:check', { lineId: hall.lineId });
  }

  it('is newer than what it answered: a hall that is gone is lost, and nothing is on air', async () => {
    await adoptWhile(() => bench.media.dropLine(hall.lineId));
    const { halls, slots } = await view();
    expect(halls.find(({ siteId }) => siteId === bench.near.siteId)).toMatchObject({
      line: 'LOST',
      hasPicture: false,
      hasSound: false,
    });
    expect(slots.find(({ slot }) => slot === 'MAIN')).toMatchObject({ shownSourceId: null });
  });

  it('leaves no line in the book that has closed: another console may come', async () => {
    await adoptWhile(() => bench.media.dropLine(hall.lineId));
    expect(await hall.client.refusal('line:check', { lineId: hall.lineId })).toBe('LINE_NOT_FOUND');
    expect((await bench.join(bench.near)).sourceId).toBe(hall.sourceId);
  });

  it('comes in its order: a line that was lost and came back is up', async () => {
    await adoptWhile(() => {
      bench.media.setConnected(hall.lineId, false);
      bench.media.setConnected(hall.lineId, true);
    });
    expect(await hall.client.ask('line:check', { lineId: hall.lineId })).toEqual({
      isConnected: true,
    });
    const { halls } = await view();
    expect(halls.find(({ siteId }) => siteId === bench.near.siteId)).toMatchObject({ line: 'UP' });
  });
});

describe('a database that was restored under the node', () => {
  it('is directed by again: the bus begins anew, and the halls come back to it', async () => {
    await pool().query('update programme set number = 1, main_source_id = null');
    await pool().query('delete from programme_history where number > 1');
    await bench.restart();
    director = await bench.director();
    const console = await bench.console(bench.near);
    const { lineId } = hall;
    expect(await console.refusal('line:check', { lineId })).toBe('LINE_NOT_FOUND');
    expect(bench.media.directionOf(bench.sessionId)).toMatchObject({
      number: 1,
      slots: { MAIN: null },
    });
    hall = await bench.join(bench.near, console);
    await bench.take(director, hall.sourceId);
    expect(bench.media.directionOf(bench.sessionId)).toMatchObject({
      number: 2,
      slots: { MAIN: hall.sourceId },
    });
  });

  it('may know nothing of a session: its lines end', async () => {
    await pool().query('delete from programme_history; delete from programme');
    await bench.restart();
    const console = await bench.console(bench.near);
    const { lineId } = hall;
    expect(await console.refusal('line:check', { lineId })).toBe('LINE_NOT_FOUND');
    expect((await bench.media.snapshot()).lines).toEqual([]);
    expect((await bench.join(bench.near, console)).sourceId).toBe(hall.sourceId);
  });
});

describe('a session that was started and never ended', () => {
  it('gives up its bus hours after its planned end, and gets it again when somebody comes', async () => {
    const { db } = bench.server.database;
    const planned = await findSession(db, bench.sessionId);
    let hoursAfter = 5;
    const now = () => new Date(planned!.endsAt.getTime() + hoursAfter * 3_600_000);
    // Another front door beside a node of its own: nobody is on the line there.
    const media = new MemoryMediaPort();
    const log = createLogger('silent');
    const onAir = createOnAir({
      ...{ db, media, streams: new Streams(), log, now, codec: 'H264' },
      isKept: () => false,
      onProgramme: () => {},
    });
    const sweepTwice = async () => {
      await onAir.keeper.sweep();
      await onAir.keeper.sweep();
    };
    await onAir.keeper.ready();
    await sweepTwice();
    expect(await hasBus(media)).toBe(true);
    hoursAfter = 7;
    await onAir.keeper.sweep();
    await onAir.keeper.open(bench.sessionId);
    await onAir.keeper.sweep();
    expect(await hasBus(media)).toBe(true);
    await sweepTwice();
    expect(await hasBus(media)).toBe(false);
    await onAir.keeper.open(bench.sessionId);
    expect(media.directionOf(bench.sessionId)?.slots.MAIN).toBe(hall.sourceId);
    onAir.close();
  });
});
