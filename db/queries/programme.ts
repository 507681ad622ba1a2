import { and, desc, eq, gt, inArray, isNotNull, isNull, or, sql } from 'drizzle-orm';
import type { Programme } from '#domain/programme.ts';
import type { Tx } from '../client.ts';
import { conference, session } from '../schema/conference.ts';
import { programme, programmeHistory } from '../schema/programme.ts';

export type ProgrammeRow = typeof programme.$inferSelect;
type HistoryRow = typeof programmeHistory.$inferSelect;

/** Makes the programme of a session when it has none; the codec stands from then on. */
export async function ensureProgramme(
  tx: Tx,
  made: { sessionId: string; codec: ProgrammeRow['codec'] },
): Promise<void> {
  await tx.insert(programme).values(made).onConflictDoNothing();
}

export async function findProgramme(tx: Tx, sessionId: string): Promise<ProgrammeRow | null> {
  const [row] = await tx.select().from(programme).where(eq(programme.sessionId, sessionId));
  return row ?? null;
}

/**
 * How a programme is held until the transaction ends. A CHANGE waits for other changes, ALONE also
 * for those who joined, e.g. to raise a hand; a JOIN waits only for who holds it alone.
 */
export type ProgrammeHold = 'CHANGE' | 'ALONE' | 'JOIN';

const ROW_LOCKS = { CHANGE: 'no key update', ALONE: 'update', JOIN: 'key share' } as const;

/** As `findProgramme`, with the row locked until the transaction ends: takes happen one by one. */
export async function lockProgramme(
  tx: Tx,
  { sessionId, hold }: { sessionId: string; hold: ProgrammeHold },
): Promise<ProgrammeRow | null> {
  const [row] = await tx
    .select()
    .from(programme)
    .where(eq(programme.sessionId, sessionId))
    .for(ROW_LOCKS[hold]);
  return row ?? null;
}

/** Stores a changed programme and appends it to the history. Needs the row locked. */
export async function storeProgramme(
  tx: Tx,
  change: { row: ProgrammeRow; actorKey: string; at: Date },
): Promise<void> {
  const { sessionId, number, codec: _codec, createdAt: _createdAt, ...values } = change.row;
  await tx
    .update(programme)
    .set({ number, ...values })
    .where(eq(programme.sessionId, sessionId));
  await tx.insert(programmeHistory).values({
    sessionId,
    number,
    at: change.at,
    actorKey: change.actorKey,
    programme: programmeOf(change.row),
  });
}

/**
 * The programme as a take of that main picture made it, and as it was before; null when it always was
 * that picture. Needs the row locked.
 */
export async function findTake(
  tx: Tx,
  asked: { sessionId: string; mainSourceId: string },
): Promise<{ before: HistoryRow; taken: HistoryRow } | null> {
  const ofSession = eq(programmeHistory.sessionId, asked.sessionId);
  const isOther = sql`${programmeHistory.programme} ->> 'mainSourceId' is distinct from ${asked.mainSourceId}`;
  const [before] = await tx
    .select()
    .from(programmeHistory)
    .where(and(ofSession, isOther))
    .orderBy(desc(programmeHistory.number))
    .limit(1);
  if (!before) return null;
  const [taken] = await tx
    .select()
    .from(programmeHistory)
    .where(and(ofSession, gt(programmeHistory.number, before.number)))
    .orderBy(programmeHistory.number)
    .limit(1);
  return taken ? { before, taken } : null;
}

/** The part of the row that the domain's rules are about. */
export function programmeOf(row: ProgrammeRow): Programme {
  return {
    mainSourceId: row.mainSourceId,
    insetSourceId: row.insetSourceId,
    layout: row.layout,
    previewSourceId: row.previewSourceId,
    returnSourceId: row.returnSourceId,
    centreSoundSourceId: row.centreSoundSourceId,
    hallSoundSourceId: row.hallSoundSourceId,
    isCentreSoundMuted: row.isCentreSoundMuted,
    isHallSoundMuted: row.isHallSoundMuted,
  };
}

/** Programmes by their sessions, with their conferences. */
export async function listProgrammes(
  tx: Tx,
  asked: { sessionIds: string[]; runningUntil: Date },
): Promise<(ProgrammeRow & { conferenceId: string })[]> {
  const isRunning = and(
    isNotNull(programme.startedAt),
    isNull(programme.endedAt),
    gt(session.endsAt, asked.runningUntil),
    isNull(conference.archivedAt),
  );
  const rows = await tx
    .select({ programme, conferenceId: session.conferenceId })
    .from(programme)
    .innerJoin(session, eq(session.id, programme.sessionId))
    .innerJoin(conference, eq(conference.id, session.conferenceId))
    .where(
      asked.sessionIds.length === 0
        ? isRunning
        : or(inArray(programme.sessionId, asked.sessionIds), isRunning),
    );
  return rows.map((row) => ({ ...row.programme, conferenceId: row.conferenceId }));
}
