import type { Db } from '#db/client.ts';
import { grantsOf } from '#db/queries/account.ts';
import { findDeviceByToken } from '#db/queries/device.ts';
import { actorKey } from '#domain/actor.ts';
import type { AccountActor, Actor, DeviceActor } from '#domain/actor.ts';
import { readCookie } from '../http/cookies.ts';
import { ActorCache } from './actor-cache.ts';
import { DEVICE_COOKIE, SESSION_COOKIE } from './cookie-names.ts';
import type { LastSeen } from './last-seen.ts';
import type { Identify, WhyUnknown } from './principal-source.ts';
import { hashSecret } from './secret-hash.ts';
import type { SignIns } from './sign-ins.ts';

export interface IdentifyParts {
  db: Db;
  signIns: SignIns;
  lastSeen: LastSeen;
  now: () => Date;
}

export interface Identifier {
  identify: Identify;
  whyUnknown: WhyUnknown;
  /** Call after a change of an actor's rights was committed: the next request reads them anew. */
  forget(key: string): void;
}

/**
 * Who a browser is, by its two cookies. An altered, ended, expired, revoked or disabled one is nobody.
 * Answers are kept for a few seconds; a change made by this process takes effect at once.
 */
export function createIdentify(parts: IdentifyParts): Identifier {
  const cache = new ActorCache<Actor>(parts.now);
  const accountOf = async (cookieValue: string | null): Promise<AccountActor | null> => {
    if (!cookieValue) return null;
    const actor = await cache.get(`${SESSION_COOKIE}=${cookieValue}`, () =>
      readAccount(parts, cookieValue),
    );
    return actor?.kind === 'account' ? actor : null;
  };
  const deviceOf = async (token: string | null): Promise<DeviceActor | null> => {
    if (!token) return null;
    const actor = await cache.get(`${DEVICE_COOKIE}=${token}`, () => readDevice(parts, token));
    return actor?.kind === 'device' ? actor : null;
  };
  return {
    identify: async ({ cookie }) => {
      const [account, device] = await Promise.all([
        accountOf(readCookie(cookie, SESSION_COOKIE)),
        deviceOf(readCookie(cookie, DEVICE_COOKIE)),
      ]);
      return { account, device };
    },
    whyUnknown: async ({ cookie }, as) => {
      const token = as === 'device' ? readCookie(cookie, DEVICE_COOKIE) : null;
      const found = token ? await findDeviceByToken(parts.db, hashSecret(token)) : null;
      return found?.isEnded ? 'DEVICE_REVOKED' : 'NOT_SIGNED_IN';
    },
    forget: (key) => cache.forget((actor) => actorKey(actor) === key),
  };
}

async function readAccount(
  parts: IdentifyParts,
  cookieValue: string,
): Promise<AccountActor | null> {
  const found = await parts.signIns.find(cookieValue);
  if (!found || found.isDisabled) return null;
  const { accountId, name } = found;
  return { kind: 'account', accountId, name, grants: await grantsOf(parts.db, accountId) };
}

async function readDevice(parts: IdentifyParts, token: string): Promise<DeviceActor | null> {
  const found = await findDeviceByToken(parts.db, hashSecret(token));
  if (!found || found.isEnded) return null;
  parts.lastSeen.saw(found.id, found.lastSeenAt);
  return {
    kind: 'device',
    deviceId: found.id,
    deviceKind: found.kind,
    siteId: found.siteId,
    conferenceId: found.conferenceId,
  };
}
