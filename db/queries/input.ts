import { and, asc, eq, inArray, isNotNull, sql } from 'drizzle-orm';
import type { FilmPlace } from '#domain/film.ts';
import type { InputKind, SourceKind, StreamKind } from '#domain/programme.ts';
import type { Db, Tx } from '../client.ts';
import { input } from '../schema/input.ts';
import { source } from '../schema/programme.ts';
import { site } from '../schema/site.ts';

export interface InputRow extends FilmPlace {
  sourceId: string;
  sessionId: string;
  conferenceId: string;
  siteId: string;
  kind: InputKind;
  name: string;
  hasSound: boolean;
  /** Of what another machine sends. */
  streamKey: string | null;
  /** SRT alone. */
  port: number | null;
  isOpen: boolean;
}

const columns = {
  sourceId: input.sourceId,
  sessionId: input.sessionId,
  conferenceId: source.conferenceId,
  siteId: source.siteId,
  kind: source.kind,
  name: source.name,
  durationMs: input.durationMs,
  hasSound: input.hasSound,
  atMs: input.atMs,
  since: input.since,
  streamKey: input.streamKey,
  port: input.port,
  isOpen: input.isOpen,
};

type FoundRow = Omit<InputRow, 'kind' | 'durationMs'> & {
  kind: SourceKind;
  durationMs: number | null;
};

function rowOf({ durationMs, kind, ...rest }: FoundRow): InputRow {
  // Only inputs have a row here.
  return { ...rest, kind: kind as InputKind, durationMs: durationMs ?? 0 };
}

/** In the order in which they were added. */
export async function listInputs(tx: Tx | Db, sessionIds: string[]): Promise<InputRow[]> {
  if (sessionIds.length === 0) return [];
  const rows = await tx
    .select(columns)
    .from(input)
    .innerJoin(source, eq(source.id, input.sourceId))
    .where(inArray(input.sessionId, sessionIds))
    .orderBy(asc(input.createdAt), asc(input.sourceId));
  return rows.map(rowOf);
}

/** @param options `isLocked`: until the end of the transaction nobody else changes it */
export async function findInput(
  tx: Tx | Db,
  sourceId: string,
  options: { isLocked?: true } = {},
): Promise<InputRow | null> {
  const query = tx
    .select(columns)
    .from(input)
    .innerJoin(source, eq(source.id, input.sourceId))
    .where(eq(input.sourceId, sourceId));
  const [row] = await (options.isLocked ? query.for('update', { of: input }) : query);
  return row ? rowOf(row) : null;
}

export async function moveFilm(
  tx: Tx,
  sourceId: string,
  place: Pick<FilmPlace, 'atMs' | 'since'>,
): Promise<void> {
  await tx.update(input).set(place).where(eq(input.sourceId, sourceId));
}

export async function insertFilm(
  tx: Tx,
  film: {
    sourceId: string;
    sessionId: string;
    conferenceId: string;
    siteId: string;
    name: string;
    fileBytes: number;
    durationMs: number;
    hasSound: boolean;
  },
): Promise<void> {
  const { sourceId, conferenceId, siteId, name, ...rest } = film;
  const key = `film-${sourceId}`;
  await tx.insert(source).values({ id: sourceId, conferenceId, siteId, key, kind: 'FILE', name });
  await tx.insert(input).values({ sourceId, ...rest });
}

export async function insertStream(
  tx: Tx,
  stream: {
    sourceId: string;
    sessionId: string;
    conferenceId: string;
    siteId: string;
    kind: StreamKind;
    name: string;
    streamKey: string;
    port: number | null;
  },
): Promise<void> {
  const { sourceId, conferenceId, siteId, kind, name, ...rest } = stream;
  // Longer than any key that a browser may name.
  const key = `stream-${sourceId}`;
  await tx.insert(source).values({ id: sourceId, conferenceId, siteId, key, kind, name });
  await tx.insert(input).values({ sourceId, ...rest });
}

export async function setStream(
  tx: Tx,
  sourceId: string,
  stream: { streamKey: string } | { isOpen: boolean },
): Promise<void> {
  await tx.update(input).set(stream).where(eq(input.sourceId, sourceId));
}

/** Of all sessions. Until the end of the transaction nobody else chooses one. */
export async function lockInputPorts(tx: Tx): Promise<Set<number>> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtext('input_port'))`);
  const rows = await tx.select({ port: input.port }).from(input).where(isNotNull(input.port));
  return new Set(rows.map(({ port }) => port!));
}

/** With its source, and so out of every slot that it was in. */
export async function removeInput(tx: Tx, sourceId: string): Promise<void> {
  await tx.delete(source).where(eq(source.id, sourceId));
}

/** @returns null when the conference has no central hall */
export async function findCentralHall(tx: Tx | Db, conferenceId: string): Promise<string | null> {
  const [row] = await tx
    .select({ siteId: site.id })
    .from(site)
    .where(and(eq(site.conferenceId, conferenceId), eq(site.tier, 'CENTRAL')))
    .orderBy(asc(site.id))
    .limit(1);
  return row?.siteId ?? null;
}

/** Ids of all films that there are: every other file is left over. */
export async function listFilmIds(db: Db): Promise<Set<string>> {
  const rows = await db.select({ sourceId: input.sourceId }).from(input);
  return new Set(rows.map(({ sourceId }) => sourceId));
}
