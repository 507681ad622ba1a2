import type { Socket } from 'socket.io-client';
import { commandOverSocket, dataOf } from '#contract/program-client.ts';
import type { CommandInput } from '#contract/registry.ts';
import type { SeedRound } from '#db/seed/round.ts';
import { BARE_STATEMENT, scanOf } from '../check-in-event.ts';
import { percentile } from '../measure.ts';
import type { Measured, Row } from '../result.ts';
import { peopleByHall } from '../roster-queue.ts';
import { mapAtOnce, useOf } from '../stack.ts';
import type { Workplace } from '../workplace.ts';

/** What a door sends at once after a time without a network. */
const BATCH = 100;
const EVERYBODY = 51_962;
const MAX_ATTEMPTS = 10;

export const title = '51,962 offline check-ins of 766 doors, all at once';

/**
 * Every hall was without a network while everybody came; then all 766 doors deliver at the same
 * moment. Beside it the bare statement with the same batches one after the other.
 * @throws Error when figures differ from what was acknowledged
 */
export async function run(workplace: Workplace): Promise<Measured> {
  const stack = await workplace.stack();
  const doors = await workplace.doors();
  const bareSeconds = await measureBare(workplace, stack.round);
  const sessionId = await workplace.newSession();
  const outboxes = new Map(batchesByHall(stack.round));
  const before = { door: useOf(stack, 'front-door'), postgres: useOf(stack, 'postgres') };
  const startedAt = performance.now();
  const answeredAfterMs: number[] = [];
  let counted = 0;
  let retries = 0;
  await Promise.all(
    doors.map(async ({ siteId, socket }) => {
      for (const batch of outboxes.get(siteId) ?? []) {
        const input = { sessionId, siteId, events: batch.map(scanOf) };
        const receipts = await deliver(socket, input, () => (retries += 1));
        counted += receipts.filter((receipt) => receipt.outcome === 'COUNTED').length;
      }
      answeredAfterMs.push(performance.now() - startedAt);
    }),
  );
  const acknowledgedSeconds = (performance.now() - startedAt) / 1000;
  const figuresSeconds = await untilFiguresRight(workplace, { sessionId, startedAt });
  if (counted !== EVERYBODY) throw new Error(`only ${counted} were counted`);
  const after = { door: useOf(stack, 'front-door'), postgres: useOf(stack, 'postgres') };
  const bare = 'bare statement, batch after batch';
  const cpu = (part: 'door' | 'postgres') => after[part].cpuSeconds - before[part].cpuSeconds;
  const rows: Row[] = [
    { what: bare, value: bareSeconds, unit: 's' },
    { what: 'until all are acknowledged', value: acknowledgedSeconds, unit: 's', baseline: bare },
    { what: 'until all figures are right', value: figuresSeconds, unit: 's', baseline: bare },
    { what: 'check-ins a second', value: EVERYBODY / acknowledgedSeconds, unit: '/s' },
    { what: 'door finished, p50', value: percentile(answeredAfterMs, 0.5) / 1000, unit: 's' },
    { what: 'door finished, p99', value: percentile(answeredAfterMs, 0.99) / 1000, unit: 's' },
    { what: 'processor time of front-door', value: cpu('door'), unit: 's' },
    { what: 'processor time of postgres', value: cpu('postgres'), unit: 's' },
    {
      what: 'memory of front-door after it',
      value: after.door.residentBytes / 2 ** 20,
      unit: 'MiB',
    },
  ];
  return {
    rows,
    notes: [
      `${doors.length} doors, up to ${BATCH} check-ins a command, one command of a door at a time; ${retries} commands had no answer in 20 s and were sent again with the same ids.`,
      '“Figures right”: the announcer’s figures, counted again from all records, name all 51,962 as present.',
    ],
  };
}

type AppendInput = CommandInput<'check-in:append'>;

/** As a real door: without an answer it sends the same events again. */
async function deliver(socket: Socket, input: AppendInput, onRetry: () => void) {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return dataOf(await commandOverSocket(socket, 'check-in:append', input)).receipts;
    } catch (error) {
      if (attempt === MAX_ATTEMPTS) throw error;
      onRetry();
    }
  }
}

function batchesByHall(round: SeedRound): [siteId: string, batches: string[][]][] {
  return [...peopleByHall(round)].map(([siteId, ids]) => {
    const count = Math.ceil(ids.length / BATCH);
    const batches = Array.from({ length: count }, (_, n) => ids.slice(n * BATCH, (n + 1) * BATCH));
    return [siteId, batches];
  });
}

async function measureBare(workplace: Workplace, round: SeedRound): Promise<number> {
  const database = await workplace.database();
  const sessionId = await workplace.newSession();
  const batches = batchesByHall(round).flatMap(([siteId, list]) =>
    list.map((delegateIds) => ({ siteId, delegateIds })),
  );
  const startedAt = performance.now();
  await mapAtOnce(batches, 20, ({ siteId, delegateIds }) =>
    database.query({
      name: 'bench:bare-check-in',
      text: BARE_STATEMENT,
      values: [sessionId, siteId, delegateIds],
    }),
  );
  return (performance.now() - startedAt) / 1000;
}

/** Asks the records themselves, not a counter, until they name everybody. */
async function untilFiguresRight(
  workplace: Workplace,
  { sessionId, startedAt }: { sessionId: string; startedAt: number },
): Promise<number> {
  const database = await workplace.database();
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const { rows } = await database.query<{ present: number; events: number }>(
      `select (select count(*)::int from attendance where session_id = $1 and status = 'PRESENT') as present,
         (select count(*)::int from check_in where session_id = $1) as events`,
      [sessionId],
    );
    if (rows[0]?.present === EVERYBODY && rows[0].events === EVERYBODY) {
      return (performance.now() - startedAt) / 1000;
    }
  }
  throw new Error('the figures do not name everybody');
}
