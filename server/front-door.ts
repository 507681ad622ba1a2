import { openDatabase } from '#db/client.ts';
import { answerProbes } from './answer-probes.ts';
import { parseConfig } from './config.ts';
import { createServer } from './create-server.ts';
import { createLogger } from './logger.ts';

/**
 * The front door's process. Started by the supervisor with its settings in the environment and an IPC
 * channel, over which it says `{ type: 'ready', port }`; it ends with its parent.
 */
async function main(): Promise<void> {
  const config = parseConfig(process.env);
  const log = createLogger(config.logLevel);
  const database = openDatabase(config.databaseUrl);
  const server = createServer({ config, database, log });
  let isStopping = false;
  const stop = async () => {
    if (isStopping) return;
    isStopping = true;
    await server.close();
    await database.close();
    process.exit(0);
  };
  process.on('SIGTERM', () => void stop());
  process.on('SIGINT', () => void stop());
  process.on('disconnect', () => void stop());
  answerProbes();
  const port = await server.listen();
  process.send?.({ type: 'ready', port });
  log.info({ port }, 'the front door listens');
}

main().catch((error: unknown) => {
  const message = error instanceof Error ? error.message : String(error);
  process.send?.({ type: 'failed', message });
  console.error(message);
  process.exit(1);
});
