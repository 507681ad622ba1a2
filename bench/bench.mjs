// `npm run bench`: brings Node 24 and the dependencies, as `npm start` does, and goes on there.
import { bootstrap, goOn } from '../scripts/bootstrap.mjs';
import { exitWith } from '../scripts/report.mjs';

try {
  const node = await bootstrap();
  process.exitCode = await goOn(node, ['bench/run.ts', ...process.argv.slice(2)]);
} catch (error) {
  exitWith(error);
}
