import type { Db } from '#db/client.ts';
import { hasSignIn } from '#db/queries/account.ts';
import { isActiveDevice } from '#db/queries/device.ts';
import type { Secrets } from '../config.ts';
import type { Logger } from '../logger.ts';
import { createAuth, SESSION_TOTAL_SECONDS } from './auth.ts';
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
  /** Whether the account has a sign-in, or the device its enrolment, as the database says now. */
  isKnown(actorKey: string): Promise<boolean>;
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
    isKnown: (actorKey) => isKnown(db, { actorKey, now: now() }),
    close: () => lastSeen.close(),
  };
}

async function isKnown(
  db: Db,
  { actorKey, now }: { actorKey: string; now: Date },
): Promise<boolean> {
  const [kind, id = ''] = actorKey.split(':');
  if (kind === 'device') return isActiveDevice(db, id);
  const startedAfter = new Date(now.getTime() - SESSION_TOTAL_SECONDS * 1000);
  return kind === 'account' && hasSignIn(db, { accountId: id, now, startedAfter });
}
