import { and, asc, desc, eq, exists, gt, inArray, isNotNull, isNull, ne, sql } from 'drizzle-orm';
import type { AccountRole, Grant } from '#domain/actor.ts';
import type { Tx } from '../client.ts';
import {
  accountCredential,
  accountGrant,
  accountSession,
  accountUser,
  oneTimeLink,
} from '../schema/account.ts';
import { conference } from '../schema/conference.ts';
import { site } from '../schema/site.ts';
import { unit } from '../schema/unit.ts';

/** Any fixed number: changes of who is an administrator happen one after the other. */
const ADMINISTRATORS_LOCK = 7_660_520;

export type AccountRow = typeof accountUser.$inferSelect;
export type GrantRow = Pick<typeof accountGrant.$inferSelect, 'role' | 'scopeKind' | 'scopeId'>;
export type OneTimeLinkRow = typeof oneTimeLink.$inferSelect;

/** A grant's row of a unit with the unit's path, which the permission table compares. */
type PathedGrant = GrantRow & { path: string | null };

export async function findAccount(tx: Tx, accountId: string): Promise<AccountRow | null> {
  const [row] = await tx.select().from(accountUser).where(eq(accountUser.id, accountId));
  return row ?? null;
}

/** Whether the account may act by some sign-in that neither ended nor expired. */
export async function hasSignIn(
  tx: Tx,
  asked: { accountId: string; now: Date; startedAfter: Date },
): Promise<boolean> {
  const rows = await tx
    .select({ id: accountSession.id })
    .from(accountSession)
    .innerJoin(accountUser, eq(accountUser.id, accountSession.userId))
    .where(
      and(
        eq(accountUser.id, asked.accountId),
        isNull(accountUser.disabledAt),
        gt(accountSession.expiresAt, asked.now),
        gt(accountSession.createdAt, asked.startedAfter),
      ),
    )
    .limit(1);
  return rows.length > 0;
}

/** The account's grants as the permission table takes them; one whose unit is gone is left out. */
export async function grantsOf(tx: Tx, accountId: string): Promise<Grant[]> {
  const rows = await tx
    .select({
      role: accountGrant.role,
      scopeKind: accountGrant.scopeKind,
      scopeId: accountGrant.scopeId,
      path: unit.path,
    })
    .from(accountGrant)
    .leftJoin(unit, and(eq(accountGrant.scopeKind, 'UNIT'), eq(unit.id, accountGrant.scopeId)))
    .where(eq(accountGrant.userId, accountId))
    .orderBy(accountGrant.id);
  return rows.flatMap((row) => toGrant(row) ?? []);
}

function toGrant({ role, scopeKind, scopeId, path }: PathedGrant): Grant | null {
  if (scopeKind === 'ALL') return { role, scope: { kind: 'ALL' } };
  if (scopeId === null) return null;
  switch (scopeKind) {
    case 'CONFERENCE':
      return { role, scope: { kind: 'CONFERENCE', conferenceId: scopeId } };
    case 'SITE':
      return { role, scope: { kind: 'SITE', siteId: scopeId } };
    case 'UNIT':
      return path === null ? null : { role, scope: { kind: 'UNIT', unitId: scopeId, path } };
  }
}

/** Accounts with a grant over a unit at or below that path. */
export async function accountsOverUnits(tx: Tx, path: string): Promise<string[]> {
  const rows = await tx
    .selectDistinct({ id: accountGrant.userId })
    .from(accountGrant)
    .innerJoin(unit, and(eq(accountGrant.scopeKind, 'UNIT'), eq(unit.id, accountGrant.scopeId)))
    .where(sql`starts_with(${unit.path}, ${path})`);
  return rows.map(({ id }) => id);
}

export async function replaceGrants(
  tx: Tx,
  change: { accountId: string; grants: GrantRow[] },
): Promise<void> {
  await tx.delete(accountGrant).where(eq(accountGrant.userId, change.accountId));
  if (change.grants.length === 0) return;
  await tx
    .insert(accountGrant)
    .values(change.grants.map((grant) => ({ userId: change.accountId, ...grant })));
}

/** How many of those scopes name a row that exists. */
export async function countScopeRows(
  tx: Tx,
  ids: { conferenceIds: string[]; unitIds: string[]; siteIds: string[] },
): Promise<number> {
  const [conferences, units, sites] = [
    await tx
      .select({ id: conference.id })
      .from(conference)
      .where(inArray(conference.id, ids.conferenceIds)),
    await tx.select({ id: unit.id }).from(unit).where(inArray(unit.id, ids.unitIds)),
    await tx
      .select({ id: site.id })
      .from(site)
      .where(and(inArray(site.id, ids.siteIds), isNull(site.removedAt))),
  ];
  return conferences.length + units.length + sites.length;
}

