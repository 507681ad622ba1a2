import { eq } from 'drizzle-orm';
import type { Tx } from '#db/client.ts';
import { accountsOverUnits } from '#db/queries/account.ts';
import {
  existingUnitIds,
  findUnit,
  findUnitByCode,
  hasUnitBelowAfter,
  moveSubtree,
} from '#db/queries/unit.ts';
import type { UnitRow } from '#db/queries/unit.ts';
import { unit, unitPredecessor } from '#db/schema/unit.ts';
import { foldKey } from '#domain/text/fold.ts';
import { handle } from '../commands/handler.ts';
import type { Handlers } from '../commands/handler.ts';
import { Refusal } from '../commands/refusal.ts';
import { refuseChanged } from '../commands/refuse-changed.ts';
import { sql } from 'drizzle-orm';

type Names = 'unit:create' | 'unit:update' | 'unit:close' | 'unit:reopen';

export interface UnitParts {
  /** After a commit: units have other names or places; every conference shows them. */
  unitsChanged(): void;
  /** After a commit: an actor reaches other rows now. */
  disconnect(actorKey: string): void;
}

/** đơn vị: the Party tree and the administrative tree. */
export function createUnitHandlers(parts: UnitParts): Handlers<Names> {
  const scope = () => ({ system: true }) as const;
  return {
    'unit:create': handle('unit:create', {
      scope,
      run: async ({ predecessorIds, ...fields }, { tx }) => {
        await lockTree(tx);
        const parent = await requireParent(tx, { ...fields, selfPath: null });
        await refuseTaken(tx, { ...fields, unitId: null });
        const [row] = await tx
          .insert(unit)
          .values({ ...fields, searchKey: foldKey(fields.name), path: '' })
          .returning({ id: unit.id });
        const { id } = row!;
        await tx
          .update(unit)
          .set({ path: pathBelow(parent, id) })
          .where(eq(unit.id, id));
        await storePredecessors(tx, id, predecessorIds);
        return { id };
      },
    }),
    'unit:update': handle('unit:update', {
      scope,
      run: async ({ unitId, expected, ...fields }, { tx, afterCommit }) => {
        await lockTree(tx);
        const self = await requireUnit(tx, unitId);
        refuseChanged(self, expected);
        const parent = await requireParent(tx, { ...fields, tree: self.tree, selfPath: self.path });
        await refuseTaken(tx, { tree: self.tree, code: fields.code, unitId });
        refuseReversed(fields.validFrom, self.validTo);
        await tx
          .update(unit)
          .set({ ...fields, searchKey: foldKey(fields.name) })
          .where(eq(unit.id, unitId));
        const path = pathBelow(parent, unitId);
        await moveSubtree(tx, { from: self.path, to: path });
        // A grant over a unit is kept with the path that it had when its holder signed in.
        const holders = path === self.path ? [] : await accountsOverUnits(tx, path);
        afterCommit(() => {
          for (const accountId of holders) parts.disconnect(`account:${accountId}`);
          parts.unitsChanged();
        });
        return {};
      },
    }),
    'unit:close': handle('unit:close', {
      scope,
      run: async ({ unitId, validTo }, { tx }) => {
        await lockTree(tx);
        const self = await requireUnit(tx, unitId);
        refuseReversed(self.validFrom, validTo);
        if (await hasUnitBelowAfter(tx, { path: self.path, day: validTo })) {
          throw new Refusal('IN_USE');
        }
        await tx.update(unit).set({ validTo }).where(eq(unit.id, unitId));
        return {};
      },
    }),
    'unit:reopen': handle('unit:reopen', {
      scope,
      run: async ({ unitId }, { tx }) => {
        const self = await requireUnit(tx, unitId);
        const parent = self.parentId === null ? null : await requireUnit(tx, self.parentId);
        if (parent?.validTo) throw new Refusal('UNIT_CLOSED', { name: parent.name });
        await tx.update(unit).set({ validTo: null }).where(eq(unit.id, unitId));
        return {};
      },
    }),
  };
}

/** One writer of the trees at a time: two moves at once could put two units under each other. */
async function lockTree(tx: Tx): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtext('unit tree'))`);
}

async function requireUnit(tx: Tx, unitId: string): Promise<UnitRow> {
  const row = await findUnit(tx, unitId);
  if (!row) throw new Refusal('NOT_FOUND');
  return row;
}

/** @throws Refusal PARENT_UNSUITABLE when the parent is of another tree or stands below the unit */
async function requireParent(
  tx: Tx,
  asked: { tree: UnitRow['tree']; parentId: string | null; selfPath: string | null },
): Promise<UnitRow | null> {
  if (asked.parentId === null) return null;
  const parent = await findUnit(tx, asked.parentId);
  const isBelow = asked.selfPath !== null && parent?.path.startsWith(asked.selfPath);
  if (parent?.tree !== asked.tree || isBelow) {
    throw new Refusal('PARENT_UNSUITABLE', { field: 'parentId' });
  }
  return parent;
}

async function refuseTaken(
  tx: Tx,
  asked: { tree: UnitRow['tree']; code: string; unitId: string | null },
): Promise<void> {
  const taken = await findUnitByCode(tx, asked);
  if (taken && taken.id !== asked.unitId) throw new Refusal('NAME_TAKEN', { field: 'code' });
}

function refuseReversed(validFrom: string | null, validTo: string | null): void {
  if (validFrom !== null && validTo !== null && validTo < validFrom) {
    throw new Refusal('DAYS_REVERSED', { field: 'validTo' });
  }
}

function pathBelow(parent: UnitRow | null, unitId: string): string {
  return `${parent?.path ?? ''}${unitId}/`;
}

async function storePredecessors(tx: Tx, unitId: string, ids: readonly string[]): Promise<void> {
  const unique = [...new Set(ids)];
  if (unique.length === 0) return;
  const existing = await existingUnitIds(tx, unique);
  if (existing.length !== unique.length)
    throw new Refusal('NOT_FOUND', { field: 'predecessorIds' });
  await tx
    .insert(unitPredecessor)
    .values(unique.map((predecessorId) => ({ unitId, predecessorId })));
}
