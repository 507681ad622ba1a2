import { setTimeout as delay } from 'node:timers/promises';
import type pg from 'pg';
import { commandOverSocket, dataOf } from '#contract/program-client.ts';
import { mapAtOnce } from '../at-once.ts';
import { BARE_STATEMENT } from '../check-in-event.ts';
import type { Measured } from '../result.ts';
import { peopleByHall } from '../roster-queue.ts';
import { useOf } from '../stack.ts';
import type { Workplace } from '../workplace.ts';

const IDLE_MS = 10_000;
const KIB = 1024;

export const title = 'What a hall and a delegate cost';

/** Memory and processor time of 766 open doors at rest, and bytes of a delegate and a check-in. */
export async function run(workplace: Workplace): Promise<Measured> {
  const stack = await workplace.stack();
  const sessionId = await workplace.newSession();
  const before = useOf(stack, 'front-door');
  const doors = await workplace.doors();
  await mapAtOnce(doors, 8, async ({ siteId, socket }) =>
    dataOf(await commandOverSocket(socket, 'door:subscribe', { siteId, sessionId })),
  );
  const opened = useOf(stack, 'front-door');
  await delay(IDLE_MS);
  const rested = useOf(stack, 'front-door');
  const bytes = await bytesOfRecords(workplace, sessionId);
  const openedBytes = rested.residentBytes - before.residentBytes;
  const idleSeconds = rested.cpuSeconds - opened.cpuSeconds;
  const perDoor = 'front-door, at rest';
  return {
    rows: [
      { what: perDoor, value: before.residentBytes / KIB / KIB, unit: 'MiB' },
      { what: 'one more open door', value: openedBytes / KIB / doors.length, unit: 'KiB' },
      {
        what: 'to enrol, connect and show one door',
        value: ((opened.cpuSeconds - before.cpuSeconds) / doors.length) * 1000,
        unit: 'ms of front-door',
      },
      {
        what: `${doors.length} open doors at rest`,
        value: (idleSeconds / (IDLE_MS / 1000)) * 100,
        unit: '% of a core',
      },
      { what: 'a delegate in the database', value: bytes.delegate, unit: 'bytes with indexes' },
      { what: 'a check-in and its record', value: bytes.checkIn, unit: 'bytes with indexes' },
    ],
    notes: ['Memory is resident memory: it moves with the collector by some tens of MiB.'],
  };
}

async function bytesOfRecords(workplace: Workplace, sessionId: string) {
  const { round } = await workplace.stack();
  const database = await workplace.database();
  const before = await sizeOf(database, ['check_in', 'attendance']);
  await mapAtOnce([...peopleByHall(round)], 8, ([siteId, delegateIds]) =>
    database.query(BARE_STATEMENT, [sessionId, siteId, delegateIds]),
  );
  const after = await sizeOf(database, ['check_in', 'attendance']);
  const people = round.delegates.length;
  return {
    delegate: (await sizeOf(database, ['delegate'])) / people,
    checkIn: (after - before) / people,
  };
}

async function sizeOf(database: pg.Pool, tables: string[]): Promise<number> {
  const { rows } = await database.query<{ bytes: string }>(
    'select sum(pg_total_relation_size(name::regclass)) as bytes from unnest($1::text[]) as name',
    [tables],
  );
  return Number(rows[0]?.bytes ?? 0);
}
