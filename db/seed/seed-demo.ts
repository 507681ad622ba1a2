import type pg from 'pg';
import { foldKey } from '#domain/text/fold.ts';
import { nameSearchKey } from '#domain/text/name-search.ts';
import { splitPersonName } from '#domain/text/person-name.ts';
import { CATEGORY_NAMES } from './positions.ts';
import { createConference } from './programme.ts';
import { stableId } from './random.ts';
import { createRound, type SeedRound } from './round.ts';
import { CITY_CODE, unitId } from './units.ts';

/** The database already holds a conference or units: a demo round never mixes with real ones. */
export class DatabaseNotEmptyError extends Error {
  readonly code = 'DATABASE_NOT_EMPTY';
}

/** Ids of the demo round; they are the same in every database. */
export interface RoundIds {
  conferenceId: string;
  /** The two sessions, in order; the first has its doors open. */
  sessionIds: string[];
  /** The city's Party organisation and one district's, for accounts that reach only a subtree. */
  cityUnitId: string;
  districtUnitId: string;
}

export interface SeededRound extends RoundIds {
  hallCount: number;
  delegateCount: number;
}

/** Rows in one statement: few round trips, and no statement holds the round twice in memory. */
const CHUNK_ROWS = 5_000;

type Row = Record<string, string | number | null>;

/** True when the database holds neither units nor a conference. */
export async function isEmptyRound(connection: Pick<pg.Pool, 'query'>): Promise<boolean> {
  const { rows } = await connection.query<{ found: boolean }>(
    'select exists (select from conference) or exists (select from unit) as found',
  );
  return !rows[0]?.found;
}

/**
 * Writes the full-size demo round in one transaction: units of both trees, conference, sessions,
 * agenda, 766 halls and 51,962 delegates.
 * @throws DatabaseNotEmptyError when there is a conference or a unit already; nothing is written
 */
export async function seedDemo(pool: pg.Pool, options: { nowMs: number }): Promise<SeededRound> {
  const round = createRound(options);
  const client = await pool.connect();
  try {
    await client.query('begin');
    // Two starts at once: the second waits here, then finds the round and refuses.
    await client.query('lock table conference, unit in exclusive mode');
    if (!(await isEmptyRound(client))) {
      throw new DatabaseNotEmptyError('the database already holds units or a conference');
    }
    await insertRound(client, round);
    await client.query('commit');
    await client.query('analyze');
  } catch (error) {
    await client.query('rollback');
    throw error;
  } finally {
    client.release();
  }
  return {
    ...describeRound(),
    hallCount: round.halls.length,
    delegateCount: round.delegates.length,
  };
}

/** Ids by which accounts, programs and tests find the demo round. */
export function describeRound(): RoundIds {
  const { id, sessions } = createConference(0);
  return {
    conferenceId: id,
    sessionIds: sessions.map((session) => session.id),
    cityUnitId: unitId('PARTY', CITY_CODE),
    districtUnitId: unitId('PARTY', '001'),
  };
}

async function insertRound(client: pg.PoolClient, round: SeedRound): Promise<void> {
  await insertRows(client, 'unit', unitRows(round));
  await insertRows(client, 'unit_predecessor', predecessorRows(round));
  await insertRows(client, 'conference', [conferenceRow(round)]);
  await insertRows(client, 'session', sessionRows(round));
  await insertRows(client, 'agenda_item', agendaRows(round));
  await insertRows(client, 'site', siteRows(round));
  await insertRows(client, 'delegate_category', categoryRows(round));
  await insertRows(client, 'delegate', delegateRows(round));
}

/** Inserts rows whose keys are column names; every row has the columns of the first. */
async function insertRows(client: pg.PoolClient, table: string, rows: Row[]): Promise<void> {
  const columns = Object.keys(rows[0] ?? {})
    .map((column) => `"${column}"`)
    .join(', ');
  const text = `insert into "${table}" (${columns})
    select ${columns} from jsonb_populate_recordset(null::"${table}", $1)`;
  for (let start = 0; start < rows.length; start += CHUNK_ROWS) {
    await client.query(text, [JSON.stringify(rows.slice(start, start + CHUNK_ROWS))]);
  }
}

function unitRows({ units }: SeedRound): Row[] {
  return units.map((unit) => ({
    id: unit.id,
    tree: unit.tree,
    code: unit.code,
    name: unit.name,
    search_key: foldKey(unit.name),
    parent_id: unit.parentId,
    path: unit.path,
    valid_from: unit.validFrom,
    valid_to: unit.validTo,
  }));
}

function predecessorRows({ units }: SeedRound): Row[] {
  return units.flatMap(({ id, predecessorIds }) =>
    predecessorIds.map((predecessorId) => ({ unit_id: id, predecessor_id: predecessorId })),
  );
}

function conferenceRow({ conference }: SeedRound): Row {
  return {
    id: conference.id,
    name: conference.name,
    organisation: conference.organisation,
    starts_on: conference.startsOn,
    ends_on: conference.endsOn,
    help_phone: conference.helpPhone,
  };
}

function sessionRows({ conference }: SeedRound): Row[] {
  return conference.sessions.map((session) => ({
    id: session.id,
    conference_id: conference.id,
    ordinal: session.ordinal,
    name: session.name,
    starts_at: toIso(session.startsAtMs),
    ends_at: toIso(session.endsAtMs),
    late_after: toIso(session.lateAfterMs),
    opened_at: session.openedAtMs === null ? null : toIso(session.openedAtMs),
  }));
}

function agendaRows({ conference }: SeedRound): Row[] {
  return conference.sessions.flatMap((session) =>
    session.agenda.map((item, index) => ({
      id: item.id,
      session_id: session.id,
      ordinal: index + 1,
      kind: item.kind,
      title: item.title,
      speaker: item.speaker,
      duration_minutes: item.durationMinutes,
    })),
  );
}

function siteRows({ conference, halls }: SeedRound): Row[] {
  return halls.map((hall) => ({
    id: hall.id,
    conference_id: conference.id,
    code: hall.code,
    name: hall.name,
    search_key: foldKey(hall.name),
    tier: hall.tier,
    mode: hall.mode,
    unit_id: hall.unitId,
    parent_site_id: hall.parentId,
    contact_name: hall.contactName,
    contact_phone: hall.contactPhone,
    planned_count: hall.invited,
  }));
}

function categoryRows({ conference }: SeedRound): Row[] {
  return Object.entries(CATEGORY_NAMES).map(([category, name], index) => ({
    id: categoryId(category),
    conference_id: conference.id,
    name,
    search_key: foldKey(name),
    ordinal: index + 1,
  }));
}

function delegateRows({ conference, delegates }: SeedRound): Row[] {
  return delegates.map((delegate) => {
    const { familyAndMiddle, given } = splitPersonName(delegate.fullName);
    return {
      id: delegate.id,
      conference_id: conference.id,
      site_id: delegate.hallId,
      unit_id: delegate.unitId,
      category_id: categoryId(delegate.category),
      roster_code: delegate.rosterCode,
      check_in_code: delegate.checkInCode,
      family_name: familyAndMiddle,
      given_name: given,
      search_key: nameSearchKey(delegate.fullName),
      position: delegate.position,
      phone: delegate.phone,
      birth_year: delegate.birthYear,
      seat: delegate.seat,
    };
  });
}

function categoryId(category: string): string {
  return stableId(`category:${category}`);
}

function toIso(momentMs: number): string {
  return new Date(momentMs).toISOString();
}
