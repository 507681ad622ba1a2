import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { WatchedSession } from '#db/queries/broadcast.ts';
import {
  isOpenToAll,
  mayWatch,
  RECORDED_HEADER,
  WATCH_STEPS,
  type WatchStep,
} from '#domain/watch.ts';
import { Refusal } from '../commands/refusal.ts';
import type { HttpRoute, RouteContext } from '../http/route.ts';
import type { WatchedSessions } from './watched-sessions.ts';
import type { WatchFigures } from './watch-figures.ts';

/** Everything that a watch page loads, and nothing else of the folder. */
const FILES = /^(?:master\.m3u8|(?<step>high|low)\/(?:index\.m3u8|(?<segment>\d{1,12}\.ts)))$/;
const LIST_TYPE = 'application/vnd.apple.mpegurl';
const SEGMENT_TYPE = 'video/mp2t';

interface WatchParts {
  /** Of all broadcasts: a folder a session. */
  folder: string;
  watched: WatchedSessions;
  figures: WatchFigures;
}

/**
 * Pictures and sound for watch pages, as files that any web server or CDN can copy. To those who may not
 * watch there are no such files, lists and segments alike.
 */
export function createWatchRoutes(parts: WatchParts): HttpRoute[] {
  return ['master.m3u8', ':step/:file'].map((file) => ({
    method: 'GET',
    path: `/watch-files/:watchKey/${file}`,
    permission: 'public:use',
    answersHead: true,
    scope: () => ({}),
    handle: (context) => answer(parts, context),
  }));
}

async function answer(parts: WatchParts, context: RouteContext): Promise<void> {
  const { params, request, response } = context;
  const { watchKey = '', step, file } = params;
  const name = step === undefined ? 'master.m3u8' : `${step}/${file}`;
  const found = FILES.exec(name);
  if (!found) throw new Refusal('NOT_FOUND');
  const watched = await parts.watched.of(context.db, watchKey);
  if (!watched?.isOn || !mayWatch(context.principal, watched)) throw new Refusal('NOT_FOUND');
  const isSegment = found.groups?.['segment'] !== undefined;
  const folder = path.join(parts.folder, watched.sessionId, 'hls');
  // The steps are named before there is anything to see of them.
  if (step === undefined)
    await (await openFile(path.join(folder, WATCH_STEPS[0], 'index.m3u8'))).close();
  const handle = await openFile(path.join(folder, name));
  try {
    const { size } = await handle.stat();
    response.writeHead(200, {
      'content-type': isSegment ? SEGMENT_TYPE : LIST_TYPE,
      'content-length': size,
      'cache-control': cacheOf(watched, isSegment),
      ...(isOpenToAll(watched.access) ? { 'access-control-allow-origin': '*' } : {}),
      ...(isSegment ? {} : { [RECORDED_HEADER]: watched.isRecorded ? 'yes' : 'no' }),
    });
    if (request.method === 'HEAD' || size === 0) return void response.end();
    if (!isSegment && found.groups?.['step']) parts.figures.fetched(step as WatchStep);
    // A list is replaced while it is read: never more than was announced.
    await pipeline(handle.createReadStream({ autoClose: false, end: size - 1 }), response);
  } catch (error) {
    // A viewer who leaves ends his own file, nothing more.
    if (!response.headersSent) throw error;
    response.destroy();
  } finally {
    await handle.close();
  }
}

/** @throws Refusal NOT_FOUND for what is not written yet, or no longer kept */
async function openFile(name: string): Promise<FileHandle> {
  try {
    return await open(name, 'r');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw new Refusal('NOT_FOUND');
    throw error;
  }
}

/** A segment never changes; a list changes with every segment, and is asked for once a second by a CDN. */
function cacheOf({ access }: WatchedSession, isSegment: boolean): string {
  if (!isOpenToAll(access)) return isSegment ? 'private, max-age=3600' : 'private, no-cache';
  return isSegment ? 'public, max-age=3600, immutable' : 'public, max-age=1';
}
