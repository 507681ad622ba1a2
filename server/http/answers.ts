import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ErrorCode } from '#contract/errors.ts';
import { refuse } from '../commands/execute.ts';
import { Refusal } from '../commands/refusal.ts';

const STATUS: Partial<Record<ErrorCode, number>> = {
  NOT_SIGNED_IN: 401,
  SIGN_IN_FAILED: 401,
  FORBIDDEN: 403,
  DEVICE_REVOKED: 403,
  NOT_FOUND: 404,
  UNKNOWN_COMMAND: 404,
  CONFLICT: 409,
  RECORDING_NOT_READY: 409,
  TOO_LARGE: 413,
  TOO_MANY_ATTEMPTS: 429,
  TOO_MANY_PARTS: 429,
  INTERNAL: 500,
  UNAVAILABLE: 503,
  DISK_FULL: 507,
};

export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  if (response.headersSent) return void response.end();
  const text = JSON.stringify(body);
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'cache-control': 'no-store',
    'content-length': Buffer.byteLength(text),
  });
  response.end(text);
}

/** HTTP status that fits a refusal's code; the body's code is what clients go by. */
export function statusOf(code: ErrorCode): number {
  return STATUS[code] ?? 400;
}

export function sendRefusal(response: ServerResponse, refusal: Refusal): void {
  sendJson(response, statusOf(refusal.code), refuse(refusal.code, refusal.details));
}

/**
 * Reads a JSON body of bounded size.
 * @throws Refusal TOO_LARGE, INVALID_INPUT
 */
export async function readJson(request: IncomingMessage, maxBytes: number): Promise<unknown> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > maxBytes) throw new Refusal('TOO_LARGE', { maxBytes });
    chunks.push(chunk);
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8'));
  } catch {
    throw new Refusal('INVALID_INPUT', { field: 'body' });
  }
}
