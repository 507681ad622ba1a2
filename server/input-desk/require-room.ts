import type { Db, Tx } from '#db/client.ts';
import { findCentralHall, listInputs } from '#db/queries/input.ts';
import { findSession } from '#db/queries/session.ts';
import { Refusal } from '../commands/refusal.ts';
import { requireConference } from '../commands/require-conference.ts';

/** As many as one machine plays besides the conference. */
export const MOST_INPUTS = 8;

/**
 * Whether the session takes one more input, and of which hall it is.
 * @throws Refusal NOT_FOUND, CONFERENCE_CLOSED, TOO_MANY_INPUTS, NO_CENTRAL_HALL
 */
export async function requireRoom(
  tx: Tx | Db,
  sessionId: string,
): Promise<{ conferenceId: string; siteId: string }> {
  const session = await findSession(tx, sessionId);
  if (!session) throw new Refusal('NOT_FOUND');
  const { conferenceId } = session;
  await requireConference(tx, conferenceId);
  if ((await listInputs(tx, [sessionId])).length >= MOST_INPUTS) {
    throw new Refusal('TOO_MANY_INPUTS');
  }
  const siteId = await findCentralHall(tx, conferenceId);
  if (siteId === null) throw new Refusal('NO_CENTRAL_HALL');
  return { conferenceId, siteId };
}
