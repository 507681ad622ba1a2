import { readFileSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import type { Server } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { Config } from '../config.ts';

/**
 * A whole upload over a slow line; Node's five minutes would cut it. One that stalls is given up
 * earlier (`STALLED_AFTER_MS`).
 */
const REQUEST_TIMEOUT_MS = 30 * 60_000;

/** The server of the front door, with TLS where there are files for it; nothing listens yet. */
export function createFrontServer({ tls }: Pick<Config, 'tls'>): Server {
  const server = tls
    ? createHttpsServer({
        cert: readFileSync(tls.certFile),
        key: readFileSync(tls.keyFile),
        minVersion: 'TLSv1.2',
      })
    : createHttpServer();
  server.requestTimeout = REQUEST_TIMEOUT_MS;
  return server;
}
