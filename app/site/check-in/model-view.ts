import type { CentreState } from './centre-state.ts';
import type { DoorModel } from './door-model.ts';
import type { DoorRoster } from './door-store.ts';
import { viewOf, type DoorView } from './door-view.ts';

/** The people of the hall and session that the door works for, with its own undelivered marks. */
export function viewOfModel(
  { self, session, undelivered }: DoorModel,
  roster: DoorRoster | null,
  centre: CentreState,
): DoorView | null {
  if (!self || !session || !roster) return null;
  return viewOf({
    siteId: self.siteId,
    delegates: roster.delegates,
    ...centre,
    undelivered: undelivered.filter(
      (entry) => entry.siteId === self.siteId && entry.sessionId === session.id,
    ),
    lateAfterMs: Date.parse(session.lateAfter),
  });
}
