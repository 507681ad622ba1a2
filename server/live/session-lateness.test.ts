import { randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { attendance } from '#db/schema/attendance.ts';
import { session } from '#db/schema/conference.ts';
import { dataOf, startTestServer } from '../testing/harness.ts';
import type { TestServer } from '../testing/harness.ts';
import { accountWith, seedRound } from '../testing/round.ts';
import type { Round } from '../testing/round.ts';

let server: TestServer;
let round: Round;
const organiser = accountWith({ role: 'ORGANISER', scope: { kind: 'ALL' } });

beforeAll(async () => {
  const account = organiser.kind === 'account' ? organiser : null;
  server = await startTestServer({ identify: () => Promise.resolve({ account, device: null }) });
  round = await seedRound(server.database.db);
});
afterAll(() => server.close());

async function isLate(): Promise<boolean | undefined> {
  const { sessionId } = round.near;
  const rows = await server.database.db
    .select()
    .from(attendance)
    .where(eq(attendance.sessionId, sessionId));
  return rows[0]?.isLate;
}

it('judges everybody anew when the hour of being late moves', async () => {
  const { sessionId, siteId, delegateIds } = round.near;
  const [row] = await server.database.db.select().from(session).where(eq(session.id, sessionId));
  if (!row) throw new Error('no session');
  const moment = new Date().toISOString();
  const event = {
    id: randomUUID(),
    subject: { kind: 'DELEGATE' as const, delegateId: delegateIds[0] ?? '' },
    kind: 'PRESENT' as const,
    method: 'QR' as const,
    happenedAt: moment,
    deviceAt: moment,
  };
  dataOf((await server.post('check-in:append', { sessionId, siteId, events: [event] })).answer);
  expect(await isLate()).toBe(false);
  const fieldsWith = (lateAfter: Date) => ({
    name: row.name,
    startsAt: row.startsAt.toISOString(),
    endsAt: row.endsAt.toISOString(),
    lateAfter: lateAfter.toISOString(),
  });
  const move = async (from: Date, to: Date) =>
    dataOf(
      (
        await server.post('session:update', {
          ...{ sessionId, ...fieldsWith(to) },
          expected: fieldsWith(from),
        })
      ).answer,
    );
  await move(row.lateAfter, row.startsAt);
  expect(await isLate()).toBe(true);
  await move(row.startsAt, row.lateAfter);
  expect(await isLate()).toBe(false);
});
