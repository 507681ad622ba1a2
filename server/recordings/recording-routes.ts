import { rm } from 'node:fs/promises';
import { z } from 'zod';
import { findRecording } from '#db/queries/recording.ts';
import type { NamedRecordingRow, RecordingFilm } from '#db/queries/recording.ts';
import { auditEntry } from '#db/schema/audit.ts';
import { actorKey } from '#domain/actor.ts';
import { Refusal } from '../commands/refusal.ts';
import { attachment } from '../http/content-disposition.ts';
import type { HttpRoute, RouteContext } from '../http/route.ts';
import { sendFile } from '../http/send-file.ts';
import { runFfmpeg } from './media-tools.ts';
import { filmOf, FORMATS, THUMBNAIL } from './recording-folder.ts';
import type { Format } from './recording-folder.ts';
import type { RecordingMaker } from './recording-maker.ts';

const TYPES: Record<Format, string> = { mp4: 'video/mp4', webm: 'video/webm' };
/** Parts that are being cut at once. */
const MOST_PARTS = 2;
/** Its share of the whole file, and a margin. */
const ROOM_FACTOR = 1.2;
const VIETNAM_OFFSET_MS = 7 * 3_600_000;

interface Found {
  row: NamedRecordingRow;
  film: RecordingFilm;
}

/** Finished recordings: to play, to download, whole or a part of them, and their thumbnails. */
export function createRecordingRoutes(parts: {
  maker: RecordingMaker;
  leastFreeBytes: number;
}): HttpRoute[] {
  let cutting = 0;
  const route = (
    file: string,
    handle: (found: Found, context: RouteContext) => Promise<void>,
  ): HttpRoute => ({
    method: 'GET',
    path: `/api/recordings/:recordingId/${file}`,
    permission: 'recording:read',
    answersHead: true,
    scope: async (context) => ({ conferenceId: (await findRow(context)).conferenceId }),
    handle: async (context) => {
      const row = await findRow(context);
      if (row.finishedAt === null || !row.film) throw new Refusal('RECORDING_NOT_READY');
      await handle({ row, film: row.film }, context);
    },
  });
  /** What is .webm is not there as .mp4. */
  const routeOf = (
    format: Format,
    [file, handle]: [string, (found: Found, context: RouteContext) => Promise<void>],
  ) =>
    route(`${file}.${format}`, async (found, context) => {
      if ((found.film.format ?? 'mp4') !== format) throw new Refusal('NOT_FOUND');
      await handle(found, context);
    });
  const sendWhole = async ({ row, film }: Found, context: RouteContext) => {
    const { request, response, url } = context;
    const { format = 'mp4', sha256 } = film;
    const isDownload = url.searchParams.has('download');
    if (isDownload && isBegin(context)) await writeDown(context, row);
    await sendFile({
      ...{ request, response, type: TYPES[format], tag: sha256 },
      path: parts.maker.folderOf(row).file(filmOf(format)),
      ...(isDownload ? { disposition: attachment(nameOf(row), format) } : {}),
    });
  };
  const sendCut = async (found: Found, context: RouteContext) => {
    const part = partAsked(context, found.film);
    if (context.request.method === 'HEAD') {
      const type = TYPES[found.film.format ?? 'mp4'];
      return void context.response.writeHead(200, { 'content-type': type }).end();
    }
    if (cutting >= MOST_PARTS) throw new Refusal('TOO_MANY_PARTS');
    cutting += 1;
    try {
      await writeDown(context, found.row);
      await sendPart(parts, { ...found, ...part }, context);
    } finally {
      cutting -= 1;
    }
  };
  return [
    ...FORMATS.flatMap((format) => [
      routeOf(format, ['recording', sendWhole]),
      routeOf(format, ['part', sendCut]),
    ]),
    route('thumbnails/:file', async ({ row, film }, { params, request, response }) => {
      const name = params['file'] ?? '';
      if (!THUMBNAIL.test(name)) throw new Refusal('NOT_FOUND');
      await sendFile({
        ...{ request, response, type: 'image/jpeg', tag: `${film.sha256.slice(0, 32)}-${name}` },
        path: parts.maker.folderOf(row).file(name),
      });
    }),
  ];
}

