/** What importing an entry would do to the list as it stands. */
import { foldKey, spellingKey } from '../text/fold.ts';
import type { DelegateEntry } from './delegate-row.ts';
import type { ImportField } from './fields.ts';
import type { SiteEntry } from './site-row.ts';

export interface Change {
  field: string;
  from: string;
  to: string;
}

export type Plan =
  | { verdict: 'NEW' }
  | { verdict: 'SAME'; id: string }
  | { verdict: 'CHANGED'; id: string; changes: Change[] };

export interface ExistingDelegate extends Omit<DelegateEntry, 'rosterCode' | 'siteId'> {
  id: string;
  rosterCode: string;
  siteId: string;
  isRemoved: boolean;
}

export interface ExistingSite extends SiteEntry {
  id: string;
  isRemoved: boolean;
}

type DelegateKey = keyof DelegateEntry & keyof ExistingDelegate;

/** Which columns of the file decide which stored fields; a field without a column is left alone. */
const DELEGATE_COLUMNS: readonly (readonly [DelegateKey, readonly ImportField[]])[] = [
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
  plan(entry: DelegateEntry): Plan;
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
  const byCode = new Map(existing.map((delegate) => [foldKey(delegate.rosterCode), delegate]));
  const byPerson = fields.has('code')
    ? new Map<string, ExistingDelegate[]>()
    : groupByPerson(existing);
  const columns = DELEGATE_COLUMNS.filter(([, needed]) =>
    needed.some((field) => fields.has(field)),
  );
  const claimed = new Set<string>();
  const sites = new Set<string>();
  const find = (entry: DelegateEntry): ExistingDelegate | undefined => {
    if (entry.siteId !== null) sites.add(entry.siteId);
    const found =
      entry.rosterCode === null
        ? byPerson.get(personKey(entry))?.find((delegate) => !claimed.has(delegate.id))
        : byCode.get(foldKey(entry.rosterCode));
    if (found !== undefined) claimed.add(found.id);
    return found;
  };
  return {
    mention: (entry) => void find(entry),
    plan(entry) {
      const found = find(entry);
      if (found === undefined) return { verdict: 'NEW' };
      const changes = changesBetween(columns, { before: found, after: entry });
      if (found.isRemoved) changes.unshift({ field: 'removed', from: 'removed', to: '' });
      return changes.length === 0
        ? { verdict: 'SAME', id: found.id }
        : { verdict: 'CHANGED', id: found.id, changes };
    },
    missing: () =>
      existing.filter((d) => !d.isRemoved && sites.has(d.siteId) && !claimed.has(d.id)),
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
  plan(entry: SiteEntry): Plan;
  /** Halls that the file does not mention. */
  missing(): ExistingSite[];
}

/** Plans a hall list against the existing halls, found by code. */
export function createSitePlanner(
  existing: readonly ExistingSite[],
  fields: ReadonlySet<ImportField>,
): SitePlanner {
  const byCode = new Map(existing.map((site) => [foldKey(site.code), site]));
  const columns = SITE_COLUMNS.filter(([, needed]) => needed.some((field) => fields.has(field)));
  const claimed = new Set<string>();
  return {
    plan(entry) {
      const found = byCode.get(foldKey(entry.code));
      if (found === undefined) return { verdict: 'NEW' };
      claimed.add(found.id);
      const changes = changesBetween(columns, { before: found, after: entry });
      if (found.isRemoved) changes.unshift({ field: 'removed', from: 'removed', to: '' });
      return changes.length === 0
        ? { verdict: 'SAME', id: found.id }
        : { verdict: 'CHANGED', id: found.id, changes };
    },
    missing: () => existing.filter((site) => !site.isRemoved && !claimed.has(site.id)),
  };
}

const LABELS: Partial<Record<string, string>> = { siteId: 'siteLabel', unitId: 'unitLabel' };

function changesBetween<Entry extends object>(
  columns: readonly (readonly [keyof Entry, readonly ImportField[]])[],
  pair: { before: Entry; after: Entry },
): Change[] {
  const { before, after } = pair;
  return columns.flatMap(([field]) => {
    if (isSame(field as string, before[field], after[field])) return [];
    const shown = (LABELS[field as string] ?? field) as keyof Entry;
    return [
      { field: field as string, from: String(before[shown] ?? ''), to: String(after[shown] ?? '') },
    ];
  });
}

/** Categories are one when their folded names are; everything else as it is stored. */
function isSame(field: string, before: unknown, after: unknown): boolean {
  if (field === 'categoryName') return foldKey(String(before)) === foldKey(String(after));
  return before === after;
}
