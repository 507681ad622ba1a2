import { and, asc, desc, eq, inArray, isNotNull, isNull, lte, sql } from 'drizzle-orm';
import type { Turn } from '#domain/recording.ts';
import type { Db, Tx } from '../client.ts';
import { broadcast, isolatedSource, outlet } from '../schema/broadcast.ts';
import { conference, session } from '../schema/conference.ts';
import { programme, programmeHistory, source } from '../schema/programme.ts';
import { agendaTurn, recording } from '../schema/recording.ts';
import { site } from '../schema/site.ts';

export type RecordingRow = typeof recording.$inferSelect;
export type { RecordingFilm } from '../schema/recording.ts';
/** With the names of what it belongs to. */
export type NamedRecordingRow = RecordingRow & {
  conferenceId: string;
  conferenceName: string;
  sessionName: string;
};

const isRunning = isNull(recording.endedAt);
const isKept = isNull(recording.removedAt);

/**
 * Begins what is wanted and does not run, and ends what runs and is not wanted: a recording is wanted
 * while its outlet and the signal are on.
 * @returns the sessions of recordings that ended
 */
export async function settleRecordings(
  tx: Tx,
  { sessionId, now }: { sessionId: string; now: Date },
): Promise<void> {
  // Starts and stops of one session happen one by one: what is read below is what stands.
  const [signal] = await tx
    .select({ isOn: broadcast.isOn })
    .from(broadcast)
    .where(eq(broadcast.sessionId, sessionId))
    .for('update');
  const switchedOn = await tx
    .select({ id: outlet.id, name: outlet.name })
    .from(outlet)
    .where(
      and(eq(outlet.sessionId, sessionId), eq(outlet.kind, 'RECORDING'), eq(outlet.isOn, true)),
    );
  const wanted = signal?.isOn ? switchedOn : [];
  const isolated = signal?.isOn ? await listIsolated(tx, sessionId) : [];
  const running = await tx
    .select({ id: recording.id, outletId: recording.outletId, sourceId: recording.sourceId })
    .from(recording)
    .where(and(eq(recording.sessionId, sessionId), isRunning));
  const ended = running.filter(
    (one) =>
      !wanted.some(({ id }) => id === one.outletId) &&
      !isolated.some(({ sourceId }) => sourceId === one.sourceId),
  );
  if (ended.length > 0) {
    await tx
      .update(recording)
      .set({ endedAt: now })
      .where(
        inArray(
          recording.id,
          ended.map(({ id }) => id),
        ),
      );
  }
  const begun = wanted.filter(({ id }) => !running.some(({ outletId }) => outletId === id));
  if (begun.length > 0) {
    await tx
      .insert(recording)
      .values(begun.map(({ id, name }) => ({ sessionId, outletId: id, name, beganAt: now })))
      .onConflictDoNothing();
  }
  const alone = isolated.filter(
    (one) => !running.some(({ sourceId }) => sourceId === one.sourceId),
  );
  if (alone.length > 0) {
    const made = alone.map(({ sourceId, name }) => ({
      ...{ sessionId, sourceId, name, sourceName: name, beganAt: now },
    }));
    await tx.insert(recording).values(made).onConflictDoNothing();
  }
}

/** Sources that are to be recorded by themselves, by the names under which people know them. */
export async function listIsolated(
  tx: Tx | Db,
  sessionId: string,
): Promise<{ sourceId: string; siteId: string; name: string }[]> {
  const rows = await tx
    .select({ sourceId: isolatedSource.sourceId, siteId: source.siteId })
    .from(isolatedSource)
    .innerJoin(source, eq(source.id, isolatedSource.sourceId))
    .where(eq(isolatedSource.sessionId, sessionId))
    .orderBy(asc(isolatedSource.createdAt), asc(isolatedSource.sourceId));
  const names = await namesOf(
    tx,
    rows.map(({ sourceId }) => sourceId),
  );
  return rows.map((row) => ({ ...row, name: names.get(row.sourceId) ?? '' }));
}

export async function addIsolated(
  tx: Tx,
  made: { sessionId: string; sourceId: string },
): Promise<void> {
  await tx.insert(isolatedSource).values(made).onConflictDoNothing();
}

export async function removeIsolated(
  tx: Tx,
  { sessionId, sourceId }: { sessionId: string; sourceId?: string },
): Promise<void> {
  await tx
    .delete(isolatedSource)
    .where(
      and(
        eq(isolatedSource.sessionId, sessionId),
        sourceId === undefined ? undefined : eq(isolatedSource.sourceId, sourceId),
      ),
    );
}

