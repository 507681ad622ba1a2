import type { IncomingMessage } from 'node:http';
import type { TLSSocket } from 'node:tls';

interface OriginSettings {
  publicUrl: string | undefined;
  trustedProxies: number;
}

/** The origin that people use to reach this server, for links in answers. */
export function originOf(request: IncomingMessage, settings: OriginSettings): string {
  if (settings.publicUrl) return new URL(settings.publicUrl).origin;
  const isTls = (request.socket as TLSSocket).encrypted === true;
  const forwarded = settings.trustedProxies > 0 ? request.headers['x-forwarded-proto'] : undefined;
  const scheme = forwarded === 'https' || isTls ? 'https' : 'http';
  return `${scheme}://${request.headers.host ?? 'localhost'}`;
}

/** Whether a changing request comes from one of our own pages (or from a program, which names no origin). */
export function isOwnOrigin(request: IncomingMessage, settings: OriginSettings): boolean {
  const { origin } = request.headers;
  if (origin === undefined) return request.headers['sec-fetch-site'] !== 'cross-site';
  return URL.parse(origin)?.host === URL.parse(originOf(request, settings))?.host;
}

/** The client's address; behind `trustedProxies` proxies the one that the outermost of them saw. */
export function clientAddressOf(request: IncomingMessage, trustedProxies: number): string {
  const direct = request.socket.remoteAddress ?? 'unknown';
  const forwarded = request.headers['x-forwarded-for'];
  if (trustedProxies === 0 || typeof forwarded !== 'string') return direct;
  return forwarded.split(',').at(-trustedProxies)?.trim() || direct;
}
