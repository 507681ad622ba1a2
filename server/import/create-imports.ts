import type { OpenDatabase } from '#db/client.ts';
import type { Config } from '../config.ts';
import type { HttpRoute } from '../http/route.ts';
import type { Logger } from '../logger.ts';
import { ImportRunner } from './import-runner.ts';
import { openUploadFolder } from './upload-folder.ts';
import { createUploadRoute } from './upload-route.ts';
import { createWorkbookRoutes } from './workbook-routes.ts';

export interface Imports {
  routes: HttpRoute[];
  enqueue(jobId: string): void;
  removeFile(jobId: string): Promise<void>;
  /** Goes on, in the background, with what a stop of the server left in the middle. */
  resume(): void;
  /** Forgets files and rows of imports that are older than 30 days. */
  forgetOld(now: Date): Promise<void>;
  /** Resolves when no import is being read or committed. */
  idle(): Promise<void>;
  close(): Promise<void>;
}

/** Everything of the import that is not a command: the upload, the thread, the workbooks. */
export function createImports(parts: {
  config: Config;
  database: OpenDatabase;
  log: Logger;
  rosterChanged(change: { conferenceId: string; siteIds: string[] }): void;
}): Imports {
  const { config, database, log, rosterChanged } = parts;
  const folder = openUploadFolder(config.dataDir, config.maxUploadBytes);
  const runner = new ImportRunner({
    db: database.db,
    databaseUrl: config.databaseUrl,
    folder,
    log,
    rosterChanged,
  });
  const resumeAll = async (): Promise<void> => {
    await runner.resume();
    await runner.forgetOld(new Date());
  };
  const enqueue = (jobId: string): void => runner.enqueue(jobId);
  return {
    enqueue,
    removeFile: folder.remove,
    resume: () => {
      resumeAll().catch((error: unknown) => {
        log.error({ name: (error as Error).name }, 'unfinished imports could not be resumed');
      });
    },
    forgetOld: (now) => runner.forgetOld(now),
    idle: () => runner.idle(),
    close: () => runner.close(),
    routes: [
      createUploadRoute({
        folder,
        maxBytes: config.maxUploadBytes,
        enqueue,
        warm: () => runner.warm(),
      }),
      ...createWorkbookRoutes(),
    ],
  };
}
