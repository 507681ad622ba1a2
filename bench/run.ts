import * as broadcast from './benches/broadcast.ts';
import * as busCost from './benches/bus-cost.ts';
import * as checkIns from './benches/check-ins.ts';
import * as dashboardQuery from './benches/dashboard-query.ts';
import * as importRoster from './benches/import.ts';
import * as liveFigures from './benches/live-figures.ts';
import * as offlineBurst from './benches/offline-burst.ts';
import * as pageBytes from './benches/page-bytes.ts';
import * as startTimes from './benches/start-times.ts';
import * as stateCost from './benches/state-cost.ts';
import * as takeLatency from './benches/take-latency.ts';
import * as videoHalls from './benches/video-halls.ts';
import { describeSurroundings, keepResult, type Measured, sectionOf } from './result.ts';
import { Workplace } from './workplace.ts';

interface Bench {
  title: string;
  run(workplace: Workplace): Promise<Measured>;
}

/** In the order of running: each finds the product as the one before left it. */
const BENCHES: Record<string, Bench> = {
  'state-cost': stateCost,
  'check-ins': checkIns,
  'offline-burst': offlineBurst,
  'live-figures': liveFigures,
  'dashboard-query': dashboardQuery,
  import: importRoster,
  'take-latency': takeLatency,
  'bus-cost': busCost,
  'video-halls': videoHalls,
  broadcast,
  'page-bytes': pageBytes,
  'start-times': startTimes,
};

/**
 * `npm run bench` runs all, `npm run bench -- NAME …` the named ones; `--quick` only tries whether those
 * on video work, and keeps no figure. Ends with code 1 when one fails.
 */
async function main(args: string[]): Promise<number> {
  const isQuick = args.includes('--quick');
  const names = args.filter((arg) => arg !== '--quick');
  const unknown = names.filter((name) => !(name in BENCHES));
  if (unknown.length > 0) {
    console.error(
      `no bench "${unknown.join('", "')}"; there are: ${Object.keys(BENCHES).join(', ')}`,
    );
    return 2;
  }
  const workplace = new Workplace({ isQuick });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void workplace.close().finally(() => process.exit(130)));
  }
  let failures = 0;
  try {
    for (const name of names.length > 0 ? names : Object.keys(BENCHES)) {
      if (!(await runOne(name, workplace))) failures += 1;
    }
  } finally {
    await workplace.close();
  }
  return failures === 0 ? 0 : 1;
}

async function runOne(name: string, workplace: Workplace): Promise<boolean> {
  const { title, run } = BENCHES[name]!;
  console.log(`\nmeasuring ${name} …`);
  const surroundings = describeSurroundings();
  const beganMs = performance.now();
  try {
    const measured = await run(workplace);
    const measuredAt = new Date().toISOString();
    const result = { name, title, measuredAt, ...surroundings, ...measured };
    if (!workplace.isQuick) keepResult(result);
    console.log(`\n${sectionOf(result).join('\n')}`);
    console.log(`\n${name} took ${Math.round((performance.now() - beganMs) / 1_000)} s`);
    return true;
  } catch (error) {
    console.error(`${name} failed: ${error instanceof Error ? error.stack : String(error)}`);
    return false;
  }
}

process.exitCode = await main(process.argv.slice(2));
