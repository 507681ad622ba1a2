import { eq, sql } from 'drizzle-orm';
import { findConference } from '#db/queries/conference.ts';
import { listSessions } from '#db/queries/session.ts';
import type { Tx } from '#db/client.ts';
import { conference } from '#db/schema/conference.ts';
import { sessionFault } from '#domain/conference.ts';
import type { ConferenceDays } from '#domain/conference.ts';
import type { RowScope } from '#domain/permissions.ts';
import { handle } from '../commands/handler.ts';
import type { Handlers } from '../commands/handler.ts';
import { Refusal } from '../commands/refusal.ts';
import { refuseChanged } from '../commands/refuse-changed.ts';
import { requireLockedConference } from '../commands/require-conference.ts';

type Names =
  'conference:create' | 'conference:update' | 'conference:archive' | 'conference:restore';

/** hội nghị: making, changing and putting away a round. */
export function createConferenceHandlers(): Handlers<Names> {
  return {
    'conference:create': handle('conference:create', {
      scope: () => ({ system: true }),
      run: async ({ confirmsNoStateSecret: _, ...fields }, { tx }) => {
        refuseReversed(fields);
        const [row] = await tx.insert(conference).values(fields).returning({ id: conference.id });
        return { id: row!.id };
      },
    }),
    'conference:update': handle('conference:update', {
      scope: ({ conferenceId }, { tx }) => conferenceScope(tx, conferenceId),
      run: async ({ conferenceId, expected, ...fields }, { tx }) => {
        refuseReversed(fields);
        const { name, organisation, startsOn, endsOn, helpPhone } = await requireLockedConference(
          tx,
          conferenceId,
        );
        const stored = { name, organisation, startsOn, endsOn, helpPhone };
        refuseChanged(stored, { ...stored, ...expected });
        await refuseSessionsOutside(tx, conferenceId, fields);
        await tx.update(conference).set(fields).where(eq(conference.id, conferenceId));
        return {};
      },
    }),
    'conference:archive': handle('conference:archive', {
      scope: ({ conferenceId }, { tx }) => conferenceScope(tx, conferenceId),
      run: async ({ conferenceId }, { tx, now }) => {
        await tx
          .update(conference)
          .set({
            archivedAt: sql`coalesce(${conference.archivedAt}, ${now().toISOString()}::timestamptz)`,
          })
          .where(eq(conference.id, conferenceId));
        return {};
      },
    }),
    'conference:restore': handle('conference:restore', {
      scope: ({ conferenceId }, { tx }) => conferenceScope(tx, conferenceId),
      run: async ({ conferenceId }, { tx }) => {
        await tx
          .update(conference)
          .set({ archivedAt: null })
          .where(eq(conference.id, conferenceId));
        return {};
      },
    }),
  };
}

async function conferenceScope(tx: Tx, conferenceId: string): Promise<RowScope> {
  if (!(await findConference(tx, conferenceId))) throw new Refusal('NOT_FOUND');
  return { conferenceId };
}

function refuseReversed({ startsOn, endsOn }: ConferenceDays): void {
  if (endsOn < startsOn) throw new Refusal('DAYS_REVERSED', { field: 'endsOn' });
}

async function refuseSessionsOutside(
  tx: Tx,
  conferenceId: string,
  days: ConferenceDays,
): Promise<void> {
  for (const { name, startsAt, endsAt, lateAfter } of await listSessions(tx, conferenceId)) {
    const times = {
      startsAtMs: startsAt.getTime(),
      endsAtMs: endsAt.getTime(),
      lateAfterMs: lateAfter.getTime(),
    };
    if (sessionFault(times, days) === 'SESSION_OUTSIDE_DAYS') {
      throw new Refusal('SESSION_OUTSIDE_DAYS', { name });
    }
  }
}
