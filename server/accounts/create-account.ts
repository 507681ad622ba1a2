import { randomBytes } from 'node:crypto';
import type { Tx } from '#db/client.ts';
import { accountUser } from '#db/schema/account.ts';
import { writeGrants } from './grants.ts';
import type { GrantInput } from './grants.ts';
import { issueOneTimeLink } from './one-time-link.ts';

export interface NewAccount {
  /** Only for accounts that a program must find again; a random one otherwise. */
  accountId?: string;
  name: string;
  grants: readonly GrantInput[];
  masterKey: string;
  now: Date;
}

/**
 * Creates an account with its grants and a one-time link; the user name and the password are chosen
 * by whoever opens the link.
 * @returns the account's id
 * @throws Refusal INVALID_INPUT when a grant can't be given
 */
export async function createAccount(tx: Tx, account: NewAccount): Promise<string> {
  const accountId = account.accountId ?? randomBytes(12).toString('base64url');
  await tx.insert(accountUser).values({
    id: accountId,
    name: account.name,
    // better-auth wants an address; nothing is ever sent to it.
    email: `${accountId.toLowerCase()}.${randomBytes(4).toString('hex')}@accounts.invalid`,
    createdAt: account.now,
    updatedAt: account.now,
  });
  await writeGrants(tx, { accountId, grants: account.grants });
  await issueOneTimeLink(tx, { accountId, masterKey: account.masterKey, now: account.now });
  return accountId;
}
