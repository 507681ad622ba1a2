import type { Db } from '#db/client.ts';
import type { Secrets } from '../config.ts';
import type { Logger } from '../logger.ts';
import { createAuth } from './auth.ts';
import { createIdentify } from './identify.ts';
import { createLastSeen } from './last-seen.ts';
import { createLimits } from './limits.ts';
import type { Limits } from './limits.ts';
import type { Identify, WhyUnknown } from './principal-source.ts';
import { createSignIns } from './sign-ins.ts';
import type { SignIns } from './sign-ins.ts';

export interface IdentityParts {
  db: Db;
  secrets: Secrets;
  log: Logger;
  now: () => Date;
  /** Keys of all actors with an open socket. */
  connectedKeys(): string[];
  /** Ends every socket of an actor, by its key. */
  disconnect(actorKey: string): void;
}

/** Who asks: sign-ins of people, enrolments of devices, and the limits on guessing either. */
export interface Identity {
  identify: Identify;
  whyUnknown: WhyUnknown;
  signIns: SignIns;
  limits: Limits;
  masterKey: string;
  /** The actor's rights changed: its sockets end and the next request reads them anew. Call after the commit. */
  changed(actorKey: string): void;
  close(): void;
}

export function createIdentity(parts: IdentityParts): Identity {
  const { db, log, now } = parts;
  const auth = createAuth({ db, secret: parts.secrets.authSecret, log });
  const signIns = createSignIns(auth);
  const lastSeen = createLastSeen({ db, log, now, connectedKeys: parts.connectedKeys });
  const identifier = createIdentify({ db, signIns, lastSeen, now });
  return {
    identify: identifier.identify,
    whyUnknown: identifier.whyUnknown,
    signIns,
    limits: createLimits(),
    masterKey: parts.secrets.masterKey,
    changed: (actorKey) => {
      identifier.forget(actorKey);
      parts.disconnect(actorKey);
    },
    close: () => lastSeen.close(),
  };
}