/** From a key frame on, without encoding anew: it may begin up to two seconds earlier. */
async function sendPart(
  { maker, leastFreeBytes }: { maker: RecordingMaker; leastFreeBytes: number },
  { row, film, fromMs, toMs }: Found & { fromMs: number; toMs: number },
  { request, response }: RouteContext,
): Promise<void> {
  const tools = await maker.tools;
  if (tools === null) throw new Refusal('UNAVAILABLE');
  const folder = maker.folderOf(row);
  const bytes = (film.bytes * (toMs - fromMs)) / film.durationMs;
  if (!(await folder.hasRoomFor(bytes * ROOM_FACTOR + leastFreeBytes))) {
    throw new Refusal('DISK_FULL');
  }
  const { format = 'mp4' } = film;
  const unfinished = folder.unfinished('part', format);
  const left = new AbortController();
  response.on('close', () => left.abort());
  const seconds = (ms: number) => (ms / 1_000).toFixed(3);
  try {
    await runFfmpeg(tools, {
      args: [
        ...['-ss', seconds(fromMs), '-i', filmOf(format), '-t', seconds(toMs - fromMs)],
        ...['-map', '0:v:0', '-map', '0:a:0?', '-map_chapters', '-1', '-c', 'copy'],
        ...['-f', format, unfinished],
      ],
      folder: folder.path,
      signal: left.signal,
    });
    const name = `${nameOf(row)} (${clock(fromMs)}–${clock(toMs)})`;
    await sendFile({
      ...{
        request,
        response,
        type: TYPES[format],
        tag: `${film.sha256.slice(0, 32)}-${fromMs}-${toMs}`,
      },
      path: folder.file(unfinished),
      disposition: attachment(name, format),
    });
  } catch (error) {
    if (!left.signal.aborted) throw error;
  } finally {
    await rm(folder.file(unfinished), { force: true });
  }
}

/** @throws Refusal INVALID_INPUT */
function partAsked({ url }: RouteContext, film: RecordingFilm): { fromMs: number; toMs: number } {
  const lastMs = Math.ceil(film.durationMs);
  const moment = z.coerce.number().int().min(0).max(lastMs);
  const from = moment.safeParse(url.searchParams.get('from') ?? undefined);
  const to = moment.safeParse(url.searchParams.get('to') ?? undefined);
  if (!from.success) throw new Refusal('INVALID_INPUT', { field: 'from' });
  if (!to.success || to.data <= from.data) throw new Refusal('INVALID_INPUT', { field: 'to' });
  return { fromMs: from.data, toMs: to.data };
}

function isBegin({ request }: RouteContext): boolean {
  const { range } = request.headers;
  return request.method === 'GET' && (range === undefined || range.startsWith('bytes=0-'));
}

async function writeDown({ db, actor }: RouteContext, row: NamedRecordingRow): Promise<void> {
  await db.insert(auditEntry).values({
    actorKey: actorKey(actor),
    action: 'recording:download',
    subject: { recordingId: row.id, sessionId: row.sessionId },
  });
}

/** e.g. "Hội nghị … - Buổi sáng - 2026-12-01 0755", in Vietnam's time. */
function nameOf(row: NamedRecordingRow): string {
  const { conferenceName, sessionName, sourceName, beganAt } = row;
  const local = new Date(beganAt.getTime() + VIETNAM_OFFSET_MS).toISOString();
  const time = local.slice(11, 16).replace(':', '');
  const own = sourceName === null ? '' : ` - ${sourceName.slice(0, 60)}`;
  return `${conferenceName.slice(0, 80)} - ${sessionName.slice(0, 40)}${own} - ${local.slice(0, 10)} ${time}`;
}

/** e.g. "1h02m03". */
function clock(ms: number): string {
  const seconds = Math.floor(ms / 1_000);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${Math.floor(seconds / 3_600)}h${two(Math.floor(seconds / 60) % 60)}m${two(seconds % 60)}`;
}

/** @throws Refusal NOT_FOUND */
async function findRow({ params, db }: RouteContext): Promise<NamedRecordingRow> {
  const id = z.uuid().safeParse(params['recordingId']);
  const row = id.success ? await findRecording(db, id.data) : null;
  if (!row) throw new Refusal('NOT_FOUND');
  return row;
}
