import { Agent, request as httpRequest } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { PRINCIPAL_HEADER, signPrincipal } from '#contract/principal-header.ts';
import type { Principal } from '#domain/actor.ts';

const HOP_BY_HOP = new Set([
  'connection',
  'keep-alive',
  'transfer-encoding',
  'upgrade',
  'te',
  'trailer',
]);
/** What a request says of its body, which never goes on. */
const OF_A_BODY = new Set(['content-length', 'expect']);
const PAGE_METHODS = new Set(['GET', 'HEAD']);

/**
 * Passes page requests on to Next, which listens on loopback only and trusts only our header. Pages only
 * read, so nothing but GET and HEAD goes on, and no body: behind a GET its bytes would stand unframed on
 * a connection that others use next, and be read there as a request of their own.
 */
export function createNextProxy(settings: { nextOrigin: string; internalKey: string }) {
  const target = new URL(settings.nextOrigin);
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  return {
    pass(request: IncomingMessage, response: ServerResponse, principal: Principal): void {
      request.resume();
      if (!PAGE_METHODS.has(request.method ?? '')) return sendNotAllowed(request, response);
      const onward = httpRequest(
        {
          agent,
          host: target.hostname,
          port: target.port,
          method: request.method,
          path: request.url,
          headers: {
            ...withoutBody(cleanHeaders(request.headers)),
            [PRINCIPAL_HEADER]: signPrincipal(principal, settings.internalKey),
          },
        },
        (answer) => {
          // Somebody who left may still be answered by what was already on its way.
          if (response.headersSent || response.destroyed) return void answer.destroy();
          response.writeHead(answer.statusCode ?? 502, cleanHeaders(answer.headers));
          answer.pipe(response);
          answer.on('error', () => response.destroy());
        },
      );
      onward.on('error', () => sendRestarting(response));
      response.on('close', () => onward.destroy());
      onward.end();
    },
    close: () => agent.destroy(),
  };
}

function cleanHeaders(headers: NodeJS.Dict<string | string[]>): NodeJS.Dict<string | string[]> {
  return Object.fromEntries(
    Object.entries(headers).filter(([name]) => !HOP_BY_HOP.has(name) && name !== PRINCIPAL_HEADER),
  );
}

function withoutBody(headers: NodeJS.Dict<string | string[]>): NodeJS.Dict<string | string[]> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !OF_A_BODY.has(name)));
}

function sendNotAllowed(request: IncomingMessage, response: ServerResponse): void {
  // A form that was sent before its page's script ran: the page is shown again.
  const { url = '/' } = request;
  if (request.method === 'POST' && /^\/(?![/\\])/.test(url)) {
    response.writeHead(303, { location: url, 'content-length': 0 });
    return void response.end();
  }
  response.writeHead(405, { allow: 'GET, HEAD', 'content-length': 0 });
  response.end();
}

const RESTARTING_PAGE = `<!doctype html><html lang="vi"><meta charset="utf-8"><meta http-equiv="refresh" content="3">
<meta name="viewport" content="width=device-width"><title>Điểm Cầu</title>
<body style="font:18px/1.6 system-ui,sans-serif;margin:15vh auto;max-width:34rem;padding:0 1.5rem">
<h1 style="font-size:1.5rem">Máy chủ đang khởi động lại</h1>
<p>Trang sẽ tự mở lại sau vài giây. Những gì đã ghi nhận vẫn được giữ.</p>
<p lang="en" style="color:#555">The server is restarting. This page opens again by itself; everything recorded is kept.</p>`;

/** While Next is being restarted: a page that reloads itself. */
export function sendRestarting(response: ServerResponse): void {
  if (response.headersSent || response.destroyed) return void response.destroy();
  response.writeHead(503, {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    'retry-after': '3',
  });
  response.end(RESTARTING_PAGE);
}
