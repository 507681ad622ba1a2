import type { Db } from '#db/client.ts';
import { findSession } from '#db/queries/session.ts';
import { Refusal } from '../commands/refusal.ts';
import type { Logger } from '../logger.ts';
import type { Streams } from '../socket/streams.ts';
import type { Directed } from './direction.ts';
import type { ProgrammeDesk } from './programme-desk.ts';
import { SessionOnAir } from './session-on-air.ts';

export interface SessionsOnAirParts {
  db: Db;
  streams: Streams;
  log: Logger;
  now(): Date;
  /** Whether it is known by now which lines the media node has. */
  isInStep(): boolean;
  desk: Pick<ProgrammeDesk, 'read'>;
}

/** The sessions in progress that somebody asked for, each once. */
export class SessionsOnAir {
  readonly #parts: SessionsOnAirParts;
  readonly #opening = new Map<string, Promise<SessionOnAir>>();
  readonly #open = new Map<string, SessionOnAir>();

  constructor(parts: SessionsOnAirParts) {
    this.#parts = parts;
  }

  /** @throws Refusal NOT_FOUND */
  get(sessionId: string): Promise<SessionOnAir> {
    let opening = this.#opening.get(sessionId);
    if (!opening) {
      this.#opening.set(sessionId, (opening = this.#read(sessionId)));
      // One that could not be read is read again by the next who asks.
      opening.catch(() => this.#opening.delete(sessionId));
    }
    return opening;
  }

  /** The session, when it is in memory. */
  known(sessionId: string): SessionOnAir | null {
    return this.#open.get(sessionId) ?? null;
  }

  all(): SessionOnAir[] {
    return [...this.#open.values()];
  }

  /** Call after the commit; a session that is not in memory yet is told when it is. */
  tell(sessionId: string, what: (session: SessionOnAir) => void): void {
    this.get(sessionId)
      .then(what)
      .catch((error: unknown) => {
        const { name } = error as Error;
        this.#parts.log.warn({ sessionId, name }, 'a change of a session was not told');
      });
  }

  /** Call after the commit. */
  programmeChanged(changed: Directed): void {
    this.tell(changed.programme.sessionId, (session) => session.programmeChanged(changed));
  }

  /** Call after the commit of a change to halls of a conference. */
  rosterChanged(conferenceId: string): void {
    for (const session of this.#open.values()) {
      if (session.conferenceId === conferenceId) session.room.markAll();
    }
  }

  /** Call after the commit of a change to devices of a hall. */
  devicesChanged(siteId: string): void {
    for (const session of this.#open.values()) session.room.markDevices(siteId);
  }

  forget(sessionId: string): void {
    this.#open.get(sessionId)?.close();
    this.#open.delete(sessionId);
    this.#opening.delete(sessionId);
  }

  close(): void {
    for (const sessionId of [...this.#open.keys()]) this.forget(sessionId);
  }

  async #read(sessionId: string): Promise<SessionOnAir> {
    const { db, desk } = this.#parts;
    const row = await findSession(db, sessionId);
    if (!row) throw new Refusal('NOT_FOUND');
    const { conferenceId } = row;
    const place = { sessionId, conferenceId };
    const session = new SessionOnAir({ ...this.#parts, ...place }, await desk.read(db, sessionId));
    this.#open.set(sessionId, session);
    return session;
  }
}
