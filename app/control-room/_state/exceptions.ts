import { PROBLEMS, type HallRow, type Problem } from './hall-row.ts';

/** One line of the exception list. */
export interface RoomException {
  siteId: string;
  problem: Problem;
  /** ISO; when the line came to be as it is. Null where nobody knows. */
  since: string | null;
}

const RANK = new Map(PROBLEMS.map((problem, rank) => [problem, rank]));

/** Names one trouble of one hall: dismissed, it comes back only as another trouble or after an end. */
export function exceptionKey({ siteId, problem, since }: RoomException): string {
  return `${siteId} ${problem} ${problem.endsWith('LOST') ? since : ''}`;
}

/** Every hall in trouble, worst first; alike ones in the order of the list. */
export function exceptionsOf(
  rows: ReadonlyMap<string, HallRow>,
  order: readonly string[],
  dismissed: ReadonlySet<string>,
): RoomException[] {
  const found: RoomException[] = [];
  for (const siteId of order) {
    const row = rows.get(siteId);
    if (!row || row.problem === null) continue;
    const exception = { siteId, problem: row.problem, since: row.hall.since };
    if (!dismissed.has(exceptionKey(exception))) found.push(exception);
  }
  return found.sort((left, right) => RANK.get(left.problem)! - RANK.get(right.problem)!);
}
