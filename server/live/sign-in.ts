import { findAccount } from '#db/queries/account.ts';
import { actorKey } from '#domain/actor.ts';
import { acceptLink } from '../accounts/accept-link.ts';
import { handle } from '../commands/handler.ts';
import type { CommandContext, CookieWriter, Handlers } from '../commands/handler.ts';
import { Refusal } from '../commands/refusal.ts';
import { requireCookies } from '../commands/require-cookies.ts';
import { audit } from '../identity/audit.ts';
import { SESSION_TOTAL_SECONDS } from '../identity/auth.ts';
import { SESSION_COOKIE } from '../identity/cookie-names.ts';
import type { Identity } from '../identity/create-identity.ts';
import type { StartedSignIn } from '../identity/sign-ins.ts';
import { attempt } from '../identity/throttle.ts';

type Names =
  'account:sign-in' | 'account:sign-out' | 'account:accept-link' | 'account:change-password';

/** Whoever proves himself by a secret in the input needs no row. */
const PUBLIC = { system: true } as const;

/** The commands that set and clear the sign-in cookie; only over HTTP. */
export function createSignInHandlers(identity: Identity): Handlers<Names> {
  return {
    'account:sign-in': handle('account:sign-in', {
      scope: () => PUBLIC,
      run: async ({ username, password }, context) => {
        const cookies = requireCookies(context);
        const limits = identity.limits.signIn(username, context.clientAddress);
        const started = await attempt(limits, context.now().getTime(), async () => {
          const found = await identity.signIns.start({ username, password });
          if (!found) throw new Refusal('SIGN_IN_FAILED');
          return found;
        });
        await refuseDisabled(identity, started, context);
        return finish(started, { cookies, context, action: 'account:sign-in' });
      },
    }),
    'account:sign-out': handle('account:sign-out', {
      scope: () => PUBLIC,
      run: async (_input, context) => {
        const cookies = requireCookies(context);
        const cookieValue = cookies.read(SESSION_COOKIE);
        cookies.clear(SESSION_COOKIE);
        if (cookieValue) await identity.signIns.end(cookieValue);
        await endActor(identity, context, 'account:sign-out');
        return {};
      },
    }),
    'account:accept-link': handle('account:accept-link', {
      scope: () => PUBLIC,
      run: async (input, context) => {
        const cookies = requireCookies(context);
        const limits = identity.limits.link(context.clientAddress);
        const { username, password } = input;
        const accountId = await attempt(limits, context.now().getTime(), () =>
          acceptLink(context.db, input, context.now()),
        );
        identity.changed(`account:${accountId}`);
        const started = await identity.signIns.start({ username, password });
        // Disabled in the meantime; the link was used all the same.
        if (!started) throw new Refusal('SIGN_IN_FAILED');
        return finish(started, { cookies, context, action: 'account:accept-link' });
      },
    }),
    'account:change-password': createChangePassword(identity),
  };
}

function createChangePassword(
  identity: Identity,
): Handlers<'account:change-password'>['account:change-password'] {
  return handle('account:change-password', {
    scope: (_input, { actor }) => (actor.kind === 'account' ? { accountId: actor.accountId } : {}),
    run: async (passwords, context) => {
      const cookies = requireCookies(context);
      const { actor } = context;
      const cookieValue = cookies.read(SESSION_COOKIE);
      if (actor.kind !== 'account' || !cookieValue) throw new Refusal('NOT_SIGNED_IN');
      const limits = identity.limits.password(actor.accountId);
      const changed = await attempt(limits, context.now().getTime(), async () => {
        const value = await identity.signIns.changePassword({ cookieValue, ...passwords });
        if (!value) throw new Refusal('PASSWORD_WRONG');
        return value;
      });
      await endActor(identity, context, 'account:change-password');
      setSessionCookie(cookies, changed);
      return {};
    },
  });
}

/** Only whoever knows the password learns that the account is disabled. */
async function refuseDisabled(
  identity: Identity,
  started: StartedSignIn,
  { db }: CommandContext,
): Promise<void> {
  const account = await findAccount(db, started.accountId);
  if (account && !account.disabledAt) return;
  await identity.signIns.end(started.cookieValue);
  throw new Refusal('ACCOUNT_DISABLED');
}

async function finish(
  started: StartedSignIn,
  { cookies, context, action }: { cookies: CookieWriter; context: CommandContext; action: string },
): Promise<Record<string, never>> {
  await audit(context.db, { actorKey: `account:${started.accountId}`, action });
  setSessionCookie(cookies, started.cookieValue);
  return {};
}

/** Sign-ins ended: what is remembered of the account goes, and its open pages connect anew. */
async function endActor(
  identity: Identity,
  { actor, db }: CommandContext,
  action: string,
): Promise<void> {
  if (actor.kind !== 'account') return;
  identity.changed(actorKey(actor));
  await audit(db, { actorKey: actorKey(actor), action });
}

/** The browser keeps the cookie longer than one idle time: the server decides when a sign-in ends. */
function setSessionCookie(cookies: CookieWriter, value: string): void {
  cookies.set(SESSION_COOKIE, value, { maxAgeSeconds: SESSION_TOTAL_SECONDS });
}