/** The halls of which a source is being recorded by itself. */
export async function listIsolatedSites(tx: Tx | Db, sessionId: string): Promise<Set<string>> {
  const rows = await tx
    .selectDistinct({ siteId: source.siteId })
    .from(recording)
    .innerJoin(source, eq(source.id, recording.sourceId))
    .where(and(eq(recording.sessionId, sessionId), isRunning));
  return new Set(rows.map(({ siteId }) => siteId));
}

/** The session has ended: so do the recordings that began before. @returns whether there were any */
export async function endRecordingsWithSession(
  tx: Tx,
  { sessionId, now }: { sessionId: string; now: Date },
): Promise<boolean> {
  const running = await tx
    .select({ outletId: recording.outletId, sourceId: recording.sourceId })
    .from(recording)
    .innerJoin(programme, eq(programme.sessionId, recording.sessionId))
    .where(
      and(eq(recording.sessionId, sessionId), isRunning, lte(recording.beganAt, programme.endedAt)),
    );
  const outletIds = running.flatMap(({ outletId }) => outletId ?? []);
  if (running.length === 0) return false;
  await tx.update(outlet).set({ isOn: false }).where(inArray(outlet.id, outletIds));
  for (const { sourceId } of running) {
    if (sourceId !== null) await removeIsolated(tx, { sessionId, sourceId });
  }
  await settleRecordings(tx, { sessionId, now });
  return true;
}

/** Sessions that have ended and are still recorded, as before they did. */
export async function listEndedAndRecorded(db: Db): Promise<string[]> {
  const rows = await db
    .selectDistinct({ sessionId: recording.sessionId })
    .from(recording)
    .innerJoin(programme, eq(programme.sessionId, recording.sessionId))
    .where(and(isRunning, lte(recording.beganAt, programme.endedAt)));
  return rows.map(({ sessionId }) => sessionId);
}

export async function isRecorded(tx: Tx | Db, sessionId: string): Promise<boolean> {
  const [row] = await tx
    .select({ id: recording.id })
    .from(recording)
    .where(and(eq(recording.sessionId, sessionId), isRunning))
    .limit(1);
  return row !== undefined;
}

/** Recordings that run, by the outlets that carry them, or the sources that are recorded alone. */
export async function listRunningRecordings(
  tx: Tx | Db,
): Promise<
  { recordingId: string; sessionId: string; outletId: string | null; sourceId: string | null }[]
> {
  const { id: recordingId, sessionId, outletId, sourceId } = recording;
  return tx.select({ recordingId, sessionId, outletId, sourceId }).from(recording).where(isRunning);
}

function selectNamed(tx: Tx | Db) {
  return tx
    .select({
      recording,
      conferenceId: session.conferenceId,
      conferenceName: conference.name,
      sessionName: session.name,
    })
    .from(recording)
    .innerJoin(session, eq(session.id, recording.sessionId))
    .innerJoin(conference, eq(conference.id, session.conferenceId));
}

type Joined = Awaited<ReturnType<typeof selectNamed>>[number];
const named = ({ recording: row, ...names }: Joined): NamedRecordingRow => ({ ...row, ...names });

/** Of a conference, the latest first; removed ones are not among them. */
export async function listRecordings(
  tx: Tx | Db,
  conferenceId: string,
): Promise<NamedRecordingRow[]> {
  const rows = await selectNamed(tx)
    .where(and(eq(session.conferenceId, conferenceId), isKept))
    .orderBy(desc(recording.beganAt), desc(recording.id));
  return rows.map(named);
}

/** @returns null for one that there is not, or that was removed */
export async function findRecording(
  tx: Tx | Db,
  recordingId: string,
): Promise<NamedRecordingRow | null> {
  const [row] = await selectNamed(tx).where(and(eq(recording.id, recordingId), isKept));
  return row ? named(row) : null;
}

/** Ended, and not made yet; those that could not be made wait for somebody to say so. */
export async function listUnmade(db: Db): Promise<NamedRecordingRow[]> {
  const isUnmade = and(
    isNotNull(recording.endedAt),
    isNull(recording.finishedAt),
    isNull(recording.failure),
    isKept,
  );
  return (await selectNamed(db).where(isUnmade).orderBy(asc(recording.endedAt))).map(named);
}

