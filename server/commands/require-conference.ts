import type { Tx } from '#db/client.ts';
import { findConference, lockConference } from '#db/queries/conference.ts';
import type { ConferenceRow } from '#db/queries/conference.ts';
import { Refusal } from './refusal.ts';

/**
 * The conference that a write belongs to.
 * @throws Refusal NOT_FOUND, or CONFERENCE_ARCHIVED when it was put away
 */
export async function requireConference(tx: Tx, conferenceId: string): Promise<ConferenceRow> {
  return refuseArchived(await findConference(tx, conferenceId));
}

/** As `requireConference`, with the row locked until the transaction ends. */
export async function requireLockedConference(
  tx: Tx,
  conferenceId: string,
): Promise<ConferenceRow> {
  return refuseArchived(await lockConference(tx, conferenceId));
}

function refuseArchived(row: ConferenceRow | null): ConferenceRow {
  if (!row) throw new Refusal('NOT_FOUND');
  if (row.archivedAt) throw new Refusal('CONFERENCE_ARCHIVED');
  return row;
}
