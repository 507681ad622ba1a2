/** What importing an entry would do to the list as it stands. */
import { rosterCodeKey, rosterCodeOf } from '../roster-code.ts';
import { foldKey, spellingKey } from '../text/fold.ts';
import type { DelegateEntry } from './delegate-row.ts';
import type { ImportField } from './fields.ts';
import type { SiteEntry } from './site-row.ts';

export interface Change {
  field: string;
  from: string;
  to: string;
}

export type Plan<Entry> =
  | { verdict: 'NEW'; entry: Entry }
  /** `entry` has the stored values of fields for which the file has no column. */
  | { verdict: 'SAME' | 'CHANGED'; entry: Entry; changes: Change[]; existing: Existing }
  /** Found, but outside what the importing account reaches. */
  | { verdict: 'FOREIGN' };

export interface Existing {
  id: string;
  /** Changes whenever the stored row does. */
  version: string;
  isRemoved: boolean;
}

export interface ExistingDelegate extends Omit<DelegateEntry, 'rosterCode' | 'siteId'>, Existing {
  rosterCode: string;
  siteId: string;
  isInScope: boolean;
}

export type ExistingSite = SiteEntry & Existing;

/** Which columns of the file decide which stored fields; a field without a column is left alone. */
const DELEGATE_COLUMNS: readonly (readonly [keyof DelegateEntry, readonly ImportField[]])[] = [
  ['familyName', ['fullName', 'familyAndMiddle']],
  ['givenName', ['fullName', 'given']],
  ['position', ['position']],
  ['phone', ['phone']],
  ['birthYear', ['birth']],
  ['seat', ['seat']],
  ['note', ['note']],
  ['siteId', ['siteCode', 'siteName']],
  ['unitId', ['unitCode', 'unitName']],
  ['categoryName', ['category']],
];

const SITE_COLUMNS: readonly (readonly [keyof SiteEntry, readonly ImportField[]])[] = [
  ['name', ['name']],
  ['tier', ['tier']],
  ['mode', ['mode']],
  ['unitId', ['unitCode', 'unitName']],
  ['contactName', ['contactName']],
  ['contactPhone', ['contactPhone']],
  ['parentCode', ['parentCode']],
  ['plannedCount', ['plannedCount']],
];

export interface DelegatePlanner {
  /** The plan of one entry; an existing person is claimed by the first entry that matches. */
  plan(entry: DelegateEntry): Plan<DelegateEntry>;
  /** Marks a person as mentioned by a row that does not go in, so that he is not missing. */
  mention(entry: DelegateEntry): void;
  /** People of the halls that the file names who are not in the file. */
  missing(): ExistingDelegate[];
}

/**
 * Plans a roster against the existing one. A person is found by code, and by name, birth year, hall,
 * unit and position where the file has no code; equal people are matched one to one.
 */
export function createDelegatePlanner(
  existing: readonly ExistingDelegate[],
  fields: ReadonlySet<ImportField>,
): DelegatePlanner {
  const byCode = new Map(
    existing.map((delegate) => [rosterCodeKey(delegate.rosterCode), delegate]),
  );
  const byPerson = fields.has('code')
    ? new Map<string, ExistingDelegate[]>()
    : groupByPerson(existing);
  const columns = DELEGATE_COLUMNS.filter(([, needed]) =>
    needed.some((field) => fields.has(field)),
  );
  const claimed = new Set<string>();
  const sites = new Set<string>();
  const withCode = createCodeMaker(byCode);
  const find = (entry: DelegateEntry): ExistingDelegate | undefined => {
    if (entry.siteId !== null) sites.add(entry.siteId);
    const found =
      entry.rosterCode === null
        ? byPerson.get(personKey(entry))?.find((delegate) => !claimed.has(delegate.id))
        : byCode.get(rosterCodeKey(entry.rosterCode));
    if (found !== undefined) claimed.add(found.id);
    return found;
  };
  return {
    mention: (entry) => void find(entry),
    plan(entry) {
      const found = find(entry);
      if (found === undefined) return { verdict: 'NEW', entry: withCode(entry) };
      return found.isInScope ? compare(columns, found, entry) : { verdict: 'FOREIGN' };
    },
    missing: () =>
      existing.filter(
        (d) => d.isInScope && !d.isRemoved && sites.has(d.siteId) && !claimed.has(d.id),
      ),
  };
}

