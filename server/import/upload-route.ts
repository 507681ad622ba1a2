import type { IncomingMessage } from 'node:http';
import { z } from 'zod';
import { importKind } from '#contract/import.ts';
import { requiredLine } from '#contract/primitives.ts';
import type { Db } from '#db/client.ts';
import { findConference } from '#db/queries/conference.ts';
import { findEarlierChoice, findImportJob, moveImportJob } from '#db/queries/import.ts';
import type { ImportJobRecord } from '#db/queries/import.ts';
import { importJob } from '#db/schema/import.ts';
import { actorKey } from '#domain/actor.ts';
import { can, reachOf } from '#domain/permissions.ts';
import { Refusal } from '../commands/refusal.ts';
import { requireConference } from '../commands/require-conference.ts';
import { sendJson } from '../http/answers.ts';
import type { HttpRoute, RouteContext } from '../http/route.ts';
import { toJobView } from './job-view.ts';
import { UploadAttempts } from './upload-attempts.ts';
import type { StoredUpload, UploadFolder } from './upload-folder.ts';

const uploadSchema = z.object({
  conferenceId: z.uuid(),
  /** Made by the sender, so that sending again after a broken connection is the same upload. */
  jobId: z.uuid(),
  kind: importKind,
  fileName: requiredLine(200),
});
type Upload = z.output<typeof uploadSchema>;

export interface UploadParts {
  folder: UploadFolder;
  maxBytes: number;
  /** Asks for the reading of the stored file. */
  enqueue(jobId: string): void;
  /** Makes the reader ready while the bytes come in. */
  warm(): void;
}

/** Step one: `PUT` the file's bytes; the answer is the job, which is being read. */
export function createUploadRoute(parts: UploadParts): HttpRoute {
  const attempts = new UploadAttempts();
  return {
    method: 'PUT',
    path: '/api/uploads/conferences/:conferenceId/imports/:jobId',
    permission: 'roster:import',
    scope: async (context) => {
      const { conferenceId } = readUpload(context);
      if (!(await findConference(context.db, conferenceId))) throw new Refusal('NOT_FOUND');
      return { conferenceId, shared: true };
    },
    handle: async (context) => {
      const upload = readUpload(context);
      await requireConference(context.db, upload.conferenceId);
      refuseHallsOfOthers(context, upload);
      const announced = Number(context.request.headers['content-length'] ?? 0);
      if (announced > parts.maxBytes) throw new Refusal('TOO_LARGE', { maxBytes: parts.maxBytes });
      const earlier = await claimJob(context, upload);
      const job = earlier ?? (await receive(context, upload, { ...parts, attempts }));
      context.request.resume();
      sendJson(context.response, 200, { ok: true, data: toJobView(job) });
    },
  };
}

/** @throws Refusal INVALID_INPUT */
function readUpload({ params, url }: RouteContext): Upload {
  const query = Object.fromEntries(url.searchParams);
  const parsed = uploadSchema.safeParse({ ...query, ...params });
  if (parsed.success) return parsed.data;
  throw new Refusal('INVALID_INPUT', { field: parsed.error.issues[0]?.path.join('.') ?? 'url' });
}

/** A hall list changes the whole conference, so a unit's own administrator cannot bring one. */
function refuseHallsOfOthers({ actor }: RouteContext, { kind, conferenceId }: Upload): void {
  if (kind === 'SITES' && !can(actor, 'site:manage', { conferenceId }))
    throw new Refusal('FORBIDDEN');
}

/** @returns the job when these bytes were received before, null when they are to be received now */
async function claimJob(
  { db, actor }: RouteContext,
  upload: Upload,
): Promise<ImportJobRecord | null> {
  const { conferenceId, jobId, kind, fileName } = upload;
  const createdBy = actorKey(actor);
  const reach = reachOf(actor, 'roster:import', conferenceId);
  const inserted = await db
    .insert(importJob)
    .values({ id: jobId, conferenceId, kind, fileName, createdBy, reach, status: 'UPLOADING' })
    .onConflictDoNothing()
    .returning({ id: importJob.id });
  if (inserted.length > 0) return null;
  const job = (await findImportJob(db, jobId))?.job;
  if (job?.createdBy !== createdBy || job.conferenceId !== conferenceId)
    throw new Refusal('CONFLICT');
  const isBroken = job.status === 'UPLOADING' || job.failureCode === 'UPLOAD_INTERRUPTED';
  if (!isBroken) return job;
  const set = { kind, fileName, failureCode: null, finishedAt: null };
  await moveImportJob(db, { jobId, to: 'UPLOADING', set });
  return null;
}

async function receive(
  { db, request }: { db: Db; request: IncomingMessage },
  upload: Upload,
  { folder, attempts, enqueue, warm }: UploadParts & { attempts: UploadAttempts },
): Promise<ImportJobRecord> {
  warm();
  const { jobId } = upload;
  const attempt = attempts.begin(jobId);
  try {
    const stored = await folder.store(jobId, request);
    if (!attempts.win(jobId, attempt)) {
      await stored.drop();
      return await requireJob(db, jobId);
    }
    const job = await takeIn(db, { upload, stored, folder });
    enqueue(jobId);
    return job;
  } catch (error) {
    // The rest is thrown away, so that the sender comes to read the refusal.
    request.resume();
    const failureCode = error instanceof Refusal ? error.code : 'UPLOAD_INTERRUPTED';
    const set = { failureCode, finishedAt: new Date() };
    // While another connection still brings the same file, or has brought it, the job is not lost.
    if (attempts.lose(jobId, attempt))
      await moveImportJob(db, { jobId, to: 'FAILED', from: 'UPLOADING', set });
    throw error;
  }
}

/** @throws Refusal CONFLICT when the job was discarded meanwhile; nothing is left behind then */
async function takeIn(
  db: Db,
  given: { upload: Upload; stored: StoredUpload; folder: UploadFolder },
): Promise<ImportJobRecord> {
  const { upload, stored, folder } = given;
  const { jobId, conferenceId, kind } = upload;
  const { bytes, sha256 } = stored;
  await stored.keep();
  // The same bytes again are understood as they were: importing a file twice changes nothing.
  const choice = (await findEarlierChoice(db, { conferenceId, kind, fileSha256: sha256 })) ?? {};
  const set = { fileBytes: bytes, fileSha256: sha256, choice, failureCode: null, finishedAt: null };
  const job = await moveImportJob(db, { jobId, to: 'READING', set });
  if (job !== null) return job;
  await folder.remove(jobId);
  throw new Refusal('CONFLICT');
}

async function requireJob(db: Db, jobId: string): Promise<ImportJobRecord> {
  const found = await findImportJob(db, jobId);
  if (!found) throw new Refusal('NOT_FOUND');
  return found.job;
}
