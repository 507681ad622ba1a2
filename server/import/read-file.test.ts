import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FIRST_ROW, writeRosterWorkbook } from '#db/seed/roster-workbook.ts';
import type { RosterWorkbook } from '#db/seed/roster-workbook.ts';
import type { AnalysedRow } from '#domain/roster/analysis.ts';
import { createRosterAnalysis } from '#domain/roster/analysis.ts';
import { learnCodeProfile } from '#domain/roster/code-profile.ts';
import type { DelegateEntry } from '#domain/roster/delegate-row.ts';
import { createDirectory } from '#domain/roster/directory.ts';
import { NO_DECISIONS } from '#domain/roster/doubt.ts';
import type { ExistingDelegate } from '#domain/roster/plan.ts';
import { createDelegatePlanner } from '#domain/roster/plan.ts';
import { columnOf } from '#domain/roster/row-kind.ts';
import { analyseRows, openFile } from './read-file.ts';
import { openTable } from './reader/table.ts';

const SITES = Array.from({ length: 20 }, (_, index) => ({
  id: `site-${index}`,
  code: `HN-${String(index).padStart(3, '0')}`,
  name: `Điểm cầu Phường ${['Ba Đình', 'Cửa Nam', 'Tây Hồ', 'Ngọc Hà', 'Giảng Võ'][index % 5]} ${'ABCD'[index >> 2] ?? 'E'}${index}`,
}));

let folder: string;
let book: RosterWorkbook;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'read-file-'));
  book = await writeRosterWorkbook({
    path: join(folder, 'roster.xlsx'),
    people: 400,
    sites: SITES,
    faultRounds: 1,
  });
});
afterAll(() => rm(folder, { recursive: true }));

async function analyse(existing: ExistingDelegate[]): Promise<AnalysedRow<DelegateEntry>[]> {
  const table = await openTable(book.path);
  try {
    const file = await openFile(table, 'ROSTER', {});
    const fields = new Set(file.layout.columns.flatMap(({ field }) => field ?? []));
    const codeColumn = columnOf(file.layout, 'code') ?? 0;
    const analysis = createRosterAnalysis(
      {
        layout: file.layout,
        decisions: NO_DECISIONS,
        sites: createDirectory(SITES),
        units: createDirectory([]),
        categories: new Set<string>(),
        codeProfile: learnCodeProfile(
          file.sample.map((row) => row.cells[codeColumn]),
          [],
        ),
        thisYear: 2026,
        defaultSite: null,
        isInScope: () => true,
      },
      createDelegatePlanner(existing, fields),
    );
    const rows: AnalysedRow<DelegateEntry>[] = [];
    const late = await analyseRows({
      rows: file.rows,
      analysis,
      onBatch: async (batch) => void rows.push(...batch.rows.map(({ analysed }) => analysed)),
    });
    for (const { row, doubt } of late)
      rows.find(({ number }) => number === row)?.doubts.push(doubt);
    return rows;
  } finally {
    table.close();
  }
}

describe('a real workbook with planted faults', () => {
  it('says every fault at its row and nothing else', async () => {
    const rows = await analyse([]);
    const said = new Map(rows.map((row) => [row.number, row.doubts.map((doubt) => doubt.code)]));
    for (const fault of book.faults) {
      expect(said.get(fault.row), `${fault.doubt} at row ${fault.row}`).toContain(fault.doubt);
      const row = rows.find(({ number }) => number === fault.row)!;
      if (fault.outcome === 'refused') expect(row.verdict).toBe('REFUSED');
      else
        expect(row, fault.doubt).toMatchObject({
          verdict: 'NEW',
          openAsks: fault.outcome === 'asked' ? 1 : 0,
        });
    }
    const planted = new Set(book.faults.map((fault) => fault.row));
    const others = rows.filter((row) => row.verdict !== 'SKIPPED' && !planted.has(row.number));
    const noise = others
      .flatMap((row) => row.doubts.map(({ code }) => code))
      .filter((code) => code !== 'CATEGORY_NEW');
    expect(noise).toEqual(['DUPLICATE_CODE_FIRST']);
  });

  it('counts the people and skips what is none', async () => {
    const rows = await analyse([]);
    const people = rows.filter((row) => row.verdict !== 'SKIPPED');
    expect(people).toHaveLength(book.people);
    expect(people.filter((row) => row.verdict === 'REFUSED')).toHaveLength(book.refused);
    expect(people.filter((row) => row.openAsks > 0)).toHaveLength(book.asked);
    const skipped = rows
      .filter((row) => row.verdict === 'SKIPPED')
      .map((row) => row.doubts[0]!.code);
    expect(skipped).toEqual(['REPEATED_HEADER', 'TOTAL_ROW', 'SIGNATURE_ROW', 'SIGNATURE_ROW']);
    expect(people[0]).toMatchObject({
      number: FIRST_ROW,
      entry: {
        rosterCode: '000001',
        familyName: 'Nguyễn Văn',
        givenName: 'An',
        birthYear: 1950,
        siteId: 'site-0',
      },
    });
  });

  it('changes nothing when the same file comes again', async () => {
    const first = await analyse([]);
    const existing = first.flatMap(({ entry, verdict }, index): ExistingDelegate[] =>
      entry === null || verdict === 'REFUSED'
        ? []
        : [
            {
              ...entry,
              id: `d${index}`,
              rosterCode: entry.rosterCode!,
              siteId: entry.siteId ?? '',
              version: '1',
              isRemoved: false,
              isInScope: true,
            },
          ],
    );
    const second = await analyse(existing.filter(({ siteId }) => siteId !== ''));
    const verdicts = new Set(second.filter((row) => row.openAsks === 0).map((row) => row.verdict));
    expect(verdicts).toEqual(new Set(['SAME', 'REFUSED', 'SKIPPED']));
  });
});
