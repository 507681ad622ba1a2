import type { Server as HttpServer } from 'node:http';
import { sql } from 'drizzle-orm';
import type { OpenDatabase } from '#db/client.ts';
import type { BroadcastPort } from './broadcast-link/broadcast-port.ts';
import { BROADCAST_WORDS } from './broadcast-link/broadcast-port.ts';
import { assertEveryCommandHandled, createExecute } from './commands/execute.ts';
import type { Config } from './config.ts';
import { compose } from './compose.ts';
import { createFrontServer } from './http/create-front-server.ts';
import { tellFullDisk, watchDisk } from './http/full-disk.ts';
import { createNextProxy } from './http/next-proxy.ts';
import { createRequestListener } from './http/create-request-listener.ts';
import type { Identify } from './identity/principal-source.ts';
import type { InputPort } from './input-link/input-port.ts';
import { INPUT_WORDS } from './input-link/input-port.ts';
import { SocketNodePort } from './private-socket/socket-node-port.ts';
import type { Logger } from './logger.ts';
import type { MediaPort } from './media-link/media-port.ts';
import { SocketMediaPort } from './media-link/socket-media-port.ts';
import { createMetrics } from './metrics.ts';
import { attachSockets } from './socket/attach-sockets.ts';
import type { Sockets } from './socket/attach-sockets.ts';
import { Streams } from './socket/streams.ts';

export interface RunningServer {
  httpServer: HttpServer;
  sockets: Sockets;
  /** Resolves once listening, with the port taken (also when 0 was asked). */
  listen(): Promise<number>;
  /** Takes nothing new, finishes what runs, closes in the order front to back. */
  close(): Promise<void>;
}

/**
 * Builds the front door from its parts; nothing listens yet. The caller owns the database and closes
 * it after `close()`.
 */
export function createServer(parts: {
  config: Config;
  database: OpenDatabase;
  log: Logger;
  now?: () => Date;
  /** The media node; tests bring one in memory, which they close. */
  media?: MediaPort;
  broadcast?: BroadcastPort;
  input?: InputPort;
  /** Tests name the actors themselves. */
  identify?: Identify;
}): RunningServer {
  const { config, database, log } = parts;
  const now = parts.now ?? (() => new Date());
  const streams = new Streams();
  const httpServer = createFrontServer(config);
  const { media, closeMedia } = mediaOf(parts);
  const broadcast =
    parts.broadcast ??
    SocketNodePort.open({ socketPath: config.broadcastSocket, words: BROADCAST_WORDS });
  const input =
    parts.input ?? SocketNodePort.open({ socketPath: config.inputSocket, words: INPUT_WORDS });
  let sockets: Sockets | null = null;
  const composed = compose({
    config,
    database,
    log,
    now,
    streams,
    media,
    broadcast,
    input,
    disconnect: (key) => sockets?.disconnect(key),
    isConnected: (key) => sockets?.isConnected(key) ?? false,
    connectedKeys: () => sockets?.connectedKeys() ?? [],
  });
  assertEveryCommandHandled(composed.handlers);
  const isDiskFull = watchDisk(config.databaseFolder);
  const executeOnce = createExecute({
    db: database.db,
    handlers: composed.handlers,
    log,
    masterKey: config.secrets.masterKey,
    now,
  });
  const execute = tellFullDisk(executeOnce, isDiskFull);
  const identify = parts.identify ?? composed.identify;
  const { whyUnknown } = composed;
  const { publicUrl, trustedProxies } = config;
  sockets = attachSockets(httpServer, {
    execute,
    identify,
    whyUnknown,
    onEnded: composed.onEnded,
    recheckAbsent: composed.recheckAbsent,
    streams,
    log,
    publicUrl,
    trustedProxies,
  });
  const next = createNextProxy(config);
  const metrics = createMetrics({
    io: sockets.io,
    pool: database.pool,
    viewers: composed.viewers,
  });
  httpServer.on(
    'request',
    createRequestListener({
      db: database.db,
      execute,
      identify,
      whyUnknown,
      routes: composed.routes,
      next,
      log,
      now,
      publicUrl,
      trustedProxies,
      isSecure: config.tls !== undefined,
      isHealthy: () => isReachable(database),
      isDiskFull,
      metrics: metrics.read,
    }),
  );
  return {
    httpServer,
    sockets,
    listen: () => listen(httpServer, config),
    close: async () => {
      await sockets.close();
      httpServer.closeAllConnections();
      next.close();
      await composed.close();
      closeMedia();
      broadcast.close();
      input.close();
    },
  };
}

function mediaOf(parts: { config: Config; log: Logger; media?: MediaPort }) {
  if (parts.media) return { media: parts.media, closeMedia: () => {} };
  const link = SocketMediaPort.open({ socketPath: parts.config.mediaSocket, log: parts.log });
  return { media: link, closeMedia: () => link.close() };
}

function listen(httpServer: HttpServer, config: Config): Promise<number> {
  return new Promise((resolve, reject) => {
    httpServer.once('error', reject);
    httpServer.listen(config.port, config.host, () => {
      const address = httpServer.address();
      resolve(typeof address === 'object' && address ? address.port : config.port);
    });
  });
}

async function isReachable(database: OpenDatabase): Promise<boolean> {
  try {
    await database.db.execute(sql`select 1`);
    return true;
  } catch {
    return false;
  }
}
