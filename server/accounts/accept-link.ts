import { randomUUID } from 'node:crypto';
import { and, eq, gt, isNull } from 'drizzle-orm';
import type { Db, Tx } from '#db/client.ts';
import { endOneTimeLinks, findAccount, setPassword } from '#db/queries/account.ts';
import { accountUser, oneTimeLink } from '#db/schema/account.ts';
import { Refusal } from '../commands/refusal.ts';
import { hashPassword } from '../identity/auth.ts';
import { hashSecret } from '../identity/secret-hash.ts';

export interface LinkAcceptance {
  token: string;
  name: string;
  username: string;
  password: string;
}

/**
 * Uses a one-time link: sets name, user name and password, and ends the account's earlier sign-ins.
 * Of two uses at once one wins.
 * @returns the account's id
 * @throws Refusal LINK_INVALID, LINK_USED, LINK_EXPIRED, ACCOUNT_DISABLED, NAME_TAKEN
 */
export async function acceptLink(db: Db, given: LinkAcceptance, now: Date): Promise<string> {
  // Asked first, so that a wrong link costs no hash.
  await requireOpenLink(db, given.token, now);
  const passwordHash = await hashPassword(given.password);
  return db.transaction(async (tx) => {
    const { accountId, linkId } = await requireOpenLink(tx, given.token, now);
    const used = await tx
      .update(oneTimeLink)
      .set({ usedAt: now })
      .where(
        and(eq(oneTimeLink.id, linkId), isNull(oneTimeLink.usedAt), gt(oneTimeLink.expiresAt, now)),
      )
      .returning({ id: oneTimeLink.id });
    // Somebody was faster: the link says by now how it ended.
    if (used.length === 0) await requireOpenLink(tx, given.token, now);
    await endOneTimeLinks(tx, { accountId, now });
    await rename(tx, accountId, given);
    await setPassword(tx, { accountId, credentialId: randomUUID(), passwordHash });
    return accountId;
  });
}

async function requireOpenLink(tx: Tx, token: string, now: Date) {
  const [link] = await tx
    .select()
    .from(oneTimeLink)
    .where(eq(oneTimeLink.tokenHash, hashSecret(token)));
  if (!link) throw new Refusal('LINK_INVALID');
  if (link.usedAt) throw new Refusal('LINK_USED');
  if (link.expiresAt <= now) throw new Refusal('LINK_EXPIRED');
  const account = await findAccount(tx, link.userId);
  if (!account || account.disabledAt) throw new Refusal('ACCOUNT_DISABLED');
  return { linkId: link.id, accountId: account.id };
}

async function rename(tx: Tx, accountId: string, given: LinkAcceptance): Promise<void> {
  const { name, username } = given;
  const [taken] = await tx
    .select({ id: accountUser.id })
    .from(accountUser)
    .where(eq(accountUser.username, username));
  if (taken && taken.id !== accountId) throw new Refusal('NAME_TAKEN', { field: 'username' });
  try {
    await tx
      .update(accountUser)
      .set({ name, username, displayUsername: username, updatedAt: new Date() })
      .where(eq(accountUser.id, accountId));
  } catch (error) {
    if (isUniqueViolation(error)) throw new Refusal('NAME_TAKEN', { field: 'username' });
    throw error;
  }
}

/** Two accounts took one name in the same moment. */
function isUniqueViolation(error: unknown): boolean {
  const cause =
    error instanceof Error ? (error.cause as { code?: unknown } | undefined) : undefined;
  return cause?.code === '23505';
}
