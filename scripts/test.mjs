// npm test: everything that CI checks, on a fresh clone with Node 20 and npm.
import { bootstrap, goOn } from './bootstrap.mjs';
import { exitWith } from './report.mjs';

try {
  process.exitCode = await goOn(await bootstrap(), ['scripts/checks.ts', ...process.argv.slice(2)]);
} catch (error) {
  exitWith(error);
}
