import { randomUUID } from 'node:crypto';
import type { Socket } from 'socket.io-client';
import { commandOverSocket, dataOf } from '#contract/program-client.ts';
import type { CommandAnswer } from '#contract/command.ts';
import type { CommandInput, CommandOutput } from '#contract/registry.ts';
import type { SeedRound } from '#db/seed/round.ts';
import { mapAtOnce } from '../at-once.ts';
import { BARE_STATEMENT, scanOf } from '../check-in-event.ts';
import { percentile } from '../measure.ts';
import type { Measured, Row } from '../result.ts';
import { peopleByHall } from '../roster-queue.ts';
import { connect, type Stack, useOf } from '../stack.ts';
import type { Workplace } from '../workplace.ts';

/** What a door sends at once after a time without a network. */
const BATCH = 100;
const EVERYBODY = 51_962;
/** The door's page asks again after this long; see app/_live/live-connection.ts. */
const PATIENCE_MS = 5_000;
const MAX_ATTEMPTS = 100;
const FIGURES_TIMEOUT_MS = 60_000;

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
  const dashboard = await Dashboard.open(stack, sessionId);
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
  const figuresSeconds = await dashboard.untilPresent(EVERYBODY, startedAt);
  await expectStored(workplace, sessionId);
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
      `${doors.length} doors, up to ${BATCH} check-ins a command, one command of a door at a time; ${retries} commands had no answer in ${PATIENCE_MS / 1000} s and were sent again with the same ids.`,
      '“Figures right”: an open dashboard shows all 51,962 as present; the records, counted again, say the same.',
    ],
  };
}

type Figures = CommandOutput<'figures:subscribe'>;
type AppendInput = CommandInput<'check-in:append'>;

/** As a real door: without an answer it sends the same events again. */
async function deliver(socket: Socket, input: AppendInput, onRetry: () => void) {
  for (let attempt = 1; ; attempt += 1) {
    try {
      const request = { commandId: randomUUID(), input };
      const answer: unknown = await socket
        .timeout(PATIENCE_MS)
        .emitWithAck('check-in:append', request);
      return dataOf(answer as CommandAnswer<CommandOutput<'check-in:append'>>).receipts;
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

/** An open dashboard: what its reader sees, kept by the changes that arrive. */
class Dashboard {
  readonly #present = new Map<string, number>();
  #lastChangeAt = performance.now();

  static async open(stack: Stack, sessionId: string): Promise<Dashboard> {
    const dashboard = new Dashboard();
    const socket = await connect(stack.administrator);
    socket.on('figures:changed', (change: Pick<Figures, 'cells'>) => dashboard.#take(change));
    dashboard.#take(dataOf(await commandOverSocket(socket, 'figures:subscribe', { sessionId })));
    return dashboard;
  }

  /** Seconds from a moment until the cells name so many people. */
  async untilPresent(count: number, startedAt: number): Promise<number> {
    const giveUpAt = performance.now() + FIGURES_TIMEOUT_MS;
    while (this.#total() !== count) {
      if (performance.now() > giveUpAt) throw new Error(`the dashboard shows ${this.#total()}`);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    return (this.#lastChangeAt - startedAt) / 1000;
  }

  #take({ cells }: Pick<Figures, 'cells'>): void {
    for (const [site, unit, category, , present] of cells) {
      this.#present.set(`${site}/${unit}/${category}`, present!);
    }
    this.#lastChangeAt = performance.now();
  }

  #total(): number {
    return [...this.#present.values()].reduce((sum, present) => sum + present, 0);
  }
}

/** @throws Error when the database does not hold everybody exactly once */
async function expectStored(workplace: Workplace, sessionId: string): Promise<void> {
  const database = await workplace.database();
  const { rows } = await database.query<{ present: number; events: number }>(
    `select (select count(*)::int from attendance where session_id = $1 and status = 'PRESENT') as present,
       (select count(*)::int from check_in where session_id = $1) as events`,
    [sessionId],
  );
  if (rows[0]?.present !== EVERYBODY || rows[0].events !== EVERYBODY) {
    throw new Error(`stored: ${JSON.stringify(rows[0])}`);
  }
}
