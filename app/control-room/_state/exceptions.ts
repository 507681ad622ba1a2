import { PROBLEMS, type HallRow, type Problem } from './hall-row.ts';

/** One line of the exception list. */
export interface RoomException {
  siteId: string;
  problem: Problem;
  /** ISO; when it came to be so. Null where nobody knows. */
  since: string | null;
}

const RANK = new Map(PROBLEMS.map((problem, rank) => [problem, rank]));

/** Names one trouble of one hall: dismissed, it comes back only as another trouble or after an end. */
export function exceptionKey({ siteId, problem, since }: RoomException): string {
  const isEachNew = problem.endsWith('LOST') || problem === 'HELP' || problem === 'CANNOT_FOLLOW';
  return `${siteId} ${problem} ${isEachNew ? since : ''}`;
}

function sinceOf({ hall }: HallRow, problem: Problem): string | null {
  if (problem === 'HELP') return hall.helpAskedAt;
  const isOfFollowing = problem === 'CANNOT_FOLLOW' || problem === 'WATCH_STALLED';
  return isOfFollowing ? hall.following.at : hall.since;
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
    const exception = { siteId, problem: row.problem, since: sinceOf(row, row.problem) };
    if (!dismissed.has(exceptionKey(exception))) found.push(exception);
  }
  return found.sort((left, right) => RANK.get(left.problem)! - RANK.get(right.problem)!);
}
