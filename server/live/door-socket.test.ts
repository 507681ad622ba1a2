import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { EventPayload } from '#contract/registry.ts';
import type { DeviceActor, Principal } from '#domain/actor.ts';
import { createTestDatabase, dataOf, startTestServer } from '../testing/harness.ts';
import type { TestServer, TestSocket } from '../testing/harness.ts';
import { deviceOf, seedRound } from '../testing/round.ts';
import type { Round, RoundSite } from '../testing/round.ts';

type Changed = EventPayload<'door:changed'>;

let testDatabase: Awaited<ReturnType<typeof createTestDatabase>>;
let server: TestServer;
let round: Round;
let sockets: TestSocket[];
const principals = new Map<string, Principal>();

beforeEach(async () => {
  testDatabase = await createTestDatabase();
  server = await start();
  round = await seedRound(server.database.db);
  sockets = [];
});

afterEach(async () => {
  for (const one of sockets) one.close();
  await server.close();
  await testDatabase.drop();
});

function start(port = 0): Promise<TestServer> {
  return startTestServer({
    database: testDatabase,
    port,
    // Who is who is told, so that this test is of the door alone.
    identify: ({ cookie }) =>
      Promise.resolve(principals.get(cookie ?? '') ?? { account: null, device: null }),
  });
}

async function connectDoor(place: RoundSite): Promise<TestSocket> {
  const cookie = `door=${randomUUID()}`;
  principals.set(cookie, { account: null, device: deviceOf(place, 'DOOR') as DeviceActor });
  const opened = await server.connect({ cookie, actAs: 'device' });
  sockets.push(opened);
  return opened;
}

function present(place: RoundSite, index: number) {
  const moment = new Date().toISOString();
  return {
    id: randomUUID() as string,
    subject: { kind: 'DELEGATE' as const, delegateId: place.delegateIds[index]! },
    kind: 'PRESENT' as const,
    method: 'QR' as const,
    happenedAt: moment,
    deviceAt: moment,
  };
}

describe('two doors of one hall', () => {
  it('see each other’s marks, in order, without a gap', async () => {
    const { siteId, sessionId } = round.near;
    const [first, second] = [await connectDoor(round.near), await connectDoor(round.near)];
    const snapshot = dataOf(await second.request('door:subscribe', { siteId, sessionId }));
    const heard = second.next<Changed>('door:changed');
    const events = [present(round.near, 0)];
    await first.request('check-in:append', { siteId, sessionId, events });
    const changed = await heard;
    expect(changed.revision).toEqual({
      epoch: snapshot.revision.epoch,
      number: snapshot.revision.number + 1,
    });
    expect(changed.attendance).toMatchObject([
      { delegateId: round.near.delegateIds[0], status: 'PRESENT' },
    ]);
  });

  it('are asked to read again by another epoch after the centre restarted, and nothing is lost', async () => {
    const { siteId, sessionId } = round.near;
    const first = await connectDoor(round.near);
    const before = dataOf(await first.request('door:subscribe', { siteId, sessionId }));
    const event = present(round.near, 0);
    const sent = { siteId, sessionId, events: [event] };
    const counted = dataOf(await first.request('check-in:append', sent));
    const port = Number(new URL(server.origin).port);
    await server.close();
    server = await start(port);
    const again = await connectDoor(round.near);
    expect(dataOf(await again.request('check-in:append', sent)).receipts).toEqual(counted.receipts);
    const after = dataOf(await again.request('door:subscribe', { siteId, sessionId }));
    expect(after.revision.epoch).not.toBe(before.revision.epoch);
    expect(after.attendance).toMatchObject([{ status: 'PRESENT', decidingCheckInId: event.id }]);
  });
});

describe('a door of another hall', () => {
  it('hears nothing of this one and is refused', async () => {
    const { siteId, sessionId } = round.near;
    const stranger = await connectDoor(round.sibling);
    const own = await connectDoor(round.near);
    let heard = 0;
    stranger.socket.on('door:changed', () => (heard += 1));
    const refused = [
      await stranger.request('door:subscribe', { siteId, sessionId }),
      await stranger.request('check-in:append', {
        siteId,
        sessionId,
        events: [present(round.near, 0)],
      }),
    ];
    for (const answer of refused) expect(answer).toMatchObject({ ok: false, code: 'FORBIDDEN' });
    dataOf(await own.request('door:subscribe', { siteId, sessionId }));
    const changed = own.next<Changed>('door:changed');
    await own.request('check-in:append', { siteId, sessionId, events: [present(round.near, 1)] });
    await changed;
    expect(heard).toBe(0);
  });

  it('sees its own delegate who was counted elsewhere', async () => {
    const { sessionId } = round.near;
    const home = await connectDoor(round.sibling);
    const elsewhere = await connectDoor(round.near);
    dataOf(await home.request('door:subscribe', { siteId: round.sibling.siteId, sessionId }));
    const heard = home.next<Changed>('door:changed');
    const events = [present(round.sibling, 2)];
    const { siteId } = round.near;
    await elsewhere.request('check-in:append', { siteId, sessionId, events });
    expect((await heard).attendance).toMatchObject([
      { delegateId: round.sibling.delegateIds[2], presentSiteId: siteId },
    ]);
  });
});

describe('a rush', () => {
  it('of 64 in flight stores every mark once, in far fewer transactions', async () => {
    const { siteId, sessionId } = round.near;
    const doors = await Promise.all(Array.from({ length: 4 }, () => connectDoor(round.near)));
    const events = Array.from({ length: 400 }, (_, index) => present(round.near, index % 3));
    const answers = await inFlight(64, events, (event, index) =>
      doors[index % 4]!.request('check-in:append', { siteId, sessionId, events: [event] }),
    );
    const outcomes = answers.flatMap((answer) => dataOf(answer).receipts.map((one) => one.outcome));
    expect(outcomes).toHaveLength(400);
    expect(outcomes).not.toContain('REFUSED');
    // Each row keeps the transaction that wrote it.
    const { rows } = await server.database.pool.query<{ stored: number; transactions: number }>(
      'select count(*)::int stored, count(distinct xmin::text)::int transactions from check_in',
    );
    expect(rows[0]?.stored).toBe(400);
    expect(rows[0]?.transactions).toBeLessThan(100);
  });
});

async function inFlight<T, R>(
  limit: number,
  items: T[],
  run: (item: T, index: number) => Promise<R>,
): Promise<R[]> {
  const results: R[] = [];
  let next = 0;
  const lane = async () => {
    for (let index = next++; index < items.length; index = next++) {
      results[index] = await run(items[index]!, index);
    }
  };
  await Promise.all(Array.from({ length: limit }, lane));
  return results;
}
