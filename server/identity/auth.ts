import { hash, verify } from '@node-rs/argon2';
import { drizzleAdapter } from 'better-auth/adapters/drizzle';
import { betterAuth } from 'better-auth/minimal';
import { username } from 'better-auth/plugins/username';
import { USERNAME, PASSWORD } from '#contract/account.ts';
import type { Db } from '#db/client.ts';
import {
  accountCredential,
  accountSession,
  accountUser,
  accountVerification,
} from '#db/schema/account.ts';
import type { Logger } from '../logger.ts';
import { SESSION_COOKIE } from './cookie-names.ts';

const HOUR_SECONDS = 3600;
/** A sign-in ends after this long without use; each use within it starts the time anew. */
export const SESSION_IDLE_SECONDS = 12 * HOUR_SECONDS;
/** A sign-in ends after this long in any case; also how long the browser keeps the cookie. */
export const SESSION_TOTAL_SECONDS = 7 * 24 * HOUR_SECONDS;

/** A password as argon2id hash, in the parameters that OWASP recommends (19 MiB, 2 passes). */
export const hashPassword = (password: string): Promise<string> => hash(password);

/**
 * People's sign-ins by better-auth, used as a library: its HTTP handler is not reachable from
 * outside, the contract's commands call it. Its tables are ours, its cookie is `dc_session`.
 */
export function createAuth(parts: { db: Db; secret: string; log: Logger }) {
  return betterAuth({
    // Never asked over HTTP, so no origin is right or wrong here.
    baseURL: 'http://front-door.invalid',
    secret: parts.secret,
    database: drizzleAdapter(parts.db, {
      provider: 'pg',
      transaction: true,
      schema: {
        user: accountUser,
        session: accountSession,
        account: accountCredential,
        verification: accountVerification,
      },
    }),
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: PASSWORD.minLength,
      maxPasswordLength: PASSWORD.maxLength,
      password: {
        hash: hashPassword,
        verify: ({ hash: stored, password }) => verify(stored, password),
      },
    },
    user: { additionalFields: { disabledAt: { type: 'date', required: false, input: false } } },
    session: { expiresIn: SESSION_IDLE_SECONDS, updateAge: HOUR_SECONDS / 4 },
    plugins: [
      username({
        minUsernameLength: USERNAME.minLength,
        maxUsernameLength: USERNAME.maxLength,
        usernameValidator: (name) => USERNAME.pattern.test(name),
      }),
    ],
    advanced: {
      useSecureCookies: false,
      cookies: { session_token: { name: SESSION_COOKIE } },
      ipAddress: { disableIpTracking: true },
    },
    rateLimit: { enabled: false },
    telemetry: { enabled: false },
    // Its messages may quote what people typed; the level and the fact are enough.
    logger: {
      level: 'error',
      log: (level) => void parts.log.warn({ level }, 'better-auth reported a problem'),
    },
  });
}

export type Auth = ReturnType<typeof createAuth>;
