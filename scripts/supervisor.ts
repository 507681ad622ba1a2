import { ROOT } from './bootstrap.mjs';
import { exitWith } from './report.mjs';
import { parseStartOptions } from './start-options.mjs';
import { Application } from './supervisor/application.ts';
import { readSettings } from './supervisor/settings.ts';

/** Signals within this time are one Ctrl-C: the terminal and npm both pass it on. */
const SAME_SIGNAL_MS = 1_000;

async function main(): Promise<void> {
  const options = parseStartOptions(process.argv.slice(2));
  const application = new Application({ options, settings: readSettings(ROOT, options) });
  let stoppingSinceMs: number | null = null;
  const stop = () => {
    if (stoppingSinceMs !== null) {
      if (Date.now() - stoppingSinceMs > SAME_SIGNAL_MS) application.killNow();
      return;
    }
    stoppingSinceMs = Date.now();
    application.stop().then(() => process.exit(0), exitWith);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
  process.on('disconnect', stop);
  try {
    await application.start();
  } catch (error) {
    if (stoppingSinceMs !== null) return;
    stoppingSinceMs = Date.now();
    await application.stop();
    exitWith(error);
  }
}

await main();
