import { commandOverSocket, dataOf } from '#contract/program-client.ts';
import type { EventPayload } from '#contract/registry.ts';
import type { Socket } from 'socket.io-client';
import { mapAtOnce } from '../at-once.ts';
import { scanOf } from '../check-in-event.ts';
import { percentile } from '../measure.ts';
import type { Measured } from '../result.ts';
import { peopleByHall } from '../roster-queue.ts';
import { connect, useOf } from '../stack.ts';
import type { Workplace } from '../workplace.ts';

const DASHBOARDS = 200;
const SCANS_PER_SECOND = 40;
const SCANS = 600;
/** The last scan's change is on its way for at most this long. */
const SETTLE_MS = 5_000;

/** Places in a cell and in a hall row; see contract/figures.ts. */
const SITE = 0;
const PRESENT = 4;

export const title = 'From a scan to 200 open dashboards';

/**
 * One person is scanned at each of 600 halls, 40 a second, while 200 dashboards are open; measured
 * from sending the scan to the moment a dashboard has the hall's new figure.
 * @throws Error when a dashboard misses a scan
 */
export async function run(workplace: Workplace): Promise<Measured> {
  const stack = await workplace.stack();
  const doors = await workplace.doors();
  const sessionId = await workplace.newSession();
  const clock = new ScanClock();
  const sockets = await mapAtOnce(Array.from({ length: DASHBOARDS }), 8, async () => {
    const socket = await connect(stack.administrator);
    await watch(socket, sessionId, clock);
    return socket;
  });
  const before = useOf(stack, 'front-door').cpuSeconds;
  const acknowledged: number[] = [];
  const startedAt = performance.now();
  const people = peopleByHall(stack.round);
  const scans = Array.from({ length: SCANS }, async (_, index) => {
    await wait(startedAt + (index * 1000) / SCANS_PER_SECOND - performance.now());
    const { siteId, socket } = doors[index]!;
    const sentAt = clock.sent(siteId);
    const input = { sessionId, siteId, events: [scanOf(people.get(siteId)![0]!)] };
    dataOf(await commandOverSocket(socket, 'check-in:append', input));
    acknowledged.push(performance.now() - sentAt);
  });
  await Promise.all(scans);
  await clock.untilSeen(SCANS * DASHBOARDS, SETTLE_MS);
  const seconds = (performance.now() - startedAt) / 1000;
  const cpu = useOf(stack, 'front-door').cpuSeconds - before;
  for (const socket of sockets) socket.close();
  const latencies = clock.latenciesMs;
  if (latencies.length !== SCANS * DASHBOARDS) {
    throw new Error(`${latencies.length} of ${SCANS * DASHBOARDS} changes were seen`);
  }
  const acknowledgedRow = 'scan → acknowledged at the door, p50';
  return {
    rows: [
      { what: acknowledgedRow, value: percentile(acknowledged, 0.5), unit: 'ms' },
      {
        what: 'scan → dashboard, p50',
        value: percentile(latencies, 0.5),
        unit: 'ms',
        baseline: acknowledgedRow,
      },
      {
        what: 'scan → dashboard, p95',
        value: percentile(latencies, 0.95),
        unit: 'ms',
        baseline: acknowledgedRow,
      },
      {
        what: 'scan → dashboard, p99',
        value: percentile(latencies, 0.99),
        unit: 'ms',
        baseline: acknowledgedRow,
      },
      { what: 'front-door meanwhile', value: (100 * cpu) / seconds, unit: '% of a core' },
    ],
    notes: [
      `${SCANS} scans at ${SCANS_PER_SECOND} a second, ${DASHBOARDS} dashboards: every one of ${latencies.length} changes was seen.`,
      'Dashboards get changes at most once a second by design: half a second of the median is that pause.',
    ],
  };
}

/** When each hall's scan was sent, and when each dashboard saw it. */
class ScanClock {
  readonly latenciesMs: number[] = [];
  readonly #sentAt = new Map<string, number>();

  sent(siteId: string): number {
    const now = performance.now();
    this.#sentAt.set(siteId, now);
    return now;
  }

  seen(siteId: string): void {
    const sentAt = this.#sentAt.get(siteId);
    if (sentAt !== undefined) this.latenciesMs.push(performance.now() - sentAt);
  }

  async untilSeen(count: number, forMs: number): Promise<void> {
    const until = performance.now() + forMs;
    while (this.latenciesMs.length < count && performance.now() < until) await wait(20);
  }
}

async function watch(socket: Socket, sessionId: string, clock: ScanClock): Promise<void> {
  const known = new Set<number>();
  let sites: string[] = [];
  socket.on('figures:changed', (change: EventPayload<'figures:changed'>) => {
    if (change.sessionId !== sessionId) return;
    for (const cell of change.cells) {
      const site = cell[SITE]!;
      if (cell[PRESENT]! === 0 || known.has(site)) continue;
      known.add(site);
      clock.seen(sites[site]!);
    }
  });
  const answer = await commandOverSocket(socket, 'figures:subscribe', { sessionId });
  sites = dataOf(answer).structure.sites.map((site) => site.id);
}

function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, Math.max(0, ms)));
}
