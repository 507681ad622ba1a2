import type { z } from 'zod';
import type { grantInput } from '#contract/account.ts';
import type { Tx } from '#db/client.ts';
import {
  administratorsWhoCanSignIn,
  countScopeRows,
  lockAdministrators,
  replaceGrants,
} from '#db/queries/account.ts';
import type { GrantRow } from '#db/queries/account.ts';
import { isGrantable } from '#domain/grant-scopes.ts';
import { Refusal } from '../commands/refusal.ts';

export type GrantInput = z.output<typeof grantInput>;

/**
 * Writes an account's grants in place of the earlier ones.
 * @throws Refusal INVALID_INPUT when a role can't have that scope or the scope's row doesn't exist
 */
export async function writeGrants(
  tx: Tx,
  change: { accountId: string; grants: readonly GrantInput[] },
): Promise<void> {
  const rows = uniqueRows(change.grants);
  const idsOf = (kind: GrantRow['scopeKind']) => [
    ...new Set(rows.flatMap((row) => (row.scopeKind === kind ? (row.scopeId ?? []) : []))),
  ];
  const ids = {
    conferenceIds: idsOf('CONFERENCE'),
    unitIds: idsOf('UNIT'),
    siteIds: idsOf('SITE'),
  };
  const wanted = ids.conferenceIds.length + ids.unitIds.length + ids.siteIds.length;
  const areGrantable = rows.every((row) => isGrantable(row.role, row.scopeKind));
  if (!areGrantable || (await countScopeRows(tx, ids)) !== wanted) {
    throw new Refusal('INVALID_INPUT', { field: 'grants' });
  }
  await replaceGrants(tx, { accountId: change.accountId, grants: rows });
}

function uniqueRows(grants: readonly GrantInput[]): GrantRow[] {
  const rows = grants.map((grant) => ({
    role: grant.role,
    scopeKind: grant.scope.kind,
    scopeId: scopeIdOf(grant.scope),
  }));
  return [...new Map(rows.map((row) => [Object.values(row).join('|'), row])).values()];
}

function scopeIdOf(scope: GrantInput['scope']): string | null {
  switch (scope.kind) {
    case 'ALL':
      return null;
    case 'CONFERENCE':
      return scope.conferenceId;
    case 'UNIT':
      return scope.unitId;
    case 'SITE':
      return scope.siteId;
  }
}

/**
 * Runs a change that may cost an account its administrator's role, one such change at a time.
 * @throws Refusal LAST_ADMINISTRATOR when nobody who can sign in would be left to undo it
 */
export async function keepingAnAdministrator(tx: Tx, change: () => Promise<void>): Promise<void> {
  await lockAdministrators(tx);
  const before = await administratorsWhoCanSignIn(tx);
  await change();
  if (before.length === 0) return;
  if ((await administratorsWhoCanSignIn(tx)).length === 0) throw new Refusal('LAST_ADMINISTRATOR');
}
