/** A whole file, row by row: verdicts, doubts between rows, and what the list would become. */
import { rosterCodeKey } from '../roster-code.ts';
import type { SheetRow } from './cell.ts';
import type { DelegateEntry, RosterContext, RowReading } from './delegate-row.ts';
import { readDelegateRow } from './delegate-row.ts';
import type { Doubt } from './doubt.ts';
import { DOUBTS } from './doubt.ts';
import type { Change, DelegatePlanner, Existing, Plan, SitePlanner } from './plan.ts';
import { personKey } from './plan.ts';
import { columnOf, rowKind } from './row-kind.ts';
import { judge } from './row-scribe.ts';
import type { SiteContext, SiteEntry } from './site-row.ts';
import { readSiteRow } from './site-row.ts';

export type Verdict = 'NEW' | 'CHANGED' | 'SAME' | 'REFUSED' | 'SKIPPED';

export interface AnalysedRow<Entry> {
  number: number;
  verdict: Verdict;
  /** null for a skipped row. */
  entry: Entry | null;
  doubts: Doubt[];
  /** Doubts that wait for a decision; such a row stays out until it has none. */
  openAsks: number;
  /** The existing entry that it changes or equals. */
  existing: Existing | null;
  changes: Change[];
}

/** A doubt found only when a later row was read. */
export interface LateDoubt {
  row: number;
  doubt: Doubt;
}

export interface Analysis<Entry> {
  /** null for an empty row. */
  read(row: SheetRow): AnalysedRow<Entry> | null;
  /** Doubts about rows already returned; call once, after the last row. */
  finish(): LateDoubt[];
}

/** Analyses a roster file. */
export function createRosterAnalysis(
  context: RosterContext,
  planner: DelegatePlanner,
): Analysis<DelegateEntry> {
  const codes = createRepeatFinder();
  const people = new Map<string, number>();
  return {
    read(row) {
      const skipped = skip<DelegateEntry>(row, context);
      if (skipped !== undefined) return skipped;
      const reading = readDelegateRow(row, context);
      const { entry, doubts } = reading;
      const column = columnOf(context.layout, 'code');
      if (entry.rosterCode !== null) {
        codes.check({ code: entry.rosterCode, row: row.number, column, doubts });
      }
      if (entry.givenName !== '') notePersonTwice({ people, entry, row: row.number, doubts });
      const { isRefused } = judge(doubts);
      if (isRefused) planner.mention(entry);
      mentionSuggested(planner, reading);
      return toRow(row, reading, isRefused ? null : planner.plan(entry));
    },
    finish: () => codes.finish(),
  };
}

/** Analyses a hall list; `knownCodes` are the code keys of the halls that exist. */
export function createSiteAnalysis(
  context: SiteContext & { knownCodes: ReadonlySet<string> },
  planner: SitePlanner,
): Analysis<SiteEntry> {
  const codes = createRepeatFinder();
  const parents: { row: number; code: string }[] = [];
  const column = columnOf(context.layout, 'code');
  return {
    read(row) {
      const skipped = skip<SiteEntry>(row, context);
      if (skipped !== undefined) return skipped;
      const reading = readSiteRow(row, context);
      const { entry, doubts } = reading;
      if (entry.code !== '') codes.check({ code: entry.code, row: row.number, column, doubts });
      if (entry.parentCode !== '') parents.push({ row: row.number, code: entry.parentCode });
      return toRow(row, reading, judge(doubts).isRefused ? null : planner.plan(entry));
    },
    finish() {
      const unknown = parents.filter(({ code }) => {
        const key = rosterCodeKey(code);
        return !codes.has(key) && !context.knownCodes.has(key);
      });
      const parentColumn = columnOf(context.layout, 'parentCode');
      return [
        ...codes.finish(),
        ...unknown.map(({ row, code }) => ({
          row,
          doubt: makeDoubt('PARENT_SITE_UNKNOWN', { column: parentColumn, value: code }),
        })),
      ];
    },
  };
}

/** Somebody whose code waits for its zeros is in the file, whatever is decided. */
function mentionSuggested(
  planner: DelegatePlanner,
  { entry, doubts }: RowReading<DelegateEntry>,
): void {
  const lost = doubts.find(({ code, decision }) => code === 'CODE_LOST_ZEROS' && !decision);
  if (lost !== undefined) planner.mention({ ...entry, rosterCode: lost.suggestion });
}

function skip<Entry>(
  row: SheetRow,
  { layout }: Pick<SiteContext, 'layout'>,
): AnalysedRow<Entry> | null | undefined {
  const kind = rowKind(row, layout);
  if (kind === null) return undefined;
  if (kind === 'EMPTY') return null;
  const value = row.cells.find((cell) => cell !== undefined && cell.text.trim() !== '')?.text ?? '';
  return {
    number: row.number,
    verdict: 'SKIPPED',
    entry: null,
    doubts: [makeDoubt(kind, { column: null, value: value.slice(0, 200) })],
    openAsks: 0,
    existing: null,
    changes: [],
  };
}

function toRow<Entry>(
  row: SheetRow,
  { entry, doubts }: RowReading<Entry>,
  plan: Plan<Entry> | null,
): AnalysedRow<Entry> {
  const { number } = row;
  const { openAsks } = judge(doubts);
  if (plan === null || plan.verdict === 'FOREIGN') {
    if (plan !== null) doubts.push(makeDoubt('OUT_OF_SCOPE', { column: null, value: '' }));
    return { number, verdict: 'REFUSED', entry, doubts, openAsks, existing: null, changes: [] };
  }
  const known = plan.verdict === 'NEW' ? { existing: null, changes: [] } : plan;
  const { existing, changes } = known;
  return { number, verdict: plan.verdict, entry: plan.entry, doubts, openAsks, existing, changes };
}

function makeDoubt(
  code: Doubt['code'],
  details: { column: number | null; value: string; otherRow?: number },
): Doubt {
  return { code, severity: DOUBTS[code], suggestion: null, ...details };
}

function createRepeatFinder(): {
  check: (at: { code: string; row: number; column: number | null; doubts: Doubt[] }) => void;
  has: (codeKey: string) => boolean;
  finish: () => LateDoubt[];
} {
  const firstRows = new Map<string, number>();
  const late = new Map<number, LateDoubt>();
  return {
    has: (codeKey) => firstRows.has(codeKey),
    check({ code, row, column, doubts }) {
      const key = rosterCodeKey(code);
      const first = firstRows.get(key);
      if (first === undefined) {
        firstRows.set(key, row);
        return;
      }
      doubts.push(makeDoubt('DUPLICATE_CODE', { column, value: code, otherRow: first }));
      late.set(first, {
        row: first,
        doubt: makeDoubt('DUPLICATE_CODE_FIRST', { column, value: code, otherRow: row }),
      });
    },
    finish: () => [...late.values()],
  };
}

function notePersonTwice(at: {
  people: Map<string, number>;
  entry: DelegateEntry;
  row: number;
  doubts: Doubt[];
}): void {
  const { people, entry, row, doubts } = at;
  const key = personKey(entry);
  const first = people.get(key);
  if (first === undefined) {
    people.set(key, row);
    return;
  }
  const value = `${entry.familyName} ${entry.givenName}`;
  doubts.push(makeDoubt('DUPLICATE_PERSON', { column: null, value, otherRow: first }));
}
