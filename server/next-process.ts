import { createServer } from 'node:http';
import path from 'node:path';
import next from 'next';
import { answerProbes } from './answer-probes.ts';

const ROOT = path.dirname(import.meta.dirname);
const HOST = '127.0.0.1';

/**
 * The pages' process: Next on loopback only, behind the front door. Takes its port from NEXT_PORT, says
 * `{ type: 'ready', port }` over IPC and ends with its parent. It only reads, so it may end at any time.
 */
async function main(): Promise<void> {
  const port = Number(process.env['NEXT_PORT']);
  process.on('disconnect', () => process.exit(0));
  process.on('SIGTERM', () => process.exit(0));
  answerProbes();
  const application = next({ dev: false, dir: ROOT, hostname: HOST, port });
  await application.prepare();
  const handle = application.getRequestHandler();
  const server = createServer((request, response) => void handle(request, response));
  // The front door keeps connections open to here: they must not be closed under its next request.
  server.keepAliveTimeout = 120_000;
  server.on('error', fail);
  server.listen(port, HOST, () => process.send?.({ type: 'ready', port }));
}

function fail(error: unknown): void {
  const message = error instanceof Error ? error.message : String(error);
  process.send?.({ type: 'failed', message });
  console.error(error);
  process.exit(1);
}

main().catch(fail);
