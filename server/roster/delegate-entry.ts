import { randomBytes } from 'node:crypto';
import { and, eq, sql } from 'drizzle-orm';
import type { Tx } from '#db/client.ts';
import { categoryIdOf } from '#db/queries/delegate.ts';
import { findSite } from '#db/queries/site.ts';
import type { SiteRow } from '#db/queries/site.ts';
import { findUnit } from '#db/queries/unit.ts';
import { delegate } from '#db/schema/delegate.ts';
import { CHECK_IN_CODE_LENGTH, checkInCodeFrom } from '#domain/check-in-code.ts';
import type { RowScope } from '#domain/permissions.ts';
import { rosterCodeOf } from '#domain/roster-code.ts';
import { nameSearchKey } from '#domain/text/name-search.ts';
import { splitPersonName } from '#domain/text/person-name.ts';
import { readPhone } from '#domain/text/phone.ts';
import { Refusal } from '../commands/refusal.ts';

/** A delegate as a form gives him. */
export interface DelegateInput {
  siteId: string;
  unitId: string | null;
  categoryName: string;
  fullName: string;
  position: string;
  phone: string;
  birthYear: number | null;
  seat: string;
  note: string;
}

/**
 * The hall that a delegate is summoned to, and who may put him there: whoever reaches his unit, or
 * the hall's where he has none.
 * @throws Refusal NOT_FOUND when the hall or the unit is missing
 */
export async function requirePlace(
  tx: Tx,
  place: { siteId: string; unitId: string | null },
): Promise<{ site: SiteRow; scope: RowScope }> {
  const found = await findSite(tx, place.siteId);
  if (!found) throw new Refusal('NOT_FOUND', { field: 'siteId' });
  if (place.unitId === null) return found;
  const unit = await findUnit(tx, place.unitId);
  if (!unit) throw new Refusal('NOT_FOUND', { field: 'unitId' });
  return { site: found.site, scope: { ...found.scope, unitPath: unit.path } };
}

/**
 * The stored columns of an entry.
 * @throws Refusal INVALID_INPUT for a telephone number that cannot be read
 */
export async function columnsOf(tx: Tx, entry: { conferenceId: string; input: DelegateInput }) {
  const { fullName, categoryName, phone, siteId, unitId, position, birthYear, seat, note } =
    entry.input;
  const { familyAndMiddle, given } = splitPersonName(fullName);
  return {
    siteId,
    unitId,
    categoryId: await categoryIdOf(tx, { conferenceId: entry.conferenceId, name: categoryName }),
    familyName: familyAndMiddle,
    givenName: given,
    searchKey: nameSearchKey(fullName),
    phone: storedPhone(phone),
    position,
    birthYear,
    seat,
    note,
  };
}

function storedPhone(typed: string): string {
  const reading = readPhone(typed);
  if (reading.kind === 'empty') return '';
  if (reading.kind === 'ok' || reading.kind === 'lostZero') return reading.phone;
  throw new Refusal('INVALID_INPUT', { field: 'phone' });
}

/**
 * Stores a new delegate with a check-in code of his own, and a roster code where none is given.
 * @throws Refusal NAME_TAKEN when the given roster code is another's, also a removed one's
 */
export async function insertDelegate(
  tx: Tx,
  entry: { site: SiteRow; input: DelegateInput & { rosterCode: string } },
): Promise<{ id: string; rosterCode: string }> {
  const { site, input } = entry;
  const { conferenceId } = site;
  const columns = await columnsOf(tx, { conferenceId, input });
  let number = (await countCodes(tx, { conferenceId, prefix: `${site.code}-` })) + 1;
  for (;;) {
    const rosterCode = input.rosterCode || rosterCodeOf(site.code, number);
    const checkInCode = checkInCodeFrom(randomBytes(CHECK_IN_CODE_LENGTH));
    const isFree = !(await isCodeTaken(tx, { conferenceId, rosterCode }));
    if (!isFree && input.rosterCode) throw new Refusal('NAME_TAKEN', { field: 'rosterCode' });
    if (isFree) {
      const [row] = await tx
        .insert(delegate)
        .values({ conferenceId, rosterCode, checkInCode, ...columns })
        .onConflictDoNothing()
        .returning({ id: delegate.id });
      if (row) return { id: row.id, rosterCode };
    }
    number += 1;
  }
}

async function countCodes(
  tx: Tx,
  asked: { conferenceId: string; prefix: string },
): Promise<number> {
  const [row] = await tx
    .select({ count: sql<number>`count(*)::int` })
    .from(delegate)
    .where(
      and(
        eq(delegate.conferenceId, asked.conferenceId),
        sql`starts_with(${delegate.rosterCode}, ${asked.prefix})`,
      ),
    );
  return row?.count ?? 0;
}

/** Codes are one when they differ by capitals only, as the import reads them. */
async function isCodeTaken(
  tx: Tx,
  asked: { conferenceId: string; rosterCode: string },
): Promise<boolean> {
  const [row] = await tx
    .select({ id: delegate.id })
    .from(delegate)
    .where(
      and(
        eq(delegate.conferenceId, asked.conferenceId),
        sql`lower(${delegate.rosterCode}) = lower(${asked.rosterCode})`,
      ),
    );
  return row !== undefined;
}
