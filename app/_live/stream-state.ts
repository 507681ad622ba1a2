import type { Revision } from '#contract/event.ts';

export type Step = 'next' | 'old' | 'gap';

/** How an event stands to what is already known: apply it, skip it, or ask for the snapshot again. */
export function stepOf(known: Revision, event: Revision): Step {
  if (event.epoch !== known.epoch) return 'gap';
  if (event.number <= known.number) return 'old';
  return event.number === known.number + 1 ? 'next' : 'gap';
}

interface Revised {
  revision: Revision;
}

export interface StreamState<State, Event extends Revised> {
  revision: Revision;
  state: State;
  /** Events that came before the snapshot they follow; kept until it is there. */
  waiting: readonly Event[];
}

/**
 * Puts the events that came while the snapshot was on its way on top of it.
 * @returns null when one is missing between them: ask again
 */
export function applyWaiting<State, Event extends Revised>(
  { revision, state, waiting }: StreamState<State, Event>,
  fold: (state: State, event: Event) => State,
): { revision: Revision; state: State } | null {
  let at = revision;
  let folded = state;
  for (const event of waiting) {
    const step = stepOf(at, event.revision);
    if (step === 'gap') return null;
    if (step === 'next') {
      folded = fold(folded, event);
      at = event.revision;
    }
  }
  return { revision: at, state: folded };
}
