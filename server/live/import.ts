import { and, eq } from 'drizzle-orm';
import type { Tx } from '#db/client.ts';
import { findConference } from '#db/queries/conference.ts';
import {
  countImportRows,
  findImportJob,
  listImportJobs,
  moveImportJob,
  pageImportRows,
} from '#db/queries/import.ts';
import type { ImportJobRecord } from '#db/queries/import.ts';
import { clearStagedRows } from '#db/queries/import-staging.ts';
import { site } from '#db/schema/site.ts';
import { actorKey } from '#domain/actor.ts';
import type { Actor } from '#domain/actor.ts';
import { can, reachOf } from '#domain/permissions.ts';
import type { Reach } from '#domain/permissions.ts';
import { handle } from '../commands/handler.ts';
import type { CommandContext, Handlers } from '../commands/handler.ts';
import { Refusal } from '../commands/refusal.ts';
import { requireConference } from '../commands/require-conference.ts';
import { toJobView, toRowView } from '../import/job-view.ts';

type Names =
  | 'import:list'
  | 'import:get'
  | 'import:rows'
  | 'import:adjust'
  | 'import:commit'
  | 'import:discard';

export interface ImportParts {
  /** Asks for the work that the job's status calls for. */
  enqueue(jobId: string): void;
  removeFile(jobId: string): Promise<void>;
}

/** The three steps from a file to the list; the first, the upload, is a route. */
export function createImportHandlers(parts: ImportParts): Handlers<Names> {
  return {
    'import:list': listHandler,
    'import:get': handle('import:get', {
      scope: jobScope,
      run: async ({ jobId }, { tx }) => toJobView((await requireJob(tx, jobId)).job),
    }),
    'import:rows': rowsHandler,
    'import:adjust': adjustHandler(parts),
    'import:commit': commitHandler(parts),
    'import:discard': discardHandler(parts),
  };
}

async function jobScope({ jobId }: { jobId: string }, { tx }: CommandContext) {
  return (await requireJob(tx, jobId)).scope;
}

async function requireJob(tx: Tx, jobId: string) {
  const found = await findImportJob(tx, jobId);
  if (!found) throw new Refusal('NOT_FOUND');
  return found;
}

const listHandler = handle('import:list', {
  scope: async ({ conferenceId }, { tx }) => {
    if (!(await findConference(tx, conferenceId))) throw new Refusal('NOT_FOUND');
    return { conferenceId, shared: true };
  },
  run: async ({ conferenceId }, { tx, actor }) => {
    const reach = reachOf(actor, 'roster:import', conferenceId);
    const jobs = await listImportJobs(tx, { conferenceId, reach, actorKey: actorKey(actor) });
    return { jobs: jobs.map(toJobView) };
  },
});

const rowsHandler = handle('import:rows', {
  scope: jobScope,
  run: async ({ limit, after, ...filter }, { tx }) => {
    const rows = await pageImportRows(tx, { ...filter, after, limit });
    const total = await countImportRows(tx, filter);
    const next = rows.length === limit ? rows.at(-1)!.rowNumber : null;
    return { rows: rows.map(toRowView), total, next };
  },
});

function adjustHandler(parts: ImportParts) {
  return handle('import:adjust', {
    scope: jobScope,
    run: async ({ jobId, choice }, { tx, actor, afterCommit }) => {
      const { job } = await requireJob(tx, jobId);
      await requireConference(tx, job.conferenceId);
      refuseHallsOfOthers(actor, job);
      await refuseForeignSite(tx, job, choice.defaultSiteId);
      if (job.failureCode === 'UPLOAD_INTERRUPTED') throw new Refusal('CONFLICT');
      const reading = job.reading + 1;
      const reach = reachFor(actor, job);
      const set = { choice, reach, reading, failureCode: null, finishedAt: null, progress: {} };
      const moved = await moveImportJob(tx, { jobId, to: 'READING', reading: job.reading, set });
      if (!moved || job.status === 'UPLOADING') throw new Refusal('CONFLICT');
      afterCommit(() => parts.enqueue(jobId));
      return { reading };
    },
  });
}

/** How far an import goes in that actor's hands: never further than the actor, nor than it was made for. */
function reachFor(actor: Actor, job: ImportJobRecord): Reach {
  const own = reachOf(actor, 'roster:import', job.conferenceId);
  return own.kind === 'ALL' ? (job.reach as Reach) : own;
}

function isSameReach(left: Reach, right: Reach): boolean {
  if (left.kind === 'ALL' || right.kind === 'ALL') return left.kind === right.kind;
  const sorted = ({ unitPaths, siteIds }: typeof left) =>
    JSON.stringify([unitPaths.toSorted(), siteIds.toSorted()]);
  return sorted(left) === sorted(right);
}

/** A hall list changes the whole conference; its maker may have lost that right since. */
function refuseHallsOfOthers(actor: Actor, { kind, conferenceId }: ImportJobRecord): void {
  if (kind === 'SITES' && !can(actor, 'site:manage', { conferenceId }))
    throw new Refusal('FORBIDDEN');
}

async function refuseForeignSite(
  tx: Tx,
  job: ImportJobRecord,
  siteId: string | null,
): Promise<void> {
  if (siteId === null) return;
  const [found] = await tx
    .select({ id: site.id })
    .from(site)
    .where(and(eq(site.id, siteId), eq(site.conferenceId, job.conferenceId)));
  if (!found) throw new Refusal('NOT_FOUND', { field: 'defaultSiteId' });
}

function commitHandler(parts: ImportParts) {
  return handle('import:commit', {
    scope: jobScope,
    run: async ({ jobId, reading, missing }, { tx, actor, afterCommit }) => {
      const { job } = await requireJob(tx, jobId);
      await requireConference(tx, job.conferenceId);
      refuseHallsOfOthers(actor, job);
      const reach = reachFor(actor, job);
      // The preview shows what its maker reached then; whoever reaches something else sees it read anew.
      const move = isSameReach(reach, job.reach as Reach)
        ? { to: 'COMMITTING' as const, set: { missing, failureCode: null, progress: {} } }
        : {
            to: 'READING' as const,
            set: { reach, reading: reading + 1, failureCode: 'LIST_CHANGED', progress: {} },
          };
      const moved = await moveImportJob(tx, { jobId, reading, ...move });
      if (!moved || job.status !== 'PREVIEW') throw new Refusal('CONFLICT');
      afterCommit(() => parts.enqueue(jobId));
      return {};
    },
  });
}

function discardHandler(parts: ImportParts) {
  return handle('import:discard', {
    scope: jobScope,
    run: async ({ jobId }, { tx, now, afterCommit }) => {
      const set = { finishedAt: now(), layout: null, summary: null };
      const moved = await moveImportJob(tx, { jobId, to: 'DISCARDED', set });
      if (!moved) throw new Refusal('CONFLICT');
      await clearStagedRows(tx, jobId);
      afterCommit(() => void parts.removeFile(jobId).catch(() => undefined));
      return {};
    },
  });
}
