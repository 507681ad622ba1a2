import { and, eq, inArray, isNull, or, sql } from 'drizzle-orm';
import type { ProgrammeSource } from '#domain/programme.ts';
import type { Tx } from '../client.ts';
import { input } from '../schema/input.ts';
import { hallLine, source } from '../schema/programme.ts';
import { site } from '../schema/site.ts';

/** The source that a take of a hall uses. */
export const MAIN_SOURCE_KEY = 'main';

/** A source with what the programme needs to know of its hall. */
export interface SourceRow extends ProgrammeSource {
  conferenceId: string;
  key: string;
  /** As the director named it, or as it was offered; a hall's own picture bears the hall's name. */
  name: string;
  trimDb: number;
}

const columns = {
  sourceId: source.id,
  conferenceId: source.conferenceId,
  siteId: source.siteId,
  isCentral: sql<boolean>`${site.tier} = 'CENTRAL'`,
  kind: source.kind,
  key: source.key,
  name: sql<string>`coalesce(nullif(${source.name}, ''), ${site.name})`,
  trimDb: source.trimDb,
};

/** @returns null when there is none */
export async function findSource(tx: Tx, sourceId: string): Promise<SourceRow | null> {
  const [row] = await tx
    .select(columns)
    .from(source)
    .innerJoin(site, eq(site.id, source.siteId))
    .where(eq(source.id, sourceId));
  return row ?? null;
}

/** The sources of a conference, or only those of some of its halls, in a steady order. */
export async function listSources(
  tx: Tx,
  asked: { conferenceId: string; siteIds?: string[]; sessionId?: string },
): Promise<SourceRow[]> {
  return tx
    .select(columns)
    .from(source)
    .innerJoin(site, eq(site.id, source.siteId))
    .leftJoin(input, eq(input.sourceId, source.id))
    .where(
      and(
        eq(source.conferenceId, asked.conferenceId),
        asked.siteIds ? inArray(source.siteId, asked.siteIds) : undefined,
        // A film is of one session.
        asked.sessionId
          ? or(isNull(input.sourceId), eq(input.sessionId, asked.sessionId))
          : undefined,
      ),
    )
    .orderBy(source.id);
}

/** A source on its way to air, with the centre's mute of its hall in that session. */
export interface ChosenSourceRow extends SourceRow {
  isMutedByCentre: boolean;
}

export async function listChosenSources(
  tx: Tx,
  asked: { sessionId: string; sourceIds: string[] },
): Promise<ChosenSourceRow[]> {
  if (asked.sourceIds.length === 0) return [];
  return tx
    .select({
      ...columns,
      isMutedByCentre: sql<boolean>`coalesce(${hallLine.isMutedByCentre}, false)`,
    })
    .from(source)
    .innerJoin(site, eq(site.id, source.siteId))
    .leftJoin(
      hallLine,
      and(eq(hallLine.siteId, source.siteId), eq(hallLine.sessionId, asked.sessionId)),
    )
    .where(inArray(source.id, asked.sourceIds));
}

/** The main source of a hall; null until the hall has offered one. */
export async function findMainSource(tx: Tx, siteId: string): Promise<SourceRow | null> {
  const [row] = await tx
    .select(columns)
    .from(source)
    .innerJoin(site, eq(site.id, source.siteId))
    .where(and(eq(source.siteId, siteId), eq(source.key, MAIN_SOURCE_KEY)));
  return row ?? null;
}

/**
 * Keeps a source under its hall and key: offered again, it has the id and the name that it had.
 * @returns its id
 */
export async function keepSource(
  tx: Tx,
  offer: {
    conferenceId: string;
    siteId: string;
    key: string;
    kind: SourceRow['kind'];
    name: string;
  },
): Promise<string> {
  const [row] = await tx
    .insert(source)
    .values(offer)
    .onConflictDoUpdate({ target: [source.siteId, source.key], set: { kind: offer.kind } })
    .returning({ id: source.id });
  return row!.id;
}

export async function changeSource(
  tx: Tx,
  change: { sourceId: string; name?: string; trimDb?: number },
): Promise<void> {
  const { sourceId, ...values } = change;
  await tx.update(source).set(values).where(eq(source.id, sourceId));
}
