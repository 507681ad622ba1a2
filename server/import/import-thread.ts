/**
 * The import thread: reads or commits one job, then ends. Its memory limit is its own, so a file that
 * is worse than the limits foresee ends the thread and not the front door.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { sql } from 'drizzle-orm';
import { openDatabase } from '#db/client.ts';
import type { Db } from '#db/client.ts';
import type { CommitOutcome } from './run-commit.ts';
import { runCommit } from './run-commit.ts';
import { runReading } from './run-reading.ts';

export interface ThreadTask {
  jobId: string;
  databaseUrl: string;
  filePath: string;
}

/** The last message of a thread that did its work. */
export interface ThreadResult {
  commit: CommitOutcome;
}

async function main(task: ThreadTask): Promise<ThreadResult> {
  const database = openDatabase(task.databaseUrl, { maxConnections: 3 });
  const lock = await database.pool.connect();
  try {
    // A server killed a moment ago may still hold the job's transaction: wait for its end.
    await lock.query(`set lock_timeout = '60s'`);
    await lock.query('select pg_advisory_lock(hashtextextended($1, 0))', [`import ${task.jobId}`]);
    return { commit: await work(database.db, task) };
  } finally {
    lock.release(true);
    await database.close();
  }
}

async function work(db: Db, { jobId, filePath }: ThreadTask): Promise<CommitOutcome> {
  const commit = await runCommit(db, jobId);
  if (commit.kind !== 'committed') await runReading(db, { jobId, filePath, now: new Date() });
  await db.execute(sql`analyze import_row`);
  return commit;
}

const result = await main(workerData as ThreadTask);
parentPort?.postMessage(result);
