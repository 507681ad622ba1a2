import { open } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { Refusal } from '../commands/refusal.ts';

interface SentFile {
  path: string;
  type: string;
  /** Names the content: another content has another one. */
  tag: string;
  disposition?: string;
  request: IncomingMessage;
  response: ServerResponse;
}

/**
 * Sends a file that does not change, whole or in the one part that is asked for (RFC 9110, 14). Nobody
 * between here and the reader may keep it, and the reader asks each time whether it still may.
 * @throws Refusal NOT_FOUND
 */
export async function sendFile(file: SentFile): Promise<void> {
  const { request, response } = file;
  const handle = await open(file.path, 'r').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') throw new Refusal('NOT_FOUND');
    throw error;
  });
  try {
    const { size } = await handle.stat();
    const etag = `"${file.tag}"`;
    const headers = {
      'content-type': file.type,
      'accept-ranges': 'bytes',
      'cache-control': 'private, no-cache',
      etag,
      ...(file.disposition ? { 'content-disposition': file.disposition } : {}),
    };
    if (request.headers['if-none-match'] === etag) {
      return void response.writeHead(304, headers).end();
    }
    const isSame = (request.headers['if-range'] ?? etag) === etag;
    const range = isSame ? rangeOf(request.headers.range, size) : null;
    if (range === 'OUTSIDE') {
      return void response.writeHead(416, { 'content-range': `bytes */${size}` }).end();
    }
    const { from, to } = range ?? { from: 0, to: size - 1 };
    response.writeHead(range ? 206 : 200, {
      ...headers,
      'content-length': to - from + 1,
      ...(range ? { 'content-range': `bytes ${from}-${to}/${size}` } : {}),
    });
    if (request.method === 'HEAD' || size === 0) return void response.end();
    const bytes = handle.createReadStream({ autoClose: false, start: from, end: to });
    await pipeline(bytes, response);
  } catch (error) {
    // A reader who leaves ends his own file, nothing more.
    if (!response.headersSent) throw error;
    response.destroy();
  } finally {
    await handle.close();
  }
}

/** @returns null for a request of the whole, which one of several parts is answered with as well */
export function rangeOf(
  header: string | undefined,
  size: number,
): { from: number; to: number } | 'OUTSIDE' | null {
  const [, first = '', last = ''] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header ?? '') ?? [];
  if (first === '' && last === '') return null;
  if (first === '') {
    const count = Math.min(Number(last), size);
    return count === 0 ? 'OUTSIDE' : { from: size - count, to: size - 1 };
  }
  const from = Number(first);
  const to = last === '' ? size - 1 : Math.min(Number(last), size - 1);
  if (last !== '' && Number(last) < from) return null;
  return from >= size ? 'OUTSIDE' : { from, to };
}
