import { and, eq, sql } from 'drizzle-orm';
import type { LateDoubt, Verdict } from '#domain/roster/analysis.ts';
import type { Doubt } from '#domain/roster/doubt.ts';
import type { Change } from '#domain/roster/plan.ts';
import type { Tx } from '../client.ts';
import { importJob, importRow } from '../schema/import.ts';

/** One row of a preview as it is stored. */
export interface StagedRow {
  rowNumber: number;
  verdict: Verdict | 'MISSING';
  cells: (string | null)[];
  entry: object | null;
  doubts: Doubt[];
  openAsks: number;
  existingId: string | null;
  existingVersion: string | null;
  changes: Change[];
}

export async function clearStagedRows(tx: Tx, jobId: string): Promise<void> {
  await tx.delete(importRow).where(eq(importRow.jobId, jobId));
}

/** Stores rows in one statement. */
export async function insertStagedRows(
  tx: Tx,
  jobId: string,
  rows: readonly StagedRow[],
): Promise<void> {
  const values = rows.map((row) => ({ ...row, doubtCodes: row.doubts.map((doubt) => doubt.code) }));
  await tx.execute(sql`
    insert into import_row (job_id, row_number, verdict, cells, entry, doubts, doubt_codes, open_asks,
      existing_id, existing_version, changes)
    select ${jobId}, r."rowNumber", r.verdict, r.cells, r.entry, r.doubts, r."doubtCodes",
      r."openAsks", r."existingId", r."existingVersion", r.changes
    from jsonb_to_recordset(${JSON.stringify(values)}::jsonb) as r(
      "rowNumber" int, verdict text, cells jsonb, entry jsonb, doubts jsonb, "doubtCodes" text[],
      "openAsks" int, "existingId" uuid, "existingVersion" text, changes jsonb)`);
}

/** Adds doubts that later rows brought up; a refusing one refuses its row. */
export async function addLateDoubts(
  tx: Tx,
  jobId: string,
  late: readonly LateDoubt[],
): Promise<void> {
  if (late.length === 0) return;
  await tx.execute(sql`
    update import_row r
    set doubts = r.doubts || l.doubt, doubt_codes = r.doubt_codes || (l.doubt->>'code'),
      verdict = case when l.doubt->>'severity' = 'refuse' then 'REFUSED' else r.verdict end
    from jsonb_to_recordset(${JSON.stringify(late)}::jsonb) as l("row" int, doubt jsonb)
    where r.job_id = ${jobId} and r.row_number = l."row"`);
}

export interface StagedCounts {
  verdicts: Record<string, { rows: number; open: number }>;
  doubts: { code: string; rows: number; open: number }[];
}

/** Counts the preview per verdict and per doubt; `open` ones wait for a decision. */
export async function countStagedRows(tx: Tx, jobId: string): Promise<StagedCounts> {
  const verdicts = await tx.execute<{ verdict: string; rows: number; open: number }>(sql`
    select verdict, count(*)::int as rows, (count(*) filter (where open_asks > 0))::int as open
    from import_row where job_id = ${jobId} group by verdict`);
  const doubts = await tx.execute<{ code: string; rows: number; open: number }>(sql`
    select d->>'code' as code, count(*)::int as rows,
      (count(*) filter (where d->>'severity' = 'ask' and not d ? 'decision'
        and r.verdict <> 'REFUSED'))::int as open
    from import_row r, jsonb_array_elements(r.doubts) d
    where r.job_id = ${jobId} and r.doubt_codes <> '{}' group by 1 order by 3 desc, 2 desc, 1`);
  return {
    verdicts: Object.fromEntries(
      verdicts.rows.map(({ verdict, rows, open }) => [verdict, { rows, open }]),
    ),
    doubts: doubts.rows,
  };
}

/**
 * Stores how far a reading is.
 * @returns false when another reading or a discarding has taken its place
 */
export async function storeReadProgress(
  tx: Tx,
  at: { jobId: string; reading: number; progress: object },
): Promise<boolean> {
  const updated = await tx
    .update(importJob)
    .set({ progress: at.progress })
    .where(
      and(
        eq(importJob.id, at.jobId),
        eq(importJob.reading, at.reading),
        eq(importJob.status, 'READING'),
      ),
    )
    .returning({ id: importJob.id });
  return updated.length > 0;
}
