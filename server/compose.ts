import type { OpenDatabase } from '#db/client.ts';
import { CheckInWriter } from './check-in/check-in-writer.ts';
import { DoorAnnouncer } from './check-in/door-announcer.ts';
import type { Handlers } from './commands/handler.ts';
import type { Config } from './config.ts';
import type { HttpRoute } from './http/route.ts';
import { NOBODY } from './identity/principal-source.ts';
import type { Identify } from './identity/principal-source.ts';
import { createAgendaItemHandlers } from './live/agenda-item.ts';
import { createCheckInHandlers } from './live/check-in.ts';
import { createConferenceHandlers } from './live/conference.ts';
import { createDelegateHandlers } from './live/delegate.ts';
import { createHeadcountHandlers } from './live/headcount.ts';
import { startHousekeeping } from './live/housekeeping.ts';
import { createSessionHandlers } from './live/session.ts';
import { createSiteHandlers } from './live/site.ts';
import { createUnitHandlers } from './live/unit.ts';
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
  /** Keys of all actors with an open socket. */
  connectedKeys(): string[];
}

export interface Composed {
  handlers: Handlers;
  identify: Identify;
  routes: HttpRoute[];
  close(): Promise<void>;
}

/** The one place where the live parts meet: none of them imports another. */
export function compose(parts: ComposeParts): Composed {
  const announcer = new DoorAnnouncer(parts.streams);
  const writer = new CheckInWriter({
    pool: parts.database.pool,
    now: parts.now,
    onCommitted: ({ sessionId, changes }) => announcer.add(sessionId, changes),
  });
  const housekeeping = startHousekeeping({ db: parts.database.db, log: parts.log, now: parts.now });
  const handlers: Partial<Handlers> = {
    ...createConferenceHandlers(),
    ...createSessionHandlers(),
    ...createAgendaItemHandlers(),
    ...createUnitHandlers(),
    ...createSiteHandlers(parts),
    ...createDelegateHandlers({
      masterKey: parts.config.secrets.masterKey,
      rosterChanged: () => {},
    }),
    ...createCheckInHandlers({ writer, streams: parts.streams }),
    ...createHeadcountHandlers({ onCommitted: () => {} }),
  };
  return {
    handlers: handlers as Handlers,
    identify: () => Promise.resolve(NOBODY),
    routes: [],
    close: async () => {
      housekeeping.close();
      await writer.drain();
      announcer.flush();
    },
  };
}
