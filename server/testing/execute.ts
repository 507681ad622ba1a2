import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { OpenDatabase } from '#db/client.ts';
import { createExecute } from '../commands/execute.ts';
import type { Execute } from '../commands/execute.ts';
import type { Handlers } from '../commands/handler.ts';
import type { BroadcastFacts, BroadcastWish } from '../broadcast-link/broadcast-port.ts';
import type { InputFacts, InputWish } from '../input-link/input-port.ts';
import { MemoryNodePort } from '../private-socket/memory-node-port.ts';
import { compose } from '../compose.ts';
import type { HttpRoute } from '../http/route.ts';
import { createLogger } from '../logger.ts';
import { MemoryMediaPort } from '../media-link/memory-media-port.ts';
import { Streams } from '../socket/streams.ts';
import { testConfig } from './config.ts';

/** All handlers as the front door composes them, without sockets: the caller says who acts. */
export function createTestExecute(
  database: OpenDatabase,
  planted: Partial<Handlers> = {},
): { execute: Execute; routes: HttpRoute[]; close(): Promise<void> } {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'diem-cau-execute-'));
  const config = testConfig({ databaseUrl: '', dataDir });
  const log = createLogger(process.env['TEST_LOG_LEVEL'] ?? 'silent');
  const now = () => new Date();
  const composed = compose({
    config,
    database,
    log,
    now,
    streams: new Streams(),
    media: new MemoryMediaPort(),
    broadcast: new MemoryNodePort<BroadcastWish, BroadcastFacts>(),
    input: new MemoryNodePort<InputWish, InputFacts>(),
    disconnect: () => {},
    isConnected: () => false,
    connectedKeys: () => [],
  });
  return {
    execute: createExecute({
      db: database.db,
      handlers: { ...composed.handlers, ...planted } as Handlers,
      log,
      masterKey: config.secrets.masterKey,
      now,
    }),
    routes: composed.routes,
    close: async () => {
      await composed.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