/** Finished or removed ones: files of theirs may still be left to remove. */
export async function listSettled(
  db: Db,
): Promise<Pick<RecordingRow, 'id' | 'sessionId' | 'removedAt' | 'film'>[]> {
  const { id, sessionId, removedAt, film } = recording;
  return db
    .select({ id, sessionId, removedAt, film })
    .from(recording)
    .where(sql`${recording.finishedAt} is not null or ${recording.removedAt} is not null`);
}

export async function storeFilm(
  db: Db,
  made: { id: string; film: RecordingRow['film']; finishedAt: Date },
): Promise<boolean> {
  const rows = await db
    .update(recording)
    .set({ film: made.film, finishedAt: made.finishedAt, failure: null })
    .where(and(eq(recording.id, made.id), isNotNull(recording.endedAt), isKept))
    .returning({ id: recording.id });
  return rows.length > 0;
}

export async function setRecordingFailure(
  tx: Tx | Db,
  failed: { id: string; failure: RecordingRow['failure'] },
): Promise<void> {
  await tx
    .update(recording)
    .set({ failure: failed.failure })
    .where(and(eq(recording.id, failed.id), isNull(recording.finishedAt)));
}

export async function markRecordingRemoved(
  tx: Tx,
  { id, now }: { id: string; now: Date },
): Promise<void> {
  await tx.update(recording).set({ removedAt: now }).where(eq(recording.id, id));
}

export async function forgetRecording(db: Db, id: string): Promise<void> {
  await db.delete(recording).where(and(eq(recording.id, id), isNotNull(recording.removedAt)));
}

/** Items of the agenda as they ran, in their order. */
export async function listAgendaTurns(
  tx: Tx | Db,
  sessionId: string,
): Promise<(Turn & { agendaItemId: string | null })[]> {
  const rows = await tx
    .select()
    .from(agendaTurn)
    .where(eq(agendaTurn.sessionId, sessionId))
    .orderBy(asc(agendaTurn.at), asc(agendaTurn.id));
  return rows.map(({ at, title, agendaItemId }) => ({
    ...{ atMs: at.getTime(), kind: 'AGENDA' as const },
    ...{ title, agendaItemId },
  }));
}

export async function insertAgendaTurn(
  tx: Tx,
  turn: { sessionId: string; agendaItemId: string; title: string; at: Date },
): Promise<void> {
  await tx.insert(agendaTurn).values(turn);
}

/** What was in the picture, and from when on: every change of it. */
export async function listTakes(tx: Tx | Db, sessionId: string): Promise<Turn[]> {
  const rows = await tx
    .select({ at: programmeHistory.at, programme: programmeHistory.programme })
    .from(programmeHistory)
    .where(eq(programmeHistory.sessionId, sessionId))
    .orderBy(asc(programmeHistory.number));
  const ids = new Set(
    rows.flatMap(({ programme: { mainSourceId, insetSourceId } }) =>
      [mainSourceId, insetSourceId].filter((id) => id !== null),
    ),
  );
  const names = await namesOf(tx, [...ids]);
  const turns: Turn[] = [];
  let before: string | null = null;
  for (const { at, programme: taken } of rows) {
    const shown = [taken.mainSourceId, taken.insetSourceId];
    const key = JSON.stringify([...shown, taken.layout]);
    if (key === before) continue;
    before = key;
    const title = shown.flatMap((id) => (id && names.get(id)) ?? []).join(' + ');
    const kind = taken.mainSourceId === null ? 'SLATE' : 'SOURCE';
    turns.push({ atMs: at.getTime(), kind, title: kind === 'SLATE' ? '' : title });
  }
  return turns;
}

async function namesOf(tx: Tx | Db, sourceIds: string[]): Promise<Map<string, string>> {
  if (sourceIds.length === 0) return new Map();
  const rows = await tx
    .select({ id: source.id, kind: source.kind, name: source.name, siteName: site.name })
    .from(source)
    .innerJoin(site, eq(site.id, source.siteId))
    .where(inArray(source.id, sourceIds));
  // A hall's picture bears the hall's name; a camera or a screen of it, its own as well.
  return new Map(
    rows.map(({ id, kind, name, siteName }) => [
      id,
      kind === 'HALL' || name === '' || name === siteName ? siteName : `${siteName}: ${name}`,
    ]),
  );
}
