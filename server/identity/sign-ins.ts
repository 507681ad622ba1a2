import { APIError } from 'better-auth/api';
import { Refusal } from '../commands/refusal.ts';
import { SESSION_TOTAL_SECONDS } from './auth.ts';
import type { Auth } from './auth.ts';
import { SESSION_COOKIE } from './cookie-names.ts';

/** A sign-in as the rest of the server sees it: cookie values in, cookie values out. */
export interface SignIns {
  /** @returns the new cookie value and whose it is; null when the name or the password is wrong */
  start(given: { username: string; password: string }): Promise<StartedSignIn | null>;
  /** @returns whose sign-in the cookie is; null when it is altered, ended or expired */
  find(cookieValue: string): Promise<FoundSignIn | null>;
  end(cookieValue: string): Promise<void>;
  /**
   * @returns the new cookie value, all other sign-ins being ended; null when the password is wrong
   * @throws Refusal NOT_SIGNED_IN when the sign-in ended in the meantime
   */
  changePassword(given: {
    cookieValue: string;
    currentPassword: string;
    newPassword: string;
  }): Promise<string | null>;
}

export interface StartedSignIn {
  accountId: string;
  cookieValue: string;
}

export interface FoundSignIn {
  accountId: string;
  name: string;
  isDisabled: boolean;
}

export function createSignIns(auth: Auth): SignIns {
  return {
    async start(body) {
      const result = await auth.api
        .signInUsername({ body, headers: new Headers(), returnHeaders: true })
        .catch(nullWhenRefused);
      if (!result?.response) return null;
      return { accountId: result.response.user.id, cookieValue: cookieOf(result.headers) };
    },
    find: (cookieValue) => find(auth, cookieValue),
    async end(cookieValue) {
      await auth.api.signOut({ headers: headersOf(cookieValue) });
    },
    async changePassword({ cookieValue, ...passwords }) {
      const result = await auth.api
        .changePassword({
          body: { ...passwords, revokeOtherSessions: true },
          headers: headersOf(cookieValue),
          returnHeaders: true,
        })
        .catch(nullWhenWrongPassword);
      return result && cookieOf(result.headers);
    },
  };
}

async function find(auth: Auth, cookieValue: string): Promise<FoundSignIn | null> {
  const found = await auth.api.getSession({ headers: headersOf(cookieValue) });
  if (!found) return null;
  const ageMs = Date.now() - found.session.createdAt.getTime();
  if (ageMs > SESSION_TOTAL_SECONDS * 1000) return null;
  const { id, name, disabledAt } = found.user;
  return { accountId: id, name, isDisabled: disabledAt != null };
}

function headersOf(cookieValue: string): Headers {
  return new Headers({ cookie: `${SESSION_COOKIE}=${cookieValue}` });
}

/** The value that better-auth gave its cookie; the attributes are ours to set. */
function cookieOf(headers: Headers): string {
  const start = `${SESSION_COOKIE}=`;
  const header = headers.getSetCookie().findLast((cookie) => cookie.startsWith(start));
  if (!header) throw new Error('the sign-in set no cookie');
  return header.slice(start.length).split(';')[0] ?? '';
}

/** A refusal of better-auth is an answer (wrong name, wrong password); its own failures are not. */
function nullWhenRefused(error: unknown): null {
  if (error instanceof APIError && error.statusCode < 500) return null;
  throw error;
}

function nullWhenWrongPassword(error: unknown): null {
  if (error instanceof APIError && error.statusCode === 401) throw new Refusal('NOT_SIGNED_IN');
  return nullWhenRefused(error);
}
