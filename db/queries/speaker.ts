import { and, asc, eq, gt, isNotNull, isNull, lte, sql } from 'drizzle-orm';
import type { Tx } from '../client.ts';
import { source, speakerRequest } from '../schema/programme.ts';
import { site } from '../schema/site.ts';
import { MAIN_SOURCE_KEY } from './source.ts';

export type SpeakerRequestRow = typeof speakerRequest.$inferSelect;

/** A request with its hall's name. */
export type QueuedRow = SpeakerRequestRow & { siteName: string };

/** The requests of a session that have not ended, in the order of the queue. */
export async function listQueue(tx: Tx, sessionId: string): Promise<QueuedRow[]> {
  const rows = await tx
    .select({ request: speakerRequest, siteName: site.name })
    .from(speakerRequest)
    .innerJoin(site, eq(site.id, speakerRequest.siteId))
    .where(and(eq(speakerRequest.sessionId, sessionId), isNull(speakerRequest.endedAt)))
    // Halls that asked at the same moment may have the same place.
    .orderBy(asc(speakerRequest.place), asc(speakerRequest.requestedAt), asc(speakerRequest.id));
  return rows.map(({ request, siteName }) => ({ ...request, siteName }));
}

/** @returns null when there is none; one that ended is found too */
export async function findSpeakerRequest(
  tx: Tx,
  requestId: string,
): Promise<SpeakerRequestRow | null> {
  const [row] = await tx.select().from(speakerRequest).where(eq(speakerRequest.id, requestId));
  return row ?? null;
}

/** As `findSpeakerRequest`, kept as it is until the transaction ends: the hall may take its hand down at any time. */
export async function lockSpeakerRequest(
  tx: Tx,
  requestId: string,
): Promise<SpeakerRequestRow | null> {
  const isMeant = eq(speakerRequest.id, requestId);
  const [row] = await tx.select().from(speakerRequest).where(isMeant).for('no key update');
  return row ?? null;
}

/** The main sources of the halls on standby: these must be sending. */
export async function listStandbySources(tx: Tx, sessionId: string): Promise<string[]> {
  const rows = await tx
    .select({ sourceId: source.id })
    .from(speakerRequest)
    .innerJoin(
      source,
      and(eq(source.siteId, speakerRequest.siteId), eq(source.key, MAIN_SOURCE_KEY)),
    )
    .where(
      and(
        eq(speakerRequest.sessionId, sessionId),
        isNotNull(speakerRequest.standbyAt),
        isNull(speakerRequest.onAirAt),
        isNull(speakerRequest.endedAt),
      ),
    );
  return rows.map(({ sourceId }) => sourceId);
}

/**
 * Puts a hall at the end of the queue, or finds where it waits already. Needs the programme held from
 * ending. Others may come to the end of the queue at the same time.
 * @returns the request's id
 */
export async function keepSpeakerRequest(
  tx: Tx,
  asked: { sessionId: string; siteId: string; note: string; at: Date },
): Promise<string> {
  const { at, ...values } = asked;
  const place = sql<number>`(select coalesce(max(place), 0) + 1 from ${speakerRequest}
    where session_id = ${asked.sessionId})`;
  const [row] = await tx
    .insert(speakerRequest)
    .values({ ...values, place, requestedAt: at })
    // Changes nothing, but answers the one that waits, also when a director ends it at this moment.
    .onConflictDoUpdate({
      target: [speakerRequest.sessionId, speakerRequest.siteId],
      targetWhere: isNull(speakerRequest.endedAt),
      set: { note: sql`${speakerRequest.note}` },
    })
    .returning({ id: speakerRequest.id });
  return row!.id;
}

export async function stepSpeakerRequest(
  tx: Tx,
  requestId: string,
  moments: Partial<
    Pick<SpeakerRequestRow, 'acceptedAt' | 'standbyAt' | 'onAirAt' | 'endedAt' | 'outcome'>
  >,
): Promise<void> {
  await tx.update(speakerRequest).set(moments).where(eq(speakerRequest.id, requestId));
}

/**
 * Withdraws a request of a hall that is not on standby yet: the programme knows nothing of it.
 * @returns whether it was one
 */
export async function withdrawWaiting(
  tx: Tx,
  { requestId, at }: { requestId: string; at: Date },
): Promise<boolean> {
  const { id, standbyAt, onAirAt, endedAt } = speakerRequest;
  const isOnlyWaiting = and(isNull(standbyAt), isNull(onAirAt), isNull(endedAt));
  const withdrawn = await tx
    .update(speakerRequest)
    .set({ endedAt: at, outcome: 'WITHDRAWN' })
    .where(and(eq(id, requestId), isOnlyWaiting))
    .returning({ id });
  return withdrawn.length > 0;
}

/**
 * Takes back the call of a hall that did not come: it waits as before, and whoever spoke speaks on.
 * Needs the programme held alone.
 * @param call the time in which it was called up
 * @returns the halls that it concerns
 */
export async function undoCall(
  tx: Tx,
  call: { sessionId: string; after: Date; until: Date },
): Promise<string[]> {
  const ofSession = eq(speakerRequest.sessionId, call.sessionId);
  const isWaiting = isNull(speakerRequest.endedAt);
  const { onAirAt } = speakerRequest;
  const isCalled = and(ofSession, isWaiting, gt(onAirAt, call.after), lte(onAirAt, call.until));
  const [called] = await tx.select().from(speakerRequest).where(isCalled);
  if (!called?.onAirAt) return [];
  await stepSpeakerRequest(tx, called.id, { onAirAt: null });
  const spoke = and(
    ofSession,
    eq(speakerRequest.endedAt, called.onAirAt),
    eq(speakerRequest.outcome, 'DONE'),
    // A hall waits once; one that raised its hand anew goes on waiting.
    sql`not exists (select from speaker_request as own where own.session_id = ${call.sessionId}
      and own.site_id = ${speakerRequest.siteId} and own.ended_at is null)`,
  );
  const before = await tx
    .update(speakerRequest)
    .set({ endedAt: null, outcome: null })
    .where(spoke)
    .returning({ siteId: speakerRequest.siteId });
  return [called.siteId, ...before.map(({ siteId }) => siteId)];
}

/** Ends what is left of the queue: who spoke is done, who waited is declined. Needs the programme held alone. */
export async function endQueue(tx: Tx, ended: { sessionId: string; at: Date }): Promise<void> {
  await tx
    .update(speakerRequest)
    .set({
      endedAt: ended.at,
      outcome: sql`case when on_air_at is null then 'DECLINED' else 'DONE' end`,
    })
    .where(and(eq(speakerRequest.sessionId, ended.sessionId), isNull(speakerRequest.endedAt)));
}

/** Stores the order of the queue. Needs the programme locked. */
export async function storeQueueOrder(tx: Tx, requestIds: string[]): Promise<void> {
  await tx.execute(sql`
    update speaker_request set place = given.place
    from unnest(${sql.param(requestIds)}::uuid[]) with ordinality as given (id, place)
    where speaker_request.id = given.id`);
}
