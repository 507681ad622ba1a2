import { and, desc, eq, gt, inArray, lt, sql } from 'drizzle-orm';
import type { SQL } from 'drizzle-orm';
import type { Reach, RowScope } from '#domain/permissions.ts';
import type { DoubtCode } from '#domain/roster/doubt.ts';
import type { ImportStatus } from '#domain/roster/import-job.ts';
import { statusesBefore } from '#domain/roster/import-job.ts';
import type { Tx } from '../client.ts';
import { importJob, importRow } from '../schema/import.ts';

export type ImportJobRecord = typeof importJob.$inferSelect;
export type ImportRowRecord = typeof importRow.$inferSelect;

/** An import with its place in the permission table: also its maker reaches it. */
export async function findImportJob(
  tx: Tx,
  jobId: string,
): Promise<{ job: ImportJobRecord; scope: RowScope } | null> {
  const [job] = await tx.select().from(importJob).where(eq(importJob.id, jobId));
  return job ? { job, scope: importScope(job) } : null;
}

function importScope(job: ImportJobRecord): RowScope {
  const [kind, accountId] = job.createdBy.split(':');
  return {
    conferenceId: job.conferenceId,
    ...(kind === 'account' && accountId !== undefined ? { accountId } : {}),
  };
}

const LISTED_JOBS = 20;

/** The newest imports of a conference; with a limited reach only those of one's own. */
export async function listImportJobs(
  tx: Tx,
  asked: { conferenceId: string; reach: Reach; actorKey: string },
): Promise<ImportJobRecord[]> {
  const { conferenceId, reach, actorKey } = asked;
  return tx
    .select()
    .from(importJob)
    .where(
      and(
        eq(importJob.conferenceId, conferenceId),
        reach.kind === 'ALL' ? undefined : eq(importJob.createdBy, actorKey),
      ),
    )
    .orderBy(desc(importJob.createdAt), desc(importJob.id))
    .limit(LISTED_JOBS);
}

/** The imports that a stop of the server may have left in the middle. */
export async function listUnfinishedImports(tx: Tx): Promise<ImportJobRecord[]> {
  return tx
    .select()
    .from(importJob)
    .where(inArray(importJob.status, ['UPLOADING', 'READING', 'COMMITTING']));
}

/** What was chosen for the same bytes the last time they were committed; null for a new file. */
export async function findEarlierChoice(
  tx: Tx,
  same: { conferenceId: string; kind: ImportJobRecord['kind']; fileSha256: string },
): Promise<unknown> {
  const [job] = await tx
    .select({ choice: importJob.choice })
    .from(importJob)
    .where(
      and(
        eq(importJob.conferenceId, same.conferenceId),
        eq(importJob.kind, same.kind),
        eq(importJob.fileSha256, same.fileSha256),
        eq(importJob.status, 'COMMITTED'),
      ),
    )
    .orderBy(desc(importJob.createdAt))
    .limit(1);
  return job?.choice ?? null;
}

/** Imports that nobody finished or looked at again since then: they hold personal data for nothing. */
export async function listOldImports(tx: Tx, before: Date): Promise<ImportJobRecord[]> {
  return tx
    .select()
    .from(importJob)
    .where(
      and(
        inArray(importJob.status, ['PREVIEW', 'FAILED', 'COMMITTED']),
        lt(importJob.createdAt, before),
      ),
    );
}

/**
 * Moves a job on, if its status allows it.
 * @returns the job as it is now, or null when it was not in a status before `to`
 */
export async function moveImportJob(
  tx: Tx,
  move: {
    jobId: string;
    to: ImportStatus;
    /** Only from this one; all that may precede `to` unless told. */
    from?: ImportStatus;
    set?: Partial<ImportJobRecord>;
    reading?: number;
  },
): Promise<ImportJobRecord | null> {
  const [job] = await tx
    .update(importJob)
    .set({ ...move.set, status: move.to })
    .where(
      and(
        eq(importJob.id, move.jobId),
        inArray(importJob.status, statusesBefore(move.to)),
        move.from === undefined ? undefined : eq(importJob.status, move.from),
        move.reading === undefined ? undefined : eq(importJob.reading, move.reading),
      ),
    )
    .returning();
  return job ?? null;
}

export interface ImportRowFilter {
  jobId: string;
  filter: 'ALL' | 'OPEN' | 'DOUBTFUL' | ImportRowRecord['verdict'];
  doubt?: DoubtCode | undefined;
}

/** The next rows of a preview in the order of the file; who is missing comes first. */
export async function pageImportRows(
  tx: Tx,
  asked: ImportRowFilter & { after?: number | undefined; limit: number },
): Promise<ImportRowRecord[]> {
  return tx
    .select()
    .from(importRow)
    .where(
      and(
        filterCondition(asked),
        asked.after === undefined ? undefined : gt(importRow.rowNumber, asked.after),
      ),
    )
    .orderBy(importRow.rowNumber)
    .limit(asked.limit);
}

/** How many rows the filter finds. */
export async function countImportRows(tx: Tx, asked: ImportRowFilter): Promise<number> {
  const [row] = await tx
    .select({ rows: sql<number>`count(*)::int` })
    .from(importRow)
    .where(filterCondition(asked));
  return row?.rows ?? 0;
}

function filterCondition({ jobId, filter, doubt }: ImportRowFilter): SQL | undefined {
  return and(
    eq(importRow.jobId, jobId),
    verdictCondition(filter),
    doubt === undefined ? undefined : sql`${doubt} = any(${importRow.doubtCodes})`,
  );
}

function verdictCondition(filter: ImportRowFilter['filter']): SQL | undefined {
  switch (filter) {
    case 'ALL':
      return undefined;
    case 'OPEN':
      return and(gt(importRow.openAsks, 0), sql`${importRow.verdict} <> 'REFUSED'`);
    case 'DOUBTFUL':
      return sql`cardinality(${importRow.doubtCodes}) > 0 and ${importRow.verdict} <> 'SKIPPED'`;
    default:
      return eq(importRow.verdict, filter);
  }
}

/** Rows that did not go in, for the workbook that is sent back. */
export async function pageReturnedRows(
  tx: Tx,
  asked: { jobId: string; after: number; limit: number },
): Promise<ImportRowRecord[]> {
  return tx
    .select()
    .from(importRow)
    .where(
      and(
        eq(importRow.jobId, asked.jobId),
        gt(importRow.rowNumber, asked.after),
        sql`(${importRow.verdict} = 'REFUSED'
          or (${importRow.openAsks} > 0 and ${importRow.verdict} in ('NEW', 'CHANGED')))`,
      ),
    )
    .orderBy(importRow.rowNumber)
    .limit(asked.limit);
}
