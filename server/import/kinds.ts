/** What differs between a roster and a hall list: context, analysis, and what is stored. */
import type { Tx } from '#db/client.ts';
import type { ImportJobRecord } from '#db/queries/import.ts';
import {
  readCategoryKeys,
  readDelegates,
  readSitePlaces,
  readSites,
  readUnits,
} from '#db/queries/import-context.ts';
import type { UnitEntry } from '#db/queries/import-context.ts';
import type { StagedRow } from '#db/queries/import-staging.ts';
import type { ImportChoice } from '#contract/import.ts';
import type { Reach } from '#domain/permissions.ts';
import type { Analysis } from '#domain/roster/analysis.ts';
import { createRosterAnalysis, createSiteAnalysis } from '#domain/roster/analysis.ts';
import { learnCodeProfile } from '#domain/roster/code-profile.ts';
import type { DelegateEntry } from '#domain/roster/delegate-row.ts';
import type { Directory } from '#domain/roster/directory.ts';
import { createDirectory } from '#domain/roster/directory.ts';
import type { ImportField } from '#domain/roster/fields.ts';
import type { Layout } from '#domain/roster/layout.ts';
import { createDelegatePlanner, createSitePlanner } from '#domain/roster/plan.ts';
import { columnOf } from '#domain/roster/row-kind.ts';
import type { SiteEntry } from '#domain/roster/site-row.ts';
import { rosterCodeKey } from '#domain/roster-code.ts';
import { foldKey } from '#domain/text/fold.ts';
import { nameSearchKey } from '#domain/text/name-search.ts';
import type { OpenedFile } from './read-file.ts';

export interface KindReading<Entry> {
  analysis: Analysis<Entry>;
  /** The entry with the columns that the commit writes. */
  toStored: (entry: Entry) => object;
  /** Who is on the list but not in the file; call after the last row. */
  missing: () => StagedRow[];
}

interface ReadingParts {
  tx: Tx;
  job: ImportJobRecord;
  choice: ImportChoice;
  file: OpenedFile;
  now: Date;
}

function mappedFields(layout: Layout): ReadonlySet<ImportField> {
  return new Set(layout.columns.flatMap(({ field }) => field ?? []));
}

/** Prepares the reading of a hall list. */
export async function prepareSites({
  tx,
  job,
  choice,
  file,
}: ReadingParts): Promise<KindReading<SiteEntry>> {
  const existing = await readSites(tx, job.conferenceId);
  const units = unitDirectory(await readUnits(tx, job.conferenceId));
  const planner = createSitePlanner(existing, mappedFields(file.layout));
  const knownCodes = new Set(existing.map(({ code }) => rosterCodeKey(code)));
  const analysis = createSiteAnalysis(
    { layout: file.layout, decisions: choice, units, knownCodes },
    planner,
  );
  return {
    analysis,
    toStored: ({
      code,
      name,
      tier,
      mode,
      unitId,
      contactName,
      contactPhone,
      parentCode,
      plannedCount,
    }) => ({
      ...{ code, name, tier, mode, unitId, contactName, contactPhone, parentCode, plannedCount },
      searchKey: foldKey(name),
    }),
    missing: () =>
      planner.missing().map((site, index) => missingRow(index, site, [site.code, site.name])),
  };
}

/** Prepares the reading of a roster. */
export async function prepareRoster(parts: ReadingParts): Promise<KindReading<DelegateEntry>> {
  const { tx, job, choice, file, now } = parts;
  const places = await readSitePlaces(tx, job.conferenceId);
  const units = await readUnits(tx, job.conferenceId);
  const isInScope = scopeOf(job.reach as Reach, { places, units });
  const stored = await readDelegates(tx, job.conferenceId);
  const existing = stored.map((delegate) => ({ ...delegate, isInScope: isInScope(delegate) }));
  const planner = createDelegatePlanner(existing, mappedFields(file.layout));
  const codeColumn = columnOf(file.layout, 'code');
  const samples = codeColumn === null ? [] : file.sample.map((row) => row.cells[codeColumn]);
  const analysis = createRosterAnalysis(
    {
      layout: file.layout,
      decisions: choice,
      sites: createDirectory(places),
      units: unitDirectory(units),
      categories: new Set(await readCategoryKeys(tx, job.conferenceId)),
      codeProfile: learnCodeProfile(
        samples,
        stored.slice(0, samples.length).map((d) => d.rosterCode),
      ),
      thisYear: now.getFullYear(),
      defaultSite: places.find((site) => site.id === choice.defaultSiteId) ?? null,
      isInScope,
    },
    planner,
  );
  return {
    analysis,
    toStored: storedDelegate,
    missing: () =>
      planner.missing().map((d, index) => {
        return missingRow(index, d, [
          d.rosterCode,
          `${d.familyName} ${d.givenName}`,
          d.position,
          d.siteLabel,
        ]);
      }),
  };
}

function storedDelegate(entry: DelegateEntry): object {
  const {
    rosterCode,
    familyName,
    givenName,
    position,
    phone,
    birthYear,
    seat,
    note,
    siteId,
    unitId,
  } = entry;
  return {
    ...{
      rosterCode,
      familyName,
      givenName,
      position,
      phone,
      birthYear,
      seat,
      note,
      siteId,
      unitId,
    },
    categoryName: entry.categoryName,
    categoryKey: foldKey(entry.categoryName),
    searchKey: nameSearchKey(`${familyName} ${givenName}`),
  };
}

function missingRow(
  index: number,
  existing: { id: string; version: string },
  cells: string[],
): StagedRow {
  return {
    rowNumber: -1 - index,
    verdict: 'MISSING',
    cells,
    entry: null,
    doubts: [],
    openAsks: 0,
    existingId: existing.id,
    existingVersion: existing.version,
    changes: [],
  };
}

/** The Party tree first: halls and delegates belong to it; the administrative one for what it lacks. */
function unitDirectory(units: readonly UnitEntry[]): Directory {
  const party = createDirectory(units.filter(({ tree }) => tree === 'PARTY'));
  const administrative = createDirectory(units.filter(({ tree }) => tree === 'ADMINISTRATIVE'));
  return {
    find(asked) {
      const answer = party.find(asked);
      if (answer.kind !== 'unknown' && answer.kind !== 'similar') return answer;
      const other = administrative.find(asked);
      return other.kind === 'unknown' ? answer : other;
    },
  };
}

function scopeOf(
  reach: Reach,
  {
    places,
    units,
  }: { places: readonly { id: string; unitPath: string | null }[]; units: readonly UnitEntry[] },
): (where: { siteId: string; unitId: string | null }) => boolean {
  if (reach.kind === 'ALL') return () => true;
  const siteIds = new Set(reach.siteIds);
  const sitePaths = new Map(places.map((site) => [site.id, site.unitPath]));
  const unitPaths = new Map(units.map((unit) => [unit.id, unit.path]));
  return ({ siteId, unitId }) => {
    const path = (unitId === null ? null : unitPaths.get(unitId)) ?? sitePaths.get(siteId) ?? null;
    return siteIds.has(siteId) || reach.unitPaths.some((prefix) => path?.startsWith(prefix));
  };
}
