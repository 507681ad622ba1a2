import { or, sql } from 'drizzle-orm';
import type { SQL, SQLWrapper } from 'drizzle-orm';
import type { Reach } from '#domain/permissions.ts';

/**
 * The condition that keeps a query inside an actor's reach.
 * @param columns the row's hall, and the path of the unit it counts for (may be null)
 * @returns undefined when everything is reached
 */
export function withinReach(
  reach: Reach,
  columns: { siteId: SQLWrapper; unitPath: SQLWrapper },
): SQL | undefined {
  if (reach.kind === 'ALL') return undefined;
  return or(
    sql`${columns.siteId} = any(${sql.param(reach.siteIds)}::uuid[])`,
    ...reach.unitPaths.map((path) => sql`starts_with(${columns.unitPath}, ${path})`),
  );
}
