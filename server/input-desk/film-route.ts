import { mkdir, statfs } from 'node:fs/promises';
import { z } from 'zod';
import { requiredLine } from '#contract/primitives.ts';
import { findInput, insertFilm } from '#db/queries/input.ts';
import { findSession } from '#db/queries/session.ts';
import { Refusal } from '../commands/refusal.ts';
import { sendJson } from '../http/answers.ts';
import type { HttpRoute, RouteContext } from '../http/route.ts';
import { openUploadFolder } from '../import/upload-folder.ts';
import { probeFilm } from './probe-film.ts';
import { requireRoom } from './require-room.ts';

/** Check-ins come first: so much of the disk stays free. */
const LEAST_FREE_BYTES = 2 * 1024 ** 3;

const uploadSchema = z.object({
  sessionId: z.uuid().toLowerCase(),
  /** Made by the sender, so that sending again after a broken connection is the same film. */
  sourceId: z.uuid().toLowerCase(),
  name: requiredLine(80),
});
type Upload = z.output<typeof uploadSchema>;

interface FilmRouteParts {
  /** Where films are kept. */
  folder: string;
  ffmpeg: string;
  maxBytes: number;
  /** Free bytes of the folder's disk; tests say what they like. */
  freeBytes?: (folder: string) => Promise<number>;
  /** Called after the commit. */
  onAdded: (film: { sourceId: string; sessionId: string; siteId: string }) => void;
}

/** `PUT` a film's bytes; the answer is its source, standing at its first picture. */
export function createFilmRoute(parts: FilmRouteParts): HttpRoute {
  return {
    method: 'PUT',
    path: '/api/uploads/sessions/:sessionId/films/:sourceId',
    permission: 'input:direct',
    scope: async (context) => {
      const session = await findSession(context.db, readUpload(context).sessionId);
      if (!session) throw new Refusal('NOT_FOUND');
      return { conferenceId: session.conferenceId };
    },
    handle: async (context) => {
      const upload = readUpload(context);
      try {
        await take(parts, context, upload);
      } finally {
        // The rest is thrown away, so that the sender comes to read the answer.
        context.request.resume();
      }
      sendJson(context.response, 200, { ok: true, data: { sourceId: upload.sourceId } });
    },
  };
}

async function take(parts: FilmRouteParts, context: RouteContext, upload: Upload): Promise<void> {
  const { db, request } = context;
  const { sessionId, sourceId, name } = upload;
  const earlier = await findInput(db, sourceId);
  if (earlier?.sessionId === sessionId) return;
  if (earlier) throw new Refusal('CONFLICT');
  const hall = await requireRoom(db, sessionId);
  const announced = Number(request.headers['content-length'] ?? 0);
  await requireDisk(parts, announced);
  const folder = openUploadFolder(
    parts.folder,
    parts.maxBytes,
    async () => (await freeBytesFor(parts)) > 0,
  );
  const stored = await folder.store(sourceId, request);
  await stored.keep();
  try {
    const { durationMs, hasSound } = await probeFilm(folder.pathOf(sourceId), parts.ffmpeg);
    const { bytes: fileBytes } = stored;
    await db.transaction(async (tx) => {
      await requireRoom(tx, sessionId);
      const film = { sourceId, sessionId, name, fileBytes, durationMs, hasSound };
      await insertFilm(tx, { ...film, ...hall });
    });
  } catch (error) {
    await folder.remove(sourceId);
    throw error;
  }
  parts.onAdded({ sourceId, sessionId, siteId: hall.siteId });
}

/** @throws Refusal INVALID_INPUT */
function readUpload({ params, url }: RouteContext): Upload {
  const parsed = uploadSchema.safeParse({ ...Object.fromEntries(url.searchParams), ...params });
  if (parsed.success) return parsed.data;
  throw new Refusal('INVALID_INPUT', { field: parsed.error.issues[0]?.path.join('.') ?? 'url' });
}

/** @throws Refusal TOO_LARGE, DISK_FULL */
async function requireDisk(parts: FilmRouteParts, announced: number): Promise<void> {
  const { maxBytes, folder } = parts;
  if (announced > maxBytes) throw new Refusal('TOO_LARGE', { maxBytes });
  await mkdir(folder, { recursive: true, mode: 0o700 });
  if ((await freeBytesFor(parts)) <= announced) throw new Refusal('DISK_FULL');
}

/** Besides what check-ins need. */
async function freeBytesFor({ folder, freeBytes = freeBytesOf }: FilmRouteParts): Promise<number> {
  return (await freeBytes(folder)) - LEAST_FREE_BYTES;
}

async function freeBytesOf(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}
