import { and, asc, eq, isNull } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/node-postgres';
import type pg from 'pg';
import type { Tx } from '#db/client.ts';
import { administratorsWhoCanSignIn, lockAdministrators } from '#db/queries/account.ts';
import { accountGrant, accountUser } from '#db/schema/account.ts';
import type { Secrets } from '../config.ts';
import { createAccount } from './create-account.ts';
import { issueOneTimeLink, showOneTimeLink } from './one-time-link.ts';

const FIRST_ADMINISTRATOR_NAME = 'Quản trị viên';

/**
 * The link by which the first administrator sets a password; the same one at every start until it is
 * used, a new one when it has expired.
 * @returns null once an enabled administrator has a password
 */
export async function ensureFirstAdministratorLink(
  pool: pg.Pool,
  secrets: Pick<Secrets, 'masterKey'>,
  origin: string,
): Promise<string | null> {
  const { masterKey } = secrets;
  return drizzle(pool).transaction(async (tx) => {
    await lockAdministrators(tx);
    if ((await administratorsWhoCanSignIn(tx)).length > 0) return null;
    const now = new Date();
    const accountId =
      (await waitingAdministrator(tx)) ??
      (await createAccount(tx, {
        name: FIRST_ADMINISTRATOR_NAME,
        grants: [{ role: 'ADMINISTRATOR', scope: { kind: 'ALL' } }],
        masterKey,
        now,
      }));
    const asked = { accountId, masterKey, origin, now };
    const shown = await showOneTimeLink(tx, asked);
    if (shown) return shown.link;
    await issueOneTimeLink(tx, asked);
    return (await showOneTimeLink(tx, asked))?.link ?? null;
  });
}

/** The oldest enabled administrator, who has no password yet. */
async function waitingAdministrator(tx: Tx): Promise<string | null> {
  const [row] = await tx
    .select({ id: accountUser.id })
    .from(accountUser)
    .innerJoin(accountGrant, eq(accountGrant.userId, accountUser.id))
    .where(
      and(
        isNull(accountUser.disabledAt),
        eq(accountGrant.role, 'ADMINISTRATOR'),
        eq(accountGrant.scopeKind, 'ALL'),
      ),
    )
    .orderBy(asc(accountUser.createdAt), asc(accountUser.id))
    .limit(1);
  return row?.id ?? null;
}
