import { commandOverSocket, dataOf } from '#contract/program-client.ts';
import type { CommandOutput } from '#contract/registry.ts';
import { mapAtOnce } from '../at-once.ts';
import { BARE_STATEMENT } from '../check-in-event.ts';
import { percentile } from '../measure.ts';
import type { Measured } from '../result.ts';
import { peopleByHall } from '../roster-queue.ts';
import { connect } from '../stack.ts';
import type { Workplace } from '../workplace.ts';

const TIMES = 40;
/** Place of `present` in a cell; see contract/figures.ts. */
const PRESENT = 4;

/** Every record of the session counted by hall, unit and category, by one plain statement. */
const PLAIN_QUERY = `
  select d.site_id, d.unit_id, d.category_id, count(*)::int as summoned,
    count(*) filter (where a.status = 'PRESENT')::int as present
  from delegate d
  left join attendance a on a.session_id = $1 and a.delegate_id = d.id
  where d.conference_id = $2 and d.removed_at is null
  group by 1, 2, 3`;

export const title = 'Opening a dashboard of 766 halls and 51,962 people';

/**
 * A session in which everybody has come: how long the records take to be counted, and how long a
 * person waits for the first figures of a dashboard.
 * @throws Error when the figures do not name everybody
 */
export async function run(workplace: Workplace): Promise<Measured> {
  const { round, administrator } = await workplace.stack();
  const database = await workplace.database();
  const sessionId = await workplace.newSession();
  await mapAtOnce([...peopleByHall(round)], 10, ([siteId, delegateIds]) =>
    database.query(BARE_STATEMENT, [sessionId, siteId, delegateIds]),
  );
  await database.query('analyze attendance');
  const plain = await timesOf(() =>
    database.query(PLAIN_QUERY, [sessionId, round.conference.id]).then(() => undefined),
  );
  const socket = await connect(administrator);
  let figures: CommandOutput<'figures:subscribe'> | null = null;
  const opened = await timesOf(async () => {
    figures = dataOf(await commandOverSocket(socket, 'figures:subscribe', { sessionId }));
    await commandOverSocket(socket, 'figures:unsubscribe', { sessionId });
  });
  socket.close();
  const answer = figures as CommandOutput<'figures:subscribe'> | null;
  const present = answer?.cells.reduce((sum, cell) => sum + cell[PRESENT]!, 0);
  if (present !== round.delegates.length) throw new Error(`${present} are present`);
  const baseline = 'plain query, p50';
  return {
    rows: [
      { what: baseline, value: percentile(plain, 0.5), unit: 'ms' },
      { what: 'plain query, p99', value: percentile(plain, 0.99), unit: 'ms' },
      { what: 'dashboard opened, first of a session', value: opened[0]!, unit: 'ms', baseline },
      {
        what: 'dashboard opened, p50',
        value: percentile(opened.slice(1), 0.5),
        unit: 'ms',
        baseline,
      },
      { what: 'dashboard opened, p99', value: percentile(opened.slice(1), 0.99), unit: 'ms' },
      { what: 'first figures', value: JSON.stringify(answer).length / 1024, unit: 'KiB' },
    ],
    notes: [
      `${answer?.cells.length} cells, ${round.delegates.length} people; one after the other.`,
    ],
  };
}

/** Milliseconds of each of some runs, one after the other. */
async function timesOf(run: () => Promise<void>): Promise<number[]> {
  const times: number[] = [];
  for (let time = 0; time < TIMES; time += 1) {
    const from = performance.now();
    await run();
    times.push(performance.now() - from);
  }
  return times;
}
