/** One row of a roster file as a summons-list entry, with its doubts. */
import { foldKey } from '../text/fold.ts';
import {
  isAllCapitals,
  joinPersonName,
  splitPersonName,
  stripHonorific,
  toNameCase,
} from '../text/person-name.ts';
import { readPhone } from '../text/phone.ts';
import { readBirthYear } from './birth-year.ts';
import type { SheetRow } from './cell.ts';
import type { CodeProfile } from './code-profile.ts';
import { restoreZeros } from './code-profile.ts';
import type { Directory, DirectoryEntry } from './directory.ts';
import type { Decisions, Doubt } from './doubt.ts';
import type { Layout } from './layout.ts';
import { findReference } from './reference.ts';
import { RowScribe } from './row-scribe.ts';

export interface DelegateEntry {
  /** null: the file gives none; the plan finds the person by the other fields or makes a code. */
  rosterCode: string | null;
  familyName: string;
  givenName: string;
  position: string;
  phone: string;
  birthYear: number | null;
  seat: string;
  note: string;
  siteId: string | null;
  siteCode: string;
  siteLabel: string;
  unitId: string | null;
  unitLabel: string;
  categoryName: string;
}

export interface RosterContext {
  layout: Layout;
  decisions: Decisions;
  sites: Directory;
  units: Directory;
  /** Folded names of the categories that the conference has; a new one is added when it is noted. */
  categories: Set<string>;
  codeProfile: CodeProfile;
  thisYear: number;
  /** For a file of one hall that has no hall column; null: every row must name its hall. */
  defaultSite: DirectoryEntry | null;
  /** Whether the importing account's grant covers the hall or unit. */
  isInScope: (where: { siteId: string; unitId: string | null }) => boolean;
}

export interface RowReading<Entry> {
  entry: Entry;
  doubts: Doubt[];
}

/** Reads one row; never throws: whatever is wrong becomes a doubt. */
export function readDelegateRow(row: SheetRow, context: RosterContext): RowReading<DelegateEntry> {
  const scribe = new RowScribe({ row, layout: context.layout, decisions: context.decisions });
  if (row.isHidden) scribe.doubt('HIDDEN_ROW');
  const name = splitPersonName(readName(scribe));
  const site = readSite(scribe, context);
  const unit = findReference(scribe, { directory: context.units, noun: 'UNIT' });
  const entry: DelegateEntry = {
    rosterCode: readCode(scribe, context.codeProfile),
    familyName: name.familyAndMiddle,
    givenName: name.given,
    position: scribe.text('position'),
    phone: readPhoneField(scribe, 'phone'),
    birthYear: readBirth(scribe, context),
    seat: scribe.text('seat'),
    note: scribe.text('note'),
    siteId: site?.id ?? null,
    siteCode: site?.code ?? '',
    siteLabel: site?.name ?? '',
    unitId: unit?.id ?? null,
    unitLabel: unit?.name ?? '',
    categoryName: readCategory(scribe, context),
  };
  if (entry.siteId !== null && !context.isInScope({ siteId: entry.siteId, unitId: entry.unitId })) {
    scribe.doubt('OUT_OF_SCOPE', { column: scribe.column('unitName'), value: entry.unitLabel });
  }
  return { entry, doubts: scribe.doubts };
}

function readSite(scribe: RowScribe, context: RosterContext): DirectoryEntry | null {
  const hasColumn = scribe.column('siteCode') !== null || scribe.column('siteName') !== null;
  if (!hasColumn && context.defaultSite !== null) return context.defaultSite;
  return findReference(scribe, { directory: context.sites, noun: 'SITE' });
}

function readName(scribe: RowScribe): string {
  const column = scribe.column('fullName') ?? scribe.column('given');
  const whole = scribe.text('fullName');
  const joined =
    whole !== ''
      ? whole
      : joinPersonName({
          familyAndMiddle: scribe.text('familyAndMiddle'),
          given: scribe.text('given'),
        });
  if (joined === '') {
    const hasReason = scribe.doubts.some((doubt) => doubt.severity === 'refuse');
    if (!hasReason) scribe.doubt('NAME_MISSING', { column });
    return '';
  }
  const name = mendCapitals(scribe, column, readPrefix(scribe, column, joined));
  checkName(scribe, column, name);
  return name;
}