/** Waits until no other transaction is changing who is an administrator. */
export async function lockAdministrators(tx: Tx): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(${ADMINISTRATORS_LOCK})`);
}

/** Administrators of everything who are enabled and have set a password. */
export async function administratorsWhoCanSignIn(tx: Tx): Promise<string[]> {
  const rows = await tx
    .selectDistinct({ id: accountUser.id })
    .from(accountUser)
    .innerJoin(accountGrant, eq(accountGrant.userId, accountUser.id))
    .innerJoin(accountCredential, eq(accountCredential.userId, accountUser.id))
    .where(
      and(
        isNull(accountUser.disabledAt),
        isNotNull(accountCredential.password),
        eq(accountGrant.role, 'ADMINISTRATOR'),
        eq(accountGrant.scopeKind, 'ALL'),
      ),
    );
  return rows.map(({ id }) => id);
}

/** Sets the password and ends every sign-in of the account. */
export async function setPassword(
  tx: Tx,
  change: { accountId: string; credentialId: string; passwordHash: string },
): Promise<void> {
  await endSignIns(tx, change.accountId);
  const updated = await tx
    .update(accountCredential)
    .set({ password: change.passwordHash, updatedAt: sql`now()` })
    .where(isCredentialOf(change.accountId))
    .returning({ id: accountCredential.id });
  if (updated.length > 0) return;
  await tx.insert(accountCredential).values({
    id: change.credentialId,
    userId: change.accountId,
    accountId: change.accountId,
    providerId: 'credential',
    password: change.passwordHash,
  });
}

const isCredentialOf = (accountId: string) =>
  and(eq(accountCredential.userId, accountId), eq(accountCredential.providerId, 'credential'));

export async function endSignIns(tx: Tx, accountId: string): Promise<void> {
  await tx.delete(accountSession).where(eq(accountSession.userId, accountId));
}

/** The one-time link that still opens: unused and unexpired; null when there is none. */
export async function openOneTimeLink(
  tx: Tx,
  asked: { accountId: string; now: Date },
): Promise<OneTimeLinkRow | null> {
  const [row] = await tx
    .select()
    .from(oneTimeLink)
    .where(
      and(
        eq(oneTimeLink.userId, asked.accountId),
        isNull(oneTimeLink.usedAt),
        sql`${oneTimeLink.expiresAt} > ${asked.now.toISOString()}::timestamptz`,
      ),
    )
    .orderBy(sql`${oneTimeLink.createdAt} desc`)
    .limit(1);
  return row ?? null;
}

/** Ends the links of the account that nobody has used. */
export async function endOneTimeLinks(
  tx: Tx,
  change: { accountId: string; now: Date; exceptId?: string },
): Promise<void> {
  await tx
    .update(oneTimeLink)
    .set({ expiresAt: change.now })
    .where(
      and(
        eq(oneTimeLink.userId, change.accountId),
        isNull(oneTimeLink.usedAt),
        sql`${oneTimeLink.expiresAt} > ${change.now.toISOString()}::timestamptz`,
        change.exceptId === undefined ? undefined : ne(oneTimeLink.id, change.exceptId),
      ),
    );
}

export interface AccountListRow {
  id: string;
  name: string;
  username: string | null;
  disabledAt: Date | null;
  hasPassword: boolean;
  grants: AccountListGrant[];
}

export interface AccountListGrant {
  role: AccountRole;
  scopeKind: GrantRow['scopeKind'];
  scopeId: string | null;
  /** Name of the conference, unit or hall; null for ALL, and when the row is gone. */
  scopeName: string | null;
}

/** Every account with its grants, enabled ones first, by name. */
export async function listAccounts(tx: Tx): Promise<AccountListRow[]> {
  const accounts = await tx
    .select({
      id: accountUser.id,
      name: accountUser.name,
      username: accountUser.username,
      disabledAt: accountUser.disabledAt,
      hasPassword: sql<boolean>`${exists(
        sql`(select 1 from account_credential c where c.user_id = ${accountUser.id} and c.password is not null)`,
      )}`,
    })
    .from(accountUser)
    .orderBy(
      sql`${accountUser.disabledAt} is not null`,
      asc(accountUser.name),
      asc(accountUser.id),
    );
  const grants = await listGrants(tx);
  return accounts.map((account) => ({ ...account, grants: grants.get(account.id) ?? [] }));
}

async function listGrants(tx: Tx): Promise<Map<string, AccountListGrant[]>> {
  const rows = await tx
    .select({
      userId: accountGrant.userId,
      role: accountGrant.role,
      scopeKind: accountGrant.scopeKind,
      scopeId: accountGrant.scopeId,
      scopeName: sql<string | null>`coalesce(${conference.name}, ${unit.name}, ${site.name})`,
    })
    .from(accountGrant)
    .leftJoin(conference, eq(conference.id, accountGrant.scopeId))
    .leftJoin(unit, eq(unit.id, accountGrant.scopeId))
    .leftJoin(site, eq(site.id, accountGrant.scopeId))
    .orderBy(accountGrant.id);
  const byAccount = new Map<string, AccountListGrant[]>();
  for (const { userId, ...grant } of rows) {
    byAccount.set(userId, [...(byAccount.get(userId) ?? []), grant]);
  }
  return byAccount;
}

export interface GrantScopeChoice {
  id: string;
  name: string;
  /** What tells namesakes apart: a hall's code and conference, a conference's first day. */
  note: string;
}

/** Conferences at work and their halls: over which a grant may be given, besides everything and units. */
export async function listGrantScopes(
  tx: Tx,
): Promise<{ conferences: GrantScopeChoice[]; sites: GrantScopeChoice[] }> {
  const conferences = await tx
    .select({ id: conference.id, name: conference.name, note: conference.startsOn })
    .from(conference)
    .where(isNull(conference.archivedAt))
    .orderBy(desc(conference.startsOn), conference.id);
  const sites = await tx
    .select({
      id: site.id,
      name: site.name,
      note: sql<string>`${site.code} || ' · ' || ${conference.name}`,
    })
    .from(site)
    .innerJoin(conference, eq(conference.id, site.conferenceId))
    .where(and(isNull(conference.archivedAt), isNull(site.removedAt)))
    .orderBy(desc(conference.startsOn), site.code);
  return { conferences, sites };
}
