import type { SeedRound } from '#db/seed/round.ts';

export interface Summoned {
  /** Place of the hall in `round.halls`. */
  hall: number;
  siteId: string;
  delegateId: string;
}

/** Everybody once, one from each hall in turn, as people come at many doors at the same time. */
export function* peopleInTurn(round: SeedRound): Generator<Summoned> {
  const waiting = peopleByHall(round);
  const most = Math.max(...[...waiting.values()].map((ids) => ids.length));
  for (let row = 0; row < most; row += 1) {
    for (const [hall, { id: siteId }] of round.halls.entries()) {
      const delegateId = waiting.get(siteId)![row];
      if (delegateId !== undefined) yield { hall, siteId, delegateId };
    }
  }
}

/** The ids of each hall's summons list, by the hall's id. */
export function peopleByHall(round: SeedRound): Map<string, string[]> {
  const byHall = new Map<string, string[]>(round.halls.map((hall) => [hall.id, []]));
  for (const delegate of round.delegates) byHall.get(delegate.hallId)!.push(delegate.id);
  return byHall;
}
