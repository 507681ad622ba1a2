import { and, asc, eq, isNull, sql } from 'drizzle-orm';
import type { Db, Tx } from '../client.ts';
import { broadcast, outlet } from '../schema/broadcast.ts';
import { session } from '../schema/conference.ts';
import { recording } from '../schema/recording.ts';

export type BroadcastRow = typeof broadcast.$inferSelect;
export type OutletRow = typeof outlet.$inferSelect;

/** Makes the broadcast of a session when it has none, switched off. */
export async function ensureBroadcast(
  tx: Tx | Db,
  made: { sessionId: string; watchKey: string },
): Promise<void> {
  await tx.insert(broadcast).values(made).onConflictDoNothing();
}

/** Starts and stops of one session happen one by one. */
export async function lockBroadcast(tx: Tx, sessionId: string): Promise<void> {
  const { sessionId: own } = broadcast;
  await tx.select({ own }).from(broadcast).where(eq(own, sessionId)).for('update');
}

export async function findBroadcast(tx: Tx | Db, sessionId: string): Promise<BroadcastRow | null> {
  const [row] = await tx.select().from(broadcast).where(eq(broadcast.sessionId, sessionId));
  return row ?? null;
}

/** In the order in which they were added. */
export function listOutlets(tx: Tx | Db, sessionId: string): Promise<OutletRow[]> {
  return tx
    .select()
    .from(outlet)
    .where(eq(outlet.sessionId, sessionId))
    .orderBy(asc(outlet.createdAt), asc(outlet.id));
}

export interface WantedBroadcast {
  sessionId: string;
  watchDelaySeconds: number;
  outlets: OutletRow[];
}

/** Every broadcast that is on, with the outlets that are. */
export async function listWantedBroadcasts(db: Db): Promise<WantedBroadcast[]> {
  const { sessionId, watchDelaySeconds } = broadcast;
  const rows = await db
    .select({ sessionId, watchDelaySeconds, outlet })
    .from(broadcast)
    .leftJoin(outlet, and(eq(outlet.sessionId, broadcast.sessionId), eq(outlet.isOn, true)))
    .where(eq(broadcast.isOn, true))
    .orderBy(asc(broadcast.sessionId));
  const bySession = Map.groupBy(rows, ({ sessionId }) => sessionId);
  return [...bySession].map(([sessionId, own]) => ({
    sessionId,
    watchDelaySeconds: own[0]!.watchDelaySeconds,
    outlets: own.flatMap((row) => (row.outlet ? [row.outlet] : [])),
  }));
}

export async function changeBroadcast(
  tx: Tx,
  sessionId: string,
  change: Partial<Pick<BroadcastRow, 'isOn' | 'access' | 'watchKey' | 'watchDelaySeconds'>>,
): Promise<void> {
  await tx.update(broadcast).set(change).where(eq(broadcast.sessionId, sessionId));
}

export async function insertOutlet(
  tx: Tx,
  made: Pick<OutletRow, 'sessionId' | 'kind' | 'name' | 'address' | 'signalKind' | 'delaySeconds'>,
): Promise<string> {
  const [row] = await tx.insert(outlet).values(made).returning({ id: outlet.id });
  return row!.id;
}

export async function countOutlets(tx: Tx, sessionId: string): Promise<number> {
  const [row] = await tx
    .select({ count: sql<number>`count(*)::int` })
    .from(outlet)
    .where(eq(outlet.sessionId, sessionId));
  return row!.count;
}

/** An outlet, and the conference that it belongs to. */
export async function findOutlet(
  tx: Tx,
  outletId: string,
): Promise<(OutletRow & { conferenceId: string }) | null> {
  const [row] = await tx
    .select({ outlet, conferenceId: session.conferenceId })
    .from(outlet)
    .innerJoin(session, eq(session.id, outlet.sessionId))
    .where(eq(outlet.id, outletId));
  return row ? { ...row.outlet, conferenceId: row.conferenceId } : null;
}

export async function switchOutlet(tx: Tx, outletId: string, isOn: boolean): Promise<void> {
  await tx.update(outlet).set({ isOn }).where(eq(outlet.id, outletId));
}

export async function configureOutlet(
  tx: Tx,
  outletId: string,
  change: Pick<OutletRow, 'signalKind' | 'delaySeconds'>,
): Promise<void> {
  await tx.update(outlet).set(change).where(eq(outlet.id, outletId));
}

export async function removeOutlet(tx: Tx, outletId: string): Promise<void> {
  await tx.delete(outlet).where(eq(outlet.id, outletId));
}

export interface WatchedSession {
  sessionId: string;
  sessionName: string;
  conferenceId: string;
  isOn: boolean;
  access: BroadcastRow['access'];
  delaySeconds: number;
  /** Those who watch are told. */
  isRecorded: boolean;
}

/** As keys are made; anything else is not worth a question, and some of it would be an error. */
const WATCH_KEY = /^[\w-]{8,64}$/;

/** Of the session that the query around it reads. */
function runningRecordings(db: Tx | Db) {
  return db
    .select({ id: recording.id })
    .from(recording)
    .where(and(eq(recording.sessionId, session.id), isNull(recording.endedAt)));
}

/** The session of a watch page. */
export async function findWatched(db: Tx | Db, watchKey: string): Promise<WatchedSession | null> {
  if (!WATCH_KEY.test(watchKey)) return null;
  const [row] = await db
    .select({
      sessionId: broadcast.sessionId,
      sessionName: session.name,
      conferenceId: session.conferenceId,
      isOn: broadcast.isOn,
      access: broadcast.access,
      delaySeconds: broadcast.watchDelaySeconds,
      isRecorded: sql<boolean>`exists (${runningRecordings(db)})`,
    })
    .from(broadcast)
    .innerJoin(session, eq(session.id, broadcast.sessionId))
    .where(eq(broadcast.watchKey, watchKey));
  return row ?? null;
}

/** The sessions of a conference whose broadcast is on, in their order. */
export function listOnAir(
  db: Tx | Db,
  conferenceId: string,
): Promise<(Pick<BroadcastRow, 'access' | 'watchKey'> & { sessionName: string })[]> {
  const { access, watchKey } = broadcast;
  return db
    .select({ sessionName: session.name, access, watchKey })
    .from(broadcast)
    .innerJoin(session, eq(session.id, broadcast.sessionId))
    .where(and(eq(session.conferenceId, conferenceId), eq(broadcast.isOn, true)))
    .orderBy(asc(session.ordinal));
}
