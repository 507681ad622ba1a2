import { eq } from 'drizzle-orm';
import type { Tx } from '#db/client.ts';
import { endOneTimeLinks, endSignIns, findAccount } from '#db/queries/account.ts';
import type { AccountRow } from '#db/queries/account.ts';
import { accountUser } from '#db/schema/account.ts';
import { actorKey } from '#domain/actor.ts';
import type { RowScope } from '#domain/permissions.ts';
import { createAccount } from '../accounts/create-account.ts';
import { keepingAnAdministrator, writeGrants } from '../accounts/grants.ts';
import { issueOneTimeLink, showOneTimeLink } from '../accounts/one-time-link.ts';
import { handle } from '../commands/handler.ts';
import type { Handlers } from '../commands/handler.ts';
import { Refusal } from '../commands/refusal.ts';
import { audit } from '../identity/audit.ts';
import type { Identity } from '../identity/create-identity.ts';

type Names =
  | 'account:create'
  | 'account:set-grants'
  | 'account:disable'
  | 'account:enable'
  | 'account:issue-link'
  | 'account:one-time-link';

const ACCOUNTS: RowScope = { system: true };

/** What an administrator does with the accounts of people. */
export function createAccountHandlers(identity: Identity): Handlers<Names> {
  return {
    ...createRightsHandlers(identity),
    ...createLinkHandlers(identity),
  };
}

function createRightsHandlers(
  identity: Identity,
): Handlers<'account:set-grants' | 'account:disable' | 'account:enable'> {
  return {
    'account:set-grants': handle('account:set-grants', {
      scope: () => ACCOUNTS,
      run: async ({ accountId, grants }, { tx, afterCommit }) => {
        await requireAccount(tx, accountId);
        await keepingAnAdministrator(tx, () => writeGrants(tx, { accountId, grants }));
        afterCommit(() => identity.changed(keyOf(accountId)));
        return {};
      },
    }),
    'account:disable': handle('account:disable', {
      scope: () => ACCOUNTS,
      run: async ({ accountId }, { tx, now, afterCommit }) => {
        await requireAccount(tx, accountId);
        await keepingAnAdministrator(tx, async () => {
          await setDisabled(tx, accountId, now());
          await endSignIns(tx, accountId);
          await endOneTimeLinks(tx, { accountId, now: now() });
        });
        afterCommit(() => identity.changed(keyOf(accountId)));
        return {};
      },
    }),
    'account:enable': handle('account:enable', {
      scope: () => ACCOUNTS,
      run: async ({ accountId }, { tx, afterCommit }) => {
        await requireAccount(tx, accountId);
        // A sign-in that raced with the disabling must not come back to life.
        await endSignIns(tx, accountId);
        await setDisabled(tx, accountId, null);
        afterCommit(() => identity.changed(keyOf(accountId)));
        return {};
      },
    }),
  };
}

function createLinkHandlers(
  identity: Identity,
): Handlers<'account:create' | 'account:issue-link' | 'account:one-time-link'> {
  const { masterKey } = identity;
  return {
    'account:create': handle('account:create', {
      scope: () => ACCOUNTS,
      run: async ({ name, grants }, { tx, now }) => ({
        accountId: await createAccount(tx, { name, grants, masterKey, now: now() }),
      }),
    }),
    'account:issue-link': handle('account:issue-link', {
      scope: () => ACCOUNTS,
      run: async ({ accountId }, { tx, now }) => {
        const account = await requireAccount(tx, accountId);
        if (account.disabledAt) throw new Refusal('ACCOUNT_DISABLED');
        await issueOneTimeLink(tx, { accountId, masterKey, now: now() });
        return {};
      },
    }),
    'account:one-time-link': handle('account:one-time-link', {
      scope: () => ACCOUNTS,
      run: async ({ accountId }, { tx, actor, origin, now }) => {
        await requireAccount(tx, accountId);
        const shown = await showOneTimeLink(tx, { accountId, masterKey, origin, now: now() });
        if (!shown) return { link: null, expiresAt: null };
        await audit(tx, {
          actorKey: actorKey(actor),
          action: 'account:one-time-link',
          subject: { accountId },
        });
        return { link: shown.link, expiresAt: shown.expiresAt.toISOString() };
      },
    }),
  };
}

async function requireAccount(tx: Tx, accountId: string): Promise<AccountRow> {
  const account = await findAccount(tx, accountId);
  if (!account) throw new Refusal('NOT_FOUND');
  return account;
}

async function setDisabled(tx: Tx, accountId: string, disabledAt: Date | null): Promise<void> {
  await tx.update(accountUser).set({ disabledAt }).where(eq(accountUser.id, accountId));
}

function keyOf(accountId: string): string {
  return `account:${accountId}`;
}
