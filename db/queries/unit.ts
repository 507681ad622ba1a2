import { and, asc, eq, inArray, isNull, ne, or, sql } from 'drizzle-orm';
import type { Reach } from '#domain/permissions.ts';
import type { Tx } from '../client.ts';
import { unit, unitPredecessor } from '../schema/unit.ts';

export type UnitRow = typeof unit.$inferSelect;

/** @returns null when there is none */
export async function findUnit(tx: Tx, unitId: string): Promise<UnitRow | null> {
  const [row] = await tx.select().from(unit).where(eq(unit.id, unitId));
  return row ?? null;
}

/** @returns null when the tree has no unit of that code */
export async function findUnitByCode(
  tx: Tx,
  place: { tree: UnitRow['tree']; code: string },
): Promise<UnitRow | null> {
  const [row] = await tx
    .select()
    .from(unit)
    .where(and(eq(unit.tree, place.tree), eq(unit.code, place.code)));
  return row ?? null;
}

/** Whether a unit below this one goes on after `day` (`yyyy-MM-dd`). */
export async function hasUnitBelowAfter(
  tx: Tx,
  asked: { path: string; day: string },
): Promise<boolean> {
  const [row] = await tx
    .select({ id: unit.id })
    .from(unit)
    .where(
      and(
        sql`starts_with(${unit.path}, ${asked.path})`,
        ne(unit.path, asked.path),
        or(isNull(unit.validTo), sql`${unit.validTo} > ${asked.day}::date`),
      ),
    )
    .limit(1);
  return row !== undefined;
}

/** Puts a unit, with its subtree, under another path. */
export async function moveSubtree(tx: Tx, paths: { from: string; to: string }): Promise<void> {
  if (paths.from === paths.to) return;
  await tx
    .update(unit)
    .set({ path: sql`${paths.to} || substr(${unit.path}, ${paths.from.length + 1}::int)` })
    .where(sql`starts_with(${unit.path}, ${paths.from})`);
}

/** All of `ids` that exist. */
export async function existingUnitIds(tx: Tx, ids: readonly string[]): Promise<string[]> {
  const rows = await tx
    .select({ id: unit.id })
    .from(unit)
    .where(inArray(unit.id, [...ids]));
  return rows.map(({ id }) => id);
}

export interface UnitTreeRow {
  id: string;
  tree: UnitRow['tree'];
  code: string;
  name: string;
  parentId: string | null;
  path: string;
  validFrom: string | null;
  validTo: string | null;
  predecessors: string[];
  /** Halls of conferences at work that belong to the unit itself. */
  siteCount: number;
}

/** Every unit of a tree, in the order of its code; the reader nests them by `parentId`. */
export async function readUnitTree(tx: Tx, tree: UnitRow['tree']): Promise<UnitTreeRow[]> {
  return tx
    .select({
      id: unit.id,
      tree: unit.tree,
      code: unit.code,
      name: unit.name,
      parentId: unit.parentId,
      path: unit.path,
      validFrom: unit.validFrom,
      validTo: unit.validTo,
      predecessors: sql<string[]>`array(
        select p.name from ${unitPredecessor} q join ${unit} p on p.id = q.predecessor_id
        where q.unit_id = ${unit}.id order by p.code)`,
      siteCount: sql<number>`(select count(*)::int from site s
        join conference c on c.id = s.conference_id and c.archived_at is null
        where s.unit_id = ${unit}.id and s.removed_at is null)`,
    })
    .from(unit)
    .where(eq(unit.tree, tree))
    .orderBy(asc(unit.code));
}

export interface UnitChoice {
  id: string;
  code: string;
  name: string;
  parentName: string;
}

/** The units to choose from: those that exist on `day`, inside the reach, by name. */
export async function listUnitChoices(
  tx: Tx,
  asked: { reach: Reach; day: string },
): Promise<UnitChoice[]> {
  const paths = asked.reach.kind === 'ALL' ? null : asked.reach.unitPaths;
  const answer = await tx.execute<Record<keyof UnitChoice, string>>(sql`
    select u.id, u.code, u.name, coalesce(p.name, '') as "parentName"
    from unit u left join unit p on p.id = u.parent_id
    where (u.valid_to is null or u.valid_to >= ${asked.day}::date)
      and (${paths === null} or exists (
        select 1 from unnest(${sql.param(paths ?? [])}::text[]) as reached (path)
        where starts_with(u.path, reached.path)))
    order by u.name collate "vietnamese", u.code`);
  return answer.rows;
}
