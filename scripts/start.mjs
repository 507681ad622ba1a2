// npm start: see docs/operations.md. Nothing is needed before it but Node 20 and npm.
import { bootstrap, goOn } from './bootstrap.mjs';
import { exitWith } from './report.mjs';
import { START_HELP, parseStartOptions } from './start-options.mjs';

try {
  const args = process.argv.slice(2);
  if (parseStartOptions(args).isHelp) {
    console.log(START_HELP);
  } else {
    const node = await bootstrap();
    process.exitCode = await goOn(node, ['scripts/supervisor.ts', ...args]);
  }
} catch (error) {
  exitWith(error);
}
