// npm run restore -- FILE [--replace] [--data DIR]
import { bootstrap, goOn } from './bootstrap.mjs';
import { exitWith } from './report.mjs';

try {
  const args = process.argv.slice(2);
  process.exitCode = await goOn(await bootstrap(), ['scripts/backup/run-restore.ts', ...args]);
} catch (error) {
  exitWith(error);
}
