import type { CommandOutput } from '#contract/registry.ts';
import { createConference } from '#db/seed/programme.ts';
import { dayOf } from '#domain/conference.ts';
import type { DemoOrganiser } from './demo-organiser.ts';
import { moveSessions } from './live-session.ts';

/**
 * Moves the demo's sessions that are not closed, as an organiser would: first the conference's days
 * are made wide enough, then one session after the other gets its new times.
 * @throws Error when a command is refused
 */
export async function moveRound(
  organiser: DemoOrganiser,
  round: CommandOutput<'device:self'>,
  shiftMs: number,
): Promise<void> {
  const updates = moveSessions(round.sessions, shiftMs);
  const moments = [...round.sessions, ...updates].flatMap(({ startsAt, endsAt }) => [
    Date.parse(startsAt),
    Date.parse(endsAt),
  ]);
  const kept = {
    name: round.conferenceName,
    organisation: createConference(0).organisation,
    helpPhone: round.helpPhone,
  };
  await organiser.command('conference:update', {
    conferenceId: round.conferenceId,
    ...kept,
    expected: kept,
    startsOn: dayOf(Math.min(...moments)),
    endsOn: dayOf(Math.max(...moments)),
  });
  for (const update of updates) await organiser.command('session:update', update);
}
