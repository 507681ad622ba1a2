import { randomInt, randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { commandOverHttp } from '#contract/program-client.ts';
import type { CommandInput } from '#contract/registry.ts';
import { findRunningPostgres } from '#scripts/postgres/ensure-postgres.ts';
import { startProduct } from './product.ts';
import type { Product } from './product.ts';
import { openHall, presentEvent, signInFirstAdministrator } from './round-of-commands.ts';
import type { OpenHall } from './round-of-commands.ts';

const KILLS = Number(process.env['KILLS'] ?? 24);
const IN_FLIGHT = 32;
const DELEGATES = 40;
const PARTS = ['front-door', 'next-process', 'postgres'] as const;

type Event = CommandInput<'check-in:append'>['events'][number];

let product: Product;
let hall: OpenHall;

beforeAll(async () => {
  product = await startProduct();
  if (!product.administratorLink) throw new Error('no first administrator link');
  const administrator = await signInFirstAdministrator(product.origin, product.administratorLink);
  hall = await openHall(administrator, { delegates: DELEGATES });
}, 300_000);
afterAll(() => product.stop(), 60_000);

/** What the clients were told: ids of events whose receipt came back, and how often each was sent. */
interface Log {
  acknowledged: Set<string>;
  attempts: number;
  refused: number;
}

/** A walk-in: unlike a delegate's, each event is one more person. */
function walkInEvent(): Event {
  const moment = new Date().toISOString();
  return {
    id: randomUUID(),
    subject: { kind: 'WALK_IN', walkInId: randomUUID() },
    kind: 'WALK_IN',
    method: 'MANUAL',
    happenedAt: moment,
    deviceAt: moment,
    detail: { personName: 'Khách mời' },
  };
}

/** Sends one event after the other, each again and again until its receipt comes. */
async function clerk(log: Log, isOver: () => boolean): Promise<void> {
  while (!isOver()) {
    const delegateId = hall.delegateIds[randomInt(DELEGATES)] ?? '';
    const event = randomInt(4) === 0 ? presentEvent(delegateId, Date.now()) : walkInEvent();
    while (!(await deliver(event, log))) await delay(100);
  }
}

async function deliver(event: Event, log: Log): Promise<boolean> {
  log.attempts += 1;
  const { sessionId, siteId, door } = hall;
  const input = { sessionId, siteId, events: [event] };
  const sent = await commandOverHttp(door, 'check-in:append', input).catch(() => null);
  if (!sent?.answer.ok) return false;
  const outcome = sent.answer.data.receipts[0]?.outcome ?? 'REFUSED';
  if (outcome === 'REFUSED') log.refused += 1;
  else log.acknowledged.add(event.id);
  return true;
}

/** Waits until more receipts have come than before: every part is back. */
async function recovered(log: Log): Promise<void> {
  const before = log.acknowledged.size;
  while (log.acknowledged.size < before + 2 * IN_FLIGHT) await delay(50);
}

async function killSome(log: Log): Promise<void> {
  for (let kill = 0; kill < KILLS; kill += 1) {
    const part = PARTS[kill % PARTS.length] ?? 'front-door';
    await delay(randomInt(50, 1500));
    const victim = product.pidsOf(part)[0];
    if (victim === undefined) throw new Error(`no process of ${part}`);
    process.kill(victim, 'SIGKILL');
    await recovered(log);
  }
}

it(
  `keeps every acknowledged check-in, once, through ${KILLS} kills`,
  { timeout: 900_000 },
  async () => {
    const log: Log = { acknowledged: new Set(), attempts: 0, refused: 0 };
    let isOver = false;
    const clerks = Array.from({ length: IN_FLIGHT }, () => clerk(log, () => isOver));
    await killSome(log);
    isOver = true;
    await Promise.all(clerks);

    const client = new pg.Client({
      connectionString: (await findRunningPostgres(product.dataDir)) ?? '',
    });
    await client.connect();
    const stored = await client.query<{ id: string }>('select id from check_in');
    const walkIns = await client.query<{ n: number }>(
      'select count(*)::int as n from walk_in where not is_undone',
    );
    const counted = await client.query<{ n: number }>(
      `select count(*)::int as n from check_in where subject_kind = 'WALK_IN'`,
    );
    const present = await client.query<{ n: number; people: number }>(
      `select count(*)::int as n, count(distinct delegate_id)::int as people
     from attendance where status = 'PRESENT'`,
    );
    await client.end();
    const ids = new Set(stored.rows.map(({ id }) => id));
    console.log(
      `${log.acknowledged.size} acknowledged, ${ids.size} stored, ${log.attempts} sent, ${KILLS} kills`,
    );
    expect([...log.acknowledged].filter((id) => !ids.has(id))).toEqual([]);
    expect(log.refused).toBe(0);
    expect(stored.rows.length).toBe(ids.size);
    expect(walkIns.rows[0]?.n).toBe(counted.rows[0]?.n);
    expect(present.rows[0]?.n).toBe(present.rows[0]?.people);
    expect(present.rows[0]?.n).toBeLessThanOrEqual(DELEGATES);
  },
);
