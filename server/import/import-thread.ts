/**
 * The import thread: reads or commits one job at a time. Its memory limit is its own, so a file that
 * is worse than the limits foresee ends the thread and not the front door.
 */
import { parentPort } from 'node:worker_threads';
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

export type ThreadAnswer =
  { kind: 'done'; commit: CommitOutcome } | { kind: 'failed'; name: string; code: string | null };

const CONNECTION_FAILURE = '08006';

async function run(task: ThreadTask): Promise<CommitOutcome> {
  const database = openDatabase(task.databaseUrl, { maxConnections: 3 });
  const lock = await database.pool.connect();
  try {
    // A server killed a moment ago may still hold the job's transaction: wait for its end.
    await lock.query(`set lock_timeout = '60s'`);
    await lock.query('select pg_advisory_lock(hashtextextended($1, 0))', [`import ${task.jobId}`]);
    return await work(database.db, task);
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

parentPort?.on('message', (task: ThreadTask) => {
  run(task).then(
    (commit) => answer({ kind: 'done', commit }),
    (error: unknown) => answer({ kind: 'failed', name: nameOf(error), code: codeOf(error) }),
  );
});

function answer(message: ThreadAnswer): void {
  parentPort?.postMessage(message);
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : typeof error;
}

/** A statement's own code; its message may quote rows. */
function codeOf(error: unknown): string | null {
  const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
  const { code, message } = cause as { code?: unknown; message?: unknown };
  if (typeof code === 'string') return code;
  // `pg` says this in words only.
  const isLost = /Connection terminated|timeout exceeded when trying to connect/.test(
    String(message),
  );
  return isLost ? CONNECTION_FAILURE : null;
}
