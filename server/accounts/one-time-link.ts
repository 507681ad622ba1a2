import { randomUUID } from 'node:crypto';
import type { Tx } from '#db/client.ts';
import { endOneTimeLinks, openOneTimeLink } from '#db/queries/account.ts';
import { oneTimeLink } from '#db/schema/account.ts';
import { oneTimeToken } from '../identity/derived-secret.ts';
import { hashSecret } from '../identity/secret-hash.ts';

const VALID_MS = 7 * 24 * 3_600_000;

/** A link that sets an account's password once. */
export interface OneTimeLink {
  link: string;
  expiresAt: Date;
}

/** Makes a new link for an account; its earlier unused ones end. */
export async function issueOneTimeLink(
  tx: Tx,
  issue: { accountId: string; masterKey: string; now: Date },
): Promise<void> {
  const { accountId, masterKey, now } = issue;
  await endOneTimeLinks(tx, { accountId, now });
  const id = randomUUID();
  await tx.insert(oneTimeLink).values({
    id,
    userId: accountId,
    tokenHash: hashSecret(oneTimeToken(masterKey, id)),
    expiresAt: new Date(now.getTime() + VALID_MS),
    createdAt: now,
  });
}

/** The account's link that still opens, as it was first handed out; null when there is none. */
export async function showOneTimeLink(
  tx: Tx,
  asked: { accountId: string; masterKey: string; origin: string; now: Date },
): Promise<OneTimeLink | null> {
  const row = await openOneTimeLink(tx, asked);
  if (!row) return null;
  return {
    link: `${asked.origin}/setup/${oneTimeToken(asked.masterKey, row.id)}`,
    expiresAt: row.expiresAt,
  };
}
