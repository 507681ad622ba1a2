import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Db } from '#db/client.ts';
import { can } from '#domain/permissions.ts';
import type { Execute } from '../commands/execute.ts';
import { Refusal } from '../commands/refusal.ts';
import { actorFor, NOBODY } from '../identity/principal-source.ts';
import type { ActAs, Identify, WhyUnknown } from '../identity/principal-source.ts';
import type { Logger } from '../logger.ts';
import { readJson, sendJson, sendRefusal, statusOf } from './answers.ts';
import type { IsDiskFull } from './full-disk.ts';
import { createCookieWriter } from './cookies.ts';
import { clientAddressOf, isOwnOrigin, originOf } from './origin.ts';
import type { createNextProxy } from './next-proxy.ts';
import { sendRestarting } from './next-proxy.ts';
import { matchPath } from './route.ts';
import type { HttpRoute, RouteContext } from './route.ts';

const MAX_COMMAND_BYTES = 1024 * 1024;
/** Nobody reads an answer this long: it is given up, with the database connection that it may hold. */
const STALLED_AFTER_MS = 60_000;

/**
 * Everything comes from this origin. Next writes its start-up data as inline scripts; the QR reader is
 * WebAssembly in a worker.
 */
const CONTENT_SECURITY_POLICY = [
  "default-src 'self'",
  "script-src 'self' 'unsafe-inline' 'wasm-unsafe-eval'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "media-src 'self' blob:",
  "worker-src 'self' blob:",
  "object-src 'none'",
  "base-uri 'self'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

export interface ListenerParts {
  db: Db;
  execute: Execute;
  identify: Identify;
  whyUnknown: WhyUnknown;
  routes: HttpRoute[];
  next: ReturnType<typeof createNextProxy>;
  log: Logger;
  now: () => Date;
  publicUrl: string | undefined;
  isSecure: boolean;
  trustedProxies: number;
  stalledAfterMs?: number;
  isHealthy(): Promise<boolean>;
  isDiskFull: IsDiskFull;
  metrics(): Promise<{ contentType: string; body: string }>;
}

const READS = new Set(['GET', 'HEAD']);
/** Where commands and file routes are; everything below is answered by a code, never by a page. */
const ROUTES = ['/api/', '/watch-files/'];

/** The front door's HTTP side: commands, file routes, health, metrics; all else is a page of Next. */
export function createRequestListener(parts: ListenerParts): RequestListener {
  return (request, response) => {
    // Socket.IO listens beside us and answers these itself.
    if (request.url?.startsWith('/socket.io/')) return;
    setSecurityHeaders(response, parts);
    response.setTimeout(parts.stalledAfterMs ?? STALLED_AFTER_MS, () => response.destroy());
    answer(parts, request, response).catch((error: unknown) => {
      if (error instanceof Refusal) return sendRefusal(response, error);
      if (response.headersSent) return response.destroy();
      const code = (error as { code?: unknown }).code;
      parts.log.error({ code: typeof code === 'string' ? code : undefined }, 'a request failed');
      void sendAway(parts, request, response);
    });
  };
}

/** The database cannot be asked who it is. */
async function sendAway(parts: ListenerParts, request: IncomingMessage, response: ServerResponse) {
  if (!isRoute(request.url ?? '')) return sendRestarting(response);
  const code = (await parts.isDiskFull()) ? 'DISK_FULL' : 'UNAVAILABLE';
  sendRefusal(response, new Refusal(code));
}

async function answer(parts: ListenerParts, request: IncomingMessage, response: ServerResponse) {
  const url = parseUrl(request);
  if (url === null) return sendRefusal(response, new Refusal('NOT_FOUND'));
  if (url.pathname === '/healthz') return answerHealth(parts, response);
  if (url.pathname === '/metrics') return answerMetrics(parts, request, response);
  if (isRoute(url.pathname)) return answerApi(parts, url, { request, response });
  // Static files are the same for everybody: no look into the database for them.
  const isStatic = url.pathname.startsWith('/_next/static/');
  const principal = isStatic ? NOBODY : await parts.identify({ cookie: request.headers.cookie });
  parts.next.pass(request, response, principal);
}

async function answerApi(
  parts: ListenerParts,
  url: URL,
  http: { request: IncomingMessage; response: ServerResponse },
) {
  const { request, response } = http;
  if (!READS.has(request.method ?? '') && !isOwnOrigin(request, parts))
    throw new Refusal('FORBIDDEN');
  const command = matchPath('/api/commands/:name', url.pathname);
  if (command && request.method === 'POST') {
    return answerCommand(parts, command['name'] ?? '', http);
  }
  for (const route of parts.routes) {
    const params = answersMethod(route, request) ? matchPath(route.path, url.pathname) : null;
    if (params) return answerRoute(parts, route, { url, params, request, response });
  }
  throw new Refusal('NOT_FOUND');
}

function isRoute(pathname: string): boolean {
  return ROUTES.some((start) => pathname.startsWith(start));
}

function answersMethod(route: HttpRoute, { method }: IncomingMessage): boolean {
  return method === route.method || (method === 'HEAD' && route.answersHead === true);
}

async function answerCommand(
  parts: ListenerParts,
  name: string,
  { request, response }: { request: IncomingMessage; response: ServerResponse },
) {
  const body = await readJson(request, MAX_COMMAND_BYTES);
  const principal = await parts.identify({ cookie: request.headers.cookie });
  const result = await parts.execute({
    name,
    request: body,
    actor: actorFor(principal, actAs(request)),
    clientAddress: clientAddressOf(request, parts.trustedProxies),
    origin: originOf(request, parts),
    subscriber: null,
    cookies: createCookieWriter(response, {
      isSecure: originOf(request, parts).startsWith('https:'),
      cookieHeader: request.headers.cookie,
    }),
  });
  if (!result.ok && result.code === 'NOT_SIGNED_IN') {
    throw new Refusal(await parts.whyUnknown({ cookie: request.headers.cookie }, actAs(request)));
  }
  sendJson(response, result.ok ? 200 : statusOf(result.code), result);
}

async function answerRoute(
  parts: ListenerParts,
  route: HttpRoute,
  found: Pick<RouteContext, 'url' | 'params' | 'request' | 'response'>,
) {
  const principal = await parts.identify({ cookie: found.request.headers.cookie });
  const actor = actorFor(principal, actAs(found.request));
  const context: RouteContext = {
    ...found,
    actor,
    principal,
    db: parts.db,
    log: parts.log,
    now: parts.now,
    origin: originOf(found.request, parts),
    clientAddress: clientAddressOf(found.request, parts.trustedProxies),
  };
  // Nobody unknown learns which rows exist.
  if (actor.kind === 'anonymous' && route.permission !== 'public:use') {
    throw new Refusal(
      await parts.whyUnknown({ cookie: found.request.headers.cookie }, actAs(found.request)),
    );
  }
  const row = await route.scope(context);
  if (!can(actor, route.permission, row)) throw new Refusal('FORBIDDEN');
  await route.handle(context);
}

function actAs(request: IncomingMessage): ActAs {
  return request.headers['x-act-as'] === 'device' ? 'device' : 'account';
}

function parseUrl(request: IncomingMessage): URL | null {
  const target = request.url ?? '/';
  return target.startsWith('/') ? URL.parse(`http://front-door${target}`) : null;
}

async function answerHealth(parts: ListenerParts, response: ServerResponse) {
  if (await parts.isHealthy()) return sendJson(response, 200, { status: 'ok' });
  const status = (await parts.isDiskFull()) ? 'disk full' : 'database unreachable';
  sendJson(response, 503, { status });
}

/** Only for a collector on this machine: the figures tell how big and how busy the conference is. */
async function answerMetrics(
  parts: ListenerParts,
  request: IncomingMessage,
  response: ServerResponse,
) {
  const address = request.socket.remoteAddress ?? '';
  const isLocal = address === '::1' || address.replace('::ffff:', '').startsWith('127.');
  if (!isLocal || request.headers['x-forwarded-for']) throw new Refusal('NOT_FOUND');
  const { contentType, body } = await parts.metrics();
  response.writeHead(200, { 'content-type': contentType });
  response.end(body);
}

function setSecurityHeaders(response: ServerResponse, parts: ListenerParts): void {
  response.setHeader('x-content-type-options', 'nosniff');
  response.setHeader('x-frame-options', 'DENY');
  response.setHeader('content-security-policy', CONTENT_SECURITY_POLICY);
  // Pass links and one-time links are secrets in the path.
  response.setHeader('referrer-policy', 'same-origin');
  response.setHeader('permissions-policy', 'camera=(self), microphone=(self), geolocation=()');
  if (parts.isSecure) response.setHeader('strict-transport-security', 'max-age=15552000');
}
