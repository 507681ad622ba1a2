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
/** From the request to the head of the answer; a page that has begun may stream on. */
const HEAD_TIMEOUT_MS = 30_000;
const PAGE_METHODS = new Set(['GET', 'HEAD']);

/**
 * Passes page requests on to Next, which listens on loopback only and trusts only our header. Pages only
 * read, so nothing but GET and HEAD goes on, and no body: behind a GET its bytes would stand unframed on
 * a connection that others use next, and be read there as a request of their own.
 */
export function createNextProxy(settings: {
  nextOrigin: string;
  internalKey: string;
  headTimeoutMs?: number;
}) {
  const { headTimeoutMs = HEAD_TIMEOUT_MS } = settings;
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
          clearTimeout(silence);
          // Somebody who left may still be answered by what was already on its way.
          if (response.headersSent || response.destroyed) return void answer.destroy();
          response.writeHead(answer.statusCode ?? 502, cleanHeaders(answer.headers));
          answer.pipe(response);
          answer.on('error', () => response.destroy());
        },
      );
      const silence = setTimeout(() => {
        sendTooSlow(response);
        onward.destroy();
      }, headTimeoutMs);
      onward.on('error', () => sendRestarting(response));
      response.on('close', () => {
        clearTimeout(silence);
        onward.destroy();
      });
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

interface WaitingPage {
  status: number;
  retryAfterS: number;
  title: string;
  text: string;
  english: string;
}

const RESTARTING: WaitingPage = {
  status: 503,
  retryAfterS: 3,
  title: 'Máy chủ đang khởi động lại',
  text: 'Trang sẽ tự mở lại sau vài giây. Những gì đã ghi nhận vẫn được giữ.',
  english:
    'The server is restarting. This page opens again by itself; everything recorded is kept.',
};

const TOO_SLOW: WaitingPage = {
  status: 504,
  retryAfterS: 15,
  title: 'Trang này chưa trả lời',
  text: 'Máy chủ đang bận. Trang sẽ tự mở lại sau 15 giây. Những gì đã ghi nhận vẫn được giữ.',
  english:
    'This page does not answer: the server is busy. It opens again by itself in 15 seconds; everything recorded is kept.',
};

/** While Next is being restarted: a page that reloads itself. */
export function sendRestarting(response: ServerResponse): void {
  sendWaitingPage(response, RESTARTING);
}

/** Next is there, but says nothing. */
function sendTooSlow(response: ServerResponse): void {
  sendWaitingPage(response, TOO_SLOW);
}

function sendWaitingPage(response: ServerResponse, page: WaitingPage): void {
  if (response.headersSent || response.destroyed) return void response.destroy();
  response.writeHead(page.status, {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    'retry-after': String(page.retryAfterS),
  });
  response.end(`<!doctype html><html lang="vi"><meta charset="utf-8">
<meta http-equiv="refresh" content="${page.retryAfterS}">
<meta name="viewport" content="width=device-width"><title>Điểm Cầu</title>
<body style="font:18px/1.6 system-ui,sans-serif;margin:15vh auto;max-width:34rem;padding:0 1.5rem">
<h1 style="font-size:1.5rem">${page.title}</h1>
<p>${page.text}</p>
<p lang="en" style="color:#555">${page.english}</p>`);
}
