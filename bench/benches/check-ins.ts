import { commandOverSocket, dataOf } from '#contract/program-client.ts';
import { BARE_STATEMENT, scanOf } from '../check-in-event.ts';
import { pump, type Timing } from '../measure.ts';
import type { Measured, Row } from '../result.ts';
import { peopleInTurn, type Summoned } from '../roster-queue.ts';
import { type Part, useOf } from '../stack.ts';
import type { Workplace } from '../workplace.ts';

const IN_FLIGHT = [1, 16, 64];
const WARM_UP_MS = 1_000;
const FOR_MS = 5_000;

export const title = 'Durable check-ins, one person a command';

/**
 * Doors send one check-in a command and wait for the answer, which comes after the commit; beside
 * it the bare statement on the same database over as many connections as the front door has.
 * @throws Error when the database does not hold exactly what was acknowledged
 */
export async function run(workplace: Workplace): Promise<Measured> {
  const rows: Row[] = [];
  const seen = { acknowledged: 0, cpu: [] as Row[] };
  for (const inFlight of IN_FLIGHT) {
    const bare = await measureBare(workplace, inFlight);
    const contract = await measureContract(workplace, inFlight);
    seen.acknowledged += contract.acknowledged;
    seen.cpu = contract.cpu;
    const bareName = `bare statement, ${inFlight} in flight`;
    rows.push(...rowsOf(bareName, bare));
    rows.push(...rowsOf(`contract, ${inFlight} in flight`, contract.timing, bareName));
  }
  return {
    rows: [...rows, ...seen.cpu],
    notes: [
      `${seen.acknowledged} check-ins were acknowledged and each was found in the database.`,
      'The load generator runs on the same machine as the product: it takes part of the cores.',
    ],
  };
}

function rowsOf(what: string, timing: Timing, baseline?: string): Row[] {
  const compared = baseline === undefined ? {} : { baseline };
  return [
    { what, value: timing.perSecond, unit: 'check-ins/s', ...compared },
    { what: `${what}, p50`, value: timing.p50Ms, unit: 'ms', ...comparedAt('p50', baseline) },
    { what: `${what}, p99`, value: timing.p99Ms, unit: 'ms', ...comparedAt('p99', baseline) },
  ];
}

function comparedAt(share: string, baseline?: string): { baseline?: string } {
  return baseline === undefined ? {} : { baseline: `${baseline}, ${share}` };
}

async function measureBare(workplace: Workplace, inFlight: number): Promise<Timing> {
  const { round } = await workplace.stack();
  const database = await workplace.database();
  const sessionId = await workplace.newSession();
  const people = peopleInTurn(round);
  const operation = async () => {
    const next = people.next();
    if (next.done) return false;
    const { siteId, delegateId } = next.value;
    await database.query({
      name: 'bench:bare-check-in',
      text: BARE_STATEMENT,
      values: [sessionId, siteId, [delegateId]],
    });
    return true;
  };
  await pump({ inFlight, forMs: WARM_UP_MS, operation });
  return pump({ inFlight, forMs: FOR_MS, operation });
}

async function measureContract(workplace: Workplace, inFlight: number) {
  const stack = await workplace.stack();
  const doors = await workplace.doors();
  const sessionId = await workplace.newSession();
  const people: Generator<Summoned> = peopleInTurn(stack.round);
  let acknowledged = 0;
  const operation = async () => {
    const next = people.next();
    if (next.done) return false;
    const { hall, siteId, delegateId } = next.value;
    const input = { sessionId, siteId, events: [scanOf(delegateId)] };
    const answer = await commandOverSocket(doors[hall]!.socket, 'check-in:append', input);
    const [receipt] = dataOf(answer).receipts;
    if (receipt?.outcome !== 'COUNTED') throw new Error(`not counted: ${receipt?.outcome}`);
    acknowledged += 1;
    return true;
  };
  await pump({ inFlight, forMs: WARM_UP_MS, operation });
  const parts: Part[] = ['front-door', 'postgres'];
  const before = parts.map((part) => useOf(stack, part).cpuSeconds);
  const timing = await pump({ inFlight, forMs: FOR_MS, operation });
  const cpu = parts.map((part, index): Row => {
    const seconds = useOf(stack, part).cpuSeconds - before[index]!;
    return {
      what: `processor time of ${part}, ${inFlight} in flight`,
      value: (seconds / timing.count) * 1e6,
      unit: 'µs a check-in',
    };
  });
  await expectStored(workplace, { sessionId, acknowledged });
  return { timing, acknowledged, cpu };
}

/** @throws Error when an acknowledged check-in is missing or counted twice */
async function expectStored(
  workplace: Workplace,
  expected: { sessionId: string; acknowledged: number },
): Promise<void> {
  const database = await workplace.database();
  const { rows } = await database.query<{ events: number; present: number }>(
    `select (select count(*)::int from check_in where session_id = $1) as events,
       (select count(*)::int from attendance where session_id = $1 and status = 'PRESENT') as present`,
    [expected.sessionId],
  );
  const found = rows[0];
  if (found?.events !== expected.acknowledged || found.present !== expected.acknowledged) {
    throw new Error(`acknowledged ${expected.acknowledged}, stored ${JSON.stringify(found)}`);
  }
}
