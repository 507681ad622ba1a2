import { drizzle } from 'drizzle-orm/node-postgres';
import type pg from 'pg';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { EventPayload } from '#contract/registry.ts';
import { keepHallLine } from '#db/queries/hall-line.ts';
import { createLogger } from '../logger.ts';
import { Streams } from '../socket/streams.ts';
import { OnAirBench } from '../testing/on-air.ts';
import { ControlRoom } from './control-room.ts';
import { SessionFacts } from './session-facts.ts';

type Changed = EventPayload<'control-room:changed'>;

let bench: OnAirBench;
let room: ControlRoom;
let heard: (changed: Changed) => void;

beforeEach(async () => {
  bench = await OnAirBench.open();
  const streams = new Streams();
  streams.attach(
    (_room, _event, payload) => heard(payload as Changed),
    () => 1,
  );
  const { db } = bench.server.database;
  const { sessionId, conferenceId } = bench.near;
  const log = createLogger('silent');
  const facts = new SessionFacts();
  const isInStep = () => true;
  room = new ControlRoom({ db, streams, log, facts, isInStep, sessionId, conferenceId });
});
afterEach(async () => {
  room.close();
  await bench.close();
});

/** The database over a connection whose answers are on the way until it is let go. */
function slowDatabase(): {
  db: ReturnType<typeof drizzle>;
  answered: Promise<void>;
  letGo(): void;
} {
  const { pool } = bench.server.database;
  const gate = Promise.withResolvers<void>();
  const halls = Promise.withResolvers<void>();
  let answers = 0;
  const query = async (...given: Parameters<pg.Pool['query']>) => {
    const answer: unknown = await pool.query(...given);
    // The halls, their sources and the queue.
    if ((answers += 1) === 3) halls.resolve();
    await gate.promise;
    return answer;
  };
  const db = drizzle({ client: { query } as unknown as pg.Pool });
  return { db, answered: halls.promise, letGo: gate.resolve };
}

const next = () => new Promise<Changed>((resolve) => (heard = resolve));

it('never goes back to what it read before a change, however late that arrives', async () => {
  const { sessionId, siteId } = bench.near;
  const slow = slowDatabase();
  const view = room.view(slow.db);
  await slow.answered;
  const change = { isMutedByCentre: true };
  await keepHallLine(bench.server.database.db, { sessionId, siteId }, change);
  const told = next();
  room.markRows([siteId]);
  expect((await told).halls).toMatchObject([{ siteId, isMutedByCentre: true }]);
  slow.letGo();
  const { halls } = await view;
  expect(halls.find((hall) => hall.siteId === siteId)).toMatchObject(change);
  expect(halls).toHaveLength(3);
  const toldAgain = next();
  room.markFacts(siteId);
  expect((await toldAgain).halls).toMatchObject([{ siteId, isMutedByCentre: true }]);
});

it('lists a hall that was removed no longer', async () => {
  const { db, pool } = bench.server.database;
  expect((await room.view(db)).halls).toHaveLength(3);
  await pool.query('update site set removed_at = now() where id = $1', [bench.second.siteId]);
  expect((await room.view(db)).halls).toHaveLength(2);
});
