import { parseArgs } from 'node:util';
import type { Count } from './checks/count.ts';
import { addCounts } from './checks/count.ts';
import { PROVE_STAGES, STAGES } from './checks/stages.ts';
import { ClearError, exitWith, secondsSinceStart } from './report.mjs';

const KNOWN = { ...STAGES, ...PROVE_STAGES };
const HELP = `npm test [-- --only STAGE[,STAGE…]]
stages: ${Object.keys(KNOWN).join(', ')}`;

/** Runs the stages in order, goes on after a failure, and ends with the line `N passed, N failed`. */
async function main(): Promise<void> {
  process.on('disconnect', () => process.exit(1));
  const { values } = readArguments();
  if (values.help) return console.log(HELP);
  const wanted = values.only?.split(',') ?? Object.keys(STAGES);
  const unknown = wanted.filter((name) => !(name in KNOWN));
  if (unknown.length > 0) throw new ClearError(`no stage ${unknown.join(', ')}. ${HELP}`, 2);

  let total: Count = { passed: 0, failed: 0 };
  const summary: string[] = [];
  for (const name of wanted) {
    const from = Date.now();
    console.log(`\n— ${name}`);
    const count = await runStage(name);
    total = addCounts(total, count);
    const seconds = ((Date.now() - from) / 1000).toFixed(1).padStart(7);
    summary.push(`${seconds} s ${name}: ${count.passed} passed, ${count.failed} failed`);
  }
  console.log(`\n${summary.join('\n')}\n${secondsSinceStart().toFixed(0).padStart(7)} s in all`);
  console.log(`${total.passed} passed, ${total.failed} failed`);
  process.exit(total.failed === 0 && total.passed > 0 ? 0 : 1);
}

function readArguments() {
  try {
    return parseArgs({ options: { only: { type: 'string' }, help: { type: 'boolean' } } });
  } catch (error) {
    throw new ClearError(`${(error as Error).message.split('. ')[0]}\n${HELP}`, 2);
  }
}

async function runStage(name: string): Promise<Count> {
  try {
    return await KNOWN[name]!();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return { passed: 0, failed: 1 };
  }
}

main().catch(exitWith);
