/** COMMITTING: the preview becomes the list, all of it or nothing. Runs in the import thread. */
import { randomBytes } from 'node:crypto';
import { eq, sql } from 'drizzle-orm';
import type { Db, Tx } from '#db/client.ts';
import { findImportJob, moveImportJob } from '#db/queries/import.ts';
import type { ImportJobRecord } from '#db/queries/import.ts';
import {
  applySites,
  changedSiteIds,
  countAppliedRows,
  countMissing,
  countRosterConflicts,
  countSiteConflicts,
  deleteAppliedRows,
  hasSiteCycle,
  insertCategories,
  insertDelegates,
  nextRowNumbers,
  removeMissing,
  updateDelegates,
} from '#db/queries/import-commit.ts';
import { auditEntry } from '#db/schema/audit.ts';
import { importJob } from '#db/schema/import.ts';
import { CHECK_IN_CODE_LENGTH, checkInCodeFrom } from '#domain/check-in-code.ts';
import { foldKey } from '#domain/text/fold.ts';

const CHUNK_ROWS = 5_000;

export type CommitOutcome =
  | { kind: 'committed'; conferenceId: string; siteIds: string[] }
  /** The list was changed by others since the preview; the file is to be read again. */
  | { kind: 'stale' }
  | { kind: 'nothing' };

class Stale extends Error {}
class Cycle extends Error {}

/** Writes a job that is in COMMITTING. */
export async function runCommit(db: Db, jobId: string): Promise<CommitOutcome> {
  const found = await findImportJob(db, jobId);
  if (found === null || found.job.status !== 'COMMITTING') return { kind: 'nothing' };
  const { job } = found;
  try {
    const siteIds = await db.transaction((tx) => writeAll({ tx, db, job }));
    await deleteAppliedRows(db, jobId);
    await db.execute(sql`analyze delegate, site`);
    return { kind: 'committed', conferenceId: job.conferenceId, siteIds };
  } catch (error) {
    if (error instanceof Cycle) {
      const set = { failureCode: 'SITE_CYCLE', finishedAt: new Date() };
      await moveImportJob(db, { jobId, to: 'FAILED', set });
      return { kind: 'nothing' };
    }
    if (!(error instanceof Stale) && !isTaken(error)) throw error;
    const set = { reading: job.reading + 1, failureCode: 'LIST_CHANGED', progress: {} };
    await moveImportJob(db, { jobId, to: 'READING', set });
    return { kind: 'stale' };
  }
}

/** A code that somebody else took between the check and the insert. */
function isTaken(error: unknown): boolean {
  return (error as { cause?: { code?: unknown } }).cause?.code === '23505';
}

interface Writing {
  tx: Tx;
  /** Outside the transaction, so that others see the progress. */
  db: Db;
  job: ImportJobRecord;
}

async function writeAll(writing: Writing): Promise<string[]> {
  const { tx, job } = writing;
  const { id: jobId, conferenceId } = job;
  // Other imports and changes of halls wait; check-ins and single entries do not.
  await tx.execute(sql`select 1 from conference where id = ${conferenceId} for no key update`);
  const siteIds = job.kind === 'ROSTER' ? await changedSiteIds(tx, jobId) : [];
  const counts = job.kind === 'ROSTER' ? await writeRoster(writing) : await writeSites(writing);
  const set = { finishedAt: new Date(), failureCode: null, progress: counts };
  if ((await moveImportJob(tx, { jobId, to: 'COMMITTED', set })) === null) throw new Stale();
  await tx.insert(auditEntry).values({
    actorKey: job.createdBy,
    action: 'import:written',
    subject: { jobId, conferenceId },
  });
  return siteIds;
}

interface Counts {
  added: number;
  changed: number;
  removed: number;
}

async function writeRoster(writing: Writing): Promise<Counts> {
  const { tx, job } = writing;
  const { id: jobId, conferenceId } = job;
  if ((await countRosterConflicts(tx, jobId, conferenceId)) > 0) throw new Stale();
  const all = await countAppliedRows(tx, jobId);
  await insertCategories(tx, { jobId, conferenceId, keyOf: foldKey });
  const added = await eachChunk(writing, { verdict: 'NEW', before: 0, all }, (rows) => {
    const codes = rows.map((row) => ({
      row,
      code: checkInCodeFrom(randomBytes(CHECK_IN_CODE_LENGTH)),
    }));
    return insertDelegates(tx, { jobId, conferenceId, codes });
  });
  const changed = await eachChunk(
    writing,
    { verdict: 'CHANGED', before: added, all },
    async (rows) => {
      // Single entries do not wait for us: what somebody changed since the check above is not written over.
      const written = await updateDelegates(tx, { jobId, conferenceId, rows });
      if (written < rows.length) throw new Stale();
    },
  );
  if (job.missing !== 'REMOVE') return { added, changed, removed: 0 };
  const removed = await removeMissing(tx, jobId);
  if (removed < (await countMissing(tx, jobId))) throw new Stale();
  return { added, changed, removed };
}

async function eachChunk(
  { tx, db, job }: Writing,
  part: { verdict: 'NEW' | 'CHANGED'; before: number; all: number },
  write: (rows: number[]) => Promise<void>,
): Promise<number> {
  let done = 0;
  for (let after = 0; ;) {
    const rows = await nextRowNumbers(tx, {
      jobId: job.id,
      verdict: part.verdict,
      after,
      limit: CHUNK_ROWS,
    });
    if (rows.length === 0) return done;
    await write(rows);
    after = rows.at(-1)!;
    done += rows.length;
    const progress = { done: part.before + done, all: part.all };
    await db.update(importJob).set({ progress }).where(eq(importJob.id, job.id));
  }
}

async function writeSites({ tx, job }: Writing): Promise<Counts> {
  const { id: jobId, conferenceId } = job;
  if ((await countSiteConflicts(tx, jobId, conferenceId)) > 0) throw new Stale();
  const added = (await nextRowNumbers(tx, { jobId, verdict: 'NEW', after: 0, limit: 1_000_000 }))
    .length;
  const changed = (
    await nextRowNumbers(tx, { jobId, verdict: 'CHANGED', after: 0, limit: 1_000_000 })
  ).length;
  await applySites(tx, jobId, conferenceId);
  if (await hasSiteCycle(tx, conferenceId)) throw new Cycle();
  return { added, changed, removed: 0 };
}
