import type { OpenDatabase } from '#db/client.ts';
import type { Handlers } from './commands/handler.ts';
import type { Config } from './config.ts';
import type { HttpRoute } from './http/route.ts';
import { NOBODY } from './identity/principal-source.ts';
import type { Identify } from './identity/principal-source.ts';
import type { Logger } from './logger.ts';
import type { Streams } from './socket/streams.ts';

export interface ComposeParts {
  config: Config;
  database: OpenDatabase;
  log: Logger;
  now: () => Date;
  streams: Streams;
  /** Ends every socket of an actor, by its key. */
  disconnect(actorKey: string): void;
  /** Whether a socket of that actor is open. */
  isConnected(actorKey: string): boolean;
}

export interface Composed {
  handlers: Handlers;
  identify: Identify;
  routes: HttpRoute[];
  close(): Promise<void>;
}

/** The one place where the live parts meet: none of them imports another. */
export function compose(_parts: ComposeParts): Composed {
  const handlers = {};
  return {
    handlers: handlers as Handlers,
    identify: () => Promise.resolve(NOBODY),
    routes: [],
    close: () => Promise.resolve(),
  };
}