/** Gives people whom the file gives no code the next free one of their hall. */
function createCodeMaker(
  taken: ReadonlyMap<string, unknown>,
): (entry: DelegateEntry) => DelegateEntry {
  const last = new Map<string, number>();
  return (entry) => {
    if (entry.rosterCode !== null || entry.siteId === null) return entry;
    let number = last.get(entry.siteId) ?? 0;
    let rosterCode: string;
    do {
      number += 1;
      rosterCode = rosterCodeOf(entry.siteCode, number);
    } while (taken.has(rosterCodeKey(rosterCode)));
    last.set(entry.siteId, number);
    return { ...entry, rosterCode };
  };
}

function groupByPerson(existing: readonly ExistingDelegate[]): Map<string, ExistingDelegate[]> {
  const groups = new Map<string, ExistingDelegate[]>();
  for (const delegate of existing) {
    const key = personKey(delegate);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [delegate]);
    else group.push(delegate);
  }
  return groups;
}

/** What identifies a person where no code does; namesakes share it and are told apart by count. */
export function personKey(person: Omit<DelegateEntry, 'rosterCode'>): string {
  return [
    spellingKey(`${person.familyName} ${person.givenName}`),
    person.birthYear ?? '',
    person.siteId,
    person.unitId ?? '',
    foldKey(person.position),
  ].join('|');
}

export interface SitePlanner {
  plan(entry: SiteEntry): Plan<SiteEntry>;
  /** Halls that the file does not mention. */
  missing(): ExistingSite[];
}

/** Plans a hall list against the existing halls, found by code. */
export function createSitePlanner(
  existing: readonly ExistingSite[],
  fields: ReadonlySet<ImportField>,
): SitePlanner {
  const byCode = new Map(existing.map((site) => [rosterCodeKey(site.code), site]));
  const columns = SITE_COLUMNS.filter(([, needed]) => needed.some((field) => fields.has(field)));
  const claimed = new Set<string>();
  return {
    plan(entry) {
      const found = byCode.get(rosterCodeKey(entry.code));
      if (found === undefined) return { verdict: 'NEW', entry };
      claimed.add(found.id);
      return compare(columns, found, entry);
    },
    missing: () => existing.filter((site) => !site.isRemoved && !claimed.has(site.id)),
  };
}

/** What comes with a field; the first of them is what a person reads. */
const COMPANIONS: Partial<Record<string, readonly string[]>> = {
  siteId: ['siteLabel', 'siteCode'],
  unitId: ['unitLabel'],
};

type Columns<Entry> = readonly (readonly [keyof Entry, readonly ImportField[]])[];

function compare<Entry extends object>(
  columns: Columns<Entry>,
  existing: Entry & Existing,
  entry: Entry,
): Plan<Entry> {
  const changes: Change[] = existing.isRemoved
    ? [{ field: 'removed', from: 'removed', to: '' }]
    : [];
  const merged: Entry = { ...existing };
  for (const [field] of columns) {
    if (isSame(field as string, existing[field], entry[field])) continue;
    const companions = (COMPANIONS[field as string] ?? []) as (keyof Entry)[];
    const shown = companions[0] ?? field;
    const text = (of: Entry): string => String(of[shown] ?? '');
    changes.push({ field: field as string, from: text(existing), to: text(entry) });
    for (const taken of [field, ...companions]) merged[taken] = entry[taken];
  }
  return { verdict: changes.length === 0 ? 'SAME' : 'CHANGED', entry: merged, changes, existing };
}

/** Categories are one when their folded names are; everything else as it is stored. */
function isSame(field: string, before: unknown, after: unknown): boolean {
  if (field === 'categoryName') return foldKey(String(before)) === foldKey(String(after));
  return before === after;
}
