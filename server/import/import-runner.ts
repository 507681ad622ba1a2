/** Runs imports one after the other in the import thread. */
import type { Db } from '#db/client.ts';
import {
  findImportJob,
  listOldImports,
  listUnfinishedImports,
  moveImportJob,
} from '#db/queries/import.ts';
import { clearStagedRows } from '#db/queries/import-staging.ts';
import type { Logger } from '../logger.ts';
import { ThreadHost } from './thread-host.ts';
import type { UploadFolder } from './upload-folder.ts';

export interface RunnerParts {
  db: Db;
  databaseUrl: string;
  folder: UploadFolder;
  log: Logger;
  /** After a commit: the summons lists of these halls are others now. */
  rosterChanged(change: { conferenceId: string; siteIds: string[] }): void;
}

const KEPT_MS = 30 * 24 * 3_600_000;
const TRY_AGAIN_MS = 5_000;
/** The database is stopping, starting or not there, or an earlier run still holds the job (55P03). */
const DATABASE_AWAY = /^(57P0|08|55P03|ECONN|EPIPE|ENOENT)/;
const FAILURE_CODES: Record<string, string> = {
  ERR_WORKER_OUT_OF_MEMORY: 'FILE_EXPANDS',
  53100: 'DISK_FULL',
};

export class ImportRunner {
  readonly #parts: RunnerParts;
  readonly #queue = new Set<string>();
  readonly #thread = new ThreadHost();
  #running: Promise<void> | null = null;
  readonly #retries = new Set<NodeJS.Timeout>();
  #isClosed = false;

  constructor(parts: RunnerParts) {
    this.#parts = parts;
  }

  /** Goes on with what a stop of the server left in the middle. */
  async resume(): Promise<void> {
    const { db, folder } = this.#parts;
    await folder.clearOrphans();
    for (const job of await listUnfinishedImports(db)) {
      if (job.status !== 'UPLOADING') {
        this.enqueue(job.id);
        continue;
      }
      const set = { failureCode: 'UPLOAD_INTERRUPTED', finishedAt: new Date() };
      await moveImportJob(db, { jobId: job.id, to: 'FAILED', set });
      await folder.remove(job.id);
    }
  }

  /**
   * Forgets files and rows of imports older than 30 days: they hold personal data for nothing. What
   * was written to the list stays, and so does the entry that says so.
   */
  async forgetOld(now: Date): Promise<void> {
    const { db, folder } = this.#parts;
    for (const job of await listOldImports(db, new Date(now.getTime() - KEPT_MS))) {
      if (job.status !== 'COMMITTED') {
        const set = { finishedAt: now, layout: null, summary: null };
        await moveImportJob(db, { jobId: job.id, to: 'DISCARDED', set });
      }
      await clearStagedRows(db, job.id);
      await folder.remove(job.id);
    }
  }

  /** Makes the thread ready while the file still comes in. */
  warm(): void {
    if (!this.#isClosed) this.#thread.start();
  }

  /** Asks for the work that the job's status calls for; a job that is running runs once more. */
  enqueue(jobId: string): void {
    this.#queue.add(jobId);
    this.#running ??= this.#drain().finally(() => void (this.#running = null));
  }

  /** Resolves when nothing is left to do. */
  async idle(): Promise<void> {
    while (this.#running !== null) await this.#running;
  }

  /** Ends the thread; the job goes on at the next start. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#queue.clear();
    for (const timer of this.#retries) clearTimeout(timer);
    await this.#thread.close();
    await this.#running;
  }

  async #drain(): Promise<void> {
    for (const jobId of this.#queue) {
      this.#queue.delete(jobId);
      if (this.#isClosed) return;
      try {
        await this.#run(jobId);
      } catch (error) {
        if (!this.#isClosed) await this.#fail(jobId, error);
      }
    }
  }

  async #run(jobId: string): Promise<void> {
    const { databaseUrl, folder, rosterChanged } = this.#parts;
    const filePath = folder.pathOf(jobId);
    const commit = await this.#thread.run({ jobId, databaseUrl, filePath });
    if (commit.kind !== 'committed') return;
    await folder.remove(jobId);
    rosterChanged(commit);
  }

  async #fail(jobId: string, error: unknown): Promise<void> {
    const { db, log } = this.#parts;
    const code = String((error as { code?: unknown }).code);
    log.error({ jobId, code, name: (error as Error).name }, 'an import stopped');
    if (DATABASE_AWAY.test(code)) return this.#tryAgain(jobId);
    const failureCode = FAILURE_CODES[code] ?? 'IMPORT_STOPPED';
    try {
      const found = await findImportJob(db, jobId);
      const to = found?.job.status === 'COMMITTING' ? 'PREVIEW' : 'FAILED';
      await moveImportJob(db, { jobId, to, set: { failureCode, finishedAt: new Date() } });
    } catch {
      // The database cannot even note that: the job keeps its status.
      this.#tryAgain(jobId);
    }
  }

  #tryAgain(jobId: string): void {
    if (this.#isClosed) return;
    const timer = setTimeout(() => {
      this.#retries.delete(timer);
      this.enqueue(jobId);
    }, TRY_AGAIN_MS);
    this.#retries.add(timer);
  }
}
