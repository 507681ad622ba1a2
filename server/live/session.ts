import { and, eq, isNotNull, ne, sql } from 'drizzle-orm';
import type { Tx } from '#db/client.ts';
import type { ConferenceRow } from '#db/queries/conference.ts';
import { findConference } from '#db/queries/conference.ts';
import {
  findSession,
  hasRecord,
  listSessions,
  numberSessionsByStart,
} from '#db/queries/session.ts';
import type { SessionRow } from '#db/queries/session.ts';
import { attendance } from '#db/schema/attendance.ts';
import { session } from '#db/schema/conference.ts';
import { doSessionsOverlap, sessionFault } from '#domain/conference.ts';
import type { RowScope } from '#domain/permissions.ts';
import { handle } from '../commands/handler.ts';
import type { Handlers } from '../commands/handler.ts';
import { Refusal } from '../commands/refusal.ts';
import { refuseChanged } from '../commands/refuse-changed.ts';
import { requireLockedConference } from '../commands/require-conference.ts';

type Names = 'session:create' | 'session:update' | 'session:remove' | 'session:open';

interface SessionFields {
  name: string;
  startsAt: string;
  endsAt: string;
  lateAfter: string;
}

export interface SessionParts {
  /** After a commit: the sessions of a conference are others now. */
  rosterChanged(change: { conferenceId: string }): void;
}

/** buổi: the half days of a conference, and the opening of their doors. */
export function createSessionHandlers(parts: SessionParts): Handlers<Names> {
  return {
    'session:create': handle('session:create', {
      scope: async ({ conferenceId }, { tx }) => {
        if (!(await findConference(tx, conferenceId))) throw new Refusal('NOT_FOUND');
        return { conferenceId };
      },
      run: async ({ conferenceId, ...fields }, { tx }) => {
        const owner = await requireLockedConference(tx, conferenceId);
        const others = await listSessions(tx, conferenceId);
        refuseFaults({ owner, others, fields });
        const [row] = await tx
          .insert(session)
          .values({ conferenceId, ordinal: others.length + 1, ...columnsOf(fields) })
          .returning({ id: session.id });
        await numberSessionsByStart(tx, conferenceId);
        return { id: row!.id };
      },
    }),
    'session:update': handle('session:update', {
      scope: ({ sessionId }, { tx }) => sessionScope(tx, sessionId),
      run: async ({ sessionId, expected, ...fields }, { tx, afterCommit }) => {
        const { owner, self, others } = await lockAround(tx, sessionId);
        refuseChanged(comparable(self), comparable(columnsOf(expected)));
        refuseFaults({ owner, others, fields });
        await tx.update(session).set(columnsOf(fields)).where(eq(session.id, sessionId));
        await judgeLatenessAnew(tx, sessionId, new Date(fields.lateAfter));
        afterCommit(() => parts.rosterChanged({ conferenceId: owner.id }));
        await numberSessionsByStart(tx, owner.id);
        return {};
      },
    }),
    'session:remove': handle('session:remove', {
      scope: ({ sessionId }, { tx }) => sessionScope(tx, sessionId),
      run: async ({ sessionId }, { tx }) => {
        const { owner } = await lockAround(tx, sessionId);
        // Locked, so that a check-in on its way waits and then finds no session.
        await tx.select().from(session).where(eq(session.id, sessionId)).for('update');
        if (await hasRecord(tx, sessionId)) throw new Refusal('IN_USE');
        await tx.delete(session).where(eq(session.id, sessionId));
        await numberSessionsByStart(tx, owner.id);
        return {};
      },
    }),
    'session:open': handle('session:open', {
      scope: ({ sessionId }, { tx }) => sessionScope(tx, sessionId),
      run: async ({ sessionId }, { tx, now }) => {
        const { self } = await lockAround(tx, sessionId);
        if (self.closedAt) throw new Refusal('SESSION_CLOSED');
        await tx
          .update(session)
          .set({
            openedAt: sql`coalesce(${session.openedAt}, ${now().toISOString()}::timestamptz)`,
          })
          .where(eq(session.id, sessionId));
        return {};
      },
    }),
  };
}

/**
 * đi muộn is derived from the session's own time. The session's row is locked by now, so that no
 * check-in folds by the old time any more.
 */
async function judgeLatenessAnew(tx: Tx, sessionId: string, lateAfter: Date): Promise<void> {
  const isLate = sql<boolean>`(${attendance.presentAt} > ${lateAfter.toISOString()}::timestamptz)`;
  await tx
    .update(attendance)
    .set({ isLate, updatedAt: sql`date_trunc('milliseconds', statement_timestamp())` })
    .where(
      and(
        eq(attendance.sessionId, sessionId),
        isNotNull(attendance.presentAt),
        ne(attendance.isLate, isLate),
      ),
    );
}

async function sessionScope(tx: Tx, sessionId: string): Promise<RowScope> {
  const row = await findSession(tx, sessionId);
  if (!row) throw new Refusal('NOT_FOUND');
  return { conferenceId: row.conferenceId };
}

/** Locks the conference of a session, so that its sessions have one writer at a time. */
async function lockAround(
  tx: Tx,
  sessionId: string,
): Promise<{ owner: ConferenceRow; self: SessionRow; others: SessionRow[] }> {
  const found = await findSession(tx, sessionId);
  if (!found) throw new Refusal('NOT_FOUND');
  const owner = await requireLockedConference(tx, found.conferenceId);
  const all = await listSessions(tx, owner.id);
  const self = all.find((row) => row.id === sessionId);
  if (!self) throw new Refusal('NOT_FOUND');
  return { owner, self, others: all.filter((row) => row !== self) };
}

function refuseFaults(checked: {
  owner: ConferenceRow;
  others: readonly SessionRow[];
  fields: SessionFields;
}): void {
  const { owner, others, fields } = checked;
  const times = {
    startsAtMs: Date.parse(fields.startsAt),
    endsAtMs: Date.parse(fields.endsAt),
    lateAfterMs: Date.parse(fields.lateAfter),
  };
  const fault = sessionFault(times, owner);
  if (fault) throw new Refusal(fault, { name: fields.name });
  const other = others.find((row) =>
    doSessionsOverlap(times, {
      startsAtMs: row.startsAt.getTime(),
      endsAtMs: row.endsAt.getTime(),
    }),
  );
  if (other) throw new Refusal('SESSION_OVERLAPS', { name: other.name });
}

/** Moments as numbers: the sender may write them in another zone. */
function comparable({ name, startsAt, endsAt, lateAfter }: ReturnType<typeof columnsOf>) {
  return {
    name,
    startsAt: startsAt.getTime(),
    endsAt: endsAt.getTime(),
    lateAfter: lateAfter.getTime(),
  };
}

function columnsOf({ name, startsAt, endsAt, lateAfter }: SessionFields) {
  return {
    name,
    startsAt: new Date(startsAt),
    endsAt: new Date(endsAt),
    lateAfter: new Date(lateAfter),
  };
}