function readPrefix(scribe: RowScribe, column: number | null, text: string): string {
  const { name, prefix, isCertain } = stripHonorific(text);
  if (prefix === null) return name;
  const details = { column, value: text, suggestion: name };
  if (isCertain) {
    scribe.doubt('NAME_PREFIX', details);
    return name;
  }
  return scribe.doubt('NAME_MAYBE_PREFIX', details) === 'SUGGESTION' ? name : text;
}

function mendCapitals(scribe: RowScribe, column: number | null, name: string): string {
  if (!isAllCapitals(name) || !name.includes(' ')) return name;
  const mended = toNameCase(name);
  scribe.doubt('NAME_CAPITALS', { column, value: name, suggestion: mended });
  return mended;
}

function checkName(scribe: RowScribe, column: number | null, name: string): void {
  if (!name.includes(' ')) scribe.doubt('NAME_ONE_WORD', { column, value: name });
  if (/[^\p{L}\p{M}\s.'’-]/u.test(name)) scribe.doubt('NAME_UNUSUAL', { column, value: name });
}

function readCode(scribe: RowScribe, profile: CodeProfile): string | null {
  const column = scribe.column('code');
  if (column === null) return null;
  const code = scribe.text('code');
  if (code === '') {
    if (!scribe.doubts.some((doubt) => doubt.column === column))
      scribe.doubt('CODE_MISSING', { column });
    return null;
  }
  const restored = restoreZeros(code, profile);
  if (restored === null) return code;
  const decision = scribe.doubt('CODE_LOST_ZEROS', { column, value: code, suggestion: restored });
  return decision === 'SUGGESTION' ? restored : code;
}

/** Reads a telephone field; '' when empty or unreadable. */
export function readPhoneField(scribe: RowScribe, field: 'phone' | 'contactPhone'): string {
  const column = scribe.column(field);
  const text = scribe.text(field);
  const reading = readPhone(text);
  switch (reading.kind) {
    case 'empty':
      return '';
    case 'ok':
      return reading.phone;
    case 'lostZero':
      scribe.doubt('PHONE_LOST_ZERO', { column, value: text, suggestion: reading.phone });
      return reading.phone;
    case 'several':
      scribe.doubt('PHONE_SEVERAL', { column, value: text, suggestion: reading.phone });
      return reading.phone;
    case 'unreadable':
      scribe.doubt('PHONE_UNREADABLE', { column, value: text, suggestion: '' });
      return '';
  }
}

function readBirth(scribe: RowScribe, { layout, thisYear }: RosterContext): number | null {
  const columns = layout.columns.filter(({ field }) => field === 'birth');
  const filled = columns.find(({ column }) => (scribe.row.cells[column]?.text ?? '') !== '');
  if (filled === undefined) return null;
  const { column } = filled;
  const cell = scribe.row.cells[column];
  const reading = readBirthYear(cell, thisYear);
  const value = cell?.text ?? '';
  switch (reading.kind) {
    case 'empty':
      return null;
    case 'ok':
      return reading.year;
    case 'twoDigits':
      scribe.doubt('BIRTH_TWO_DIGIT_YEAR', { column, value, suggestion: String(reading.year) });
      return reading.year;
    case 'unreadable': {
      const suggestion = reading.guess === null ? '' : String(reading.guess);
      const decision = scribe.doubt('BIRTH_UNREADABLE', { column, value, suggestion });
      return decision === 'SUGGESTION' ? reading.guess : null;
    }
  }
}

function readCategory(scribe: RowScribe, { categories }: RosterContext): string {
  const name = scribe.text('category');
  if (name !== '' && !categories.has(foldKey(name))) {
    categories.add(foldKey(name));
    scribe.doubt('CATEGORY_NEW', {
      column: scribe.column('category'),
      value: name,
      suggestion: name,
    });
  }
  return name;
}
