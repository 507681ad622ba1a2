import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Principal } from '#domain/actor.ts';

/** The header by which the front door tells Next who asks. Dropped from every request from outside. */
export const PRINCIPAL_HEADER = 'x-diem-cau-principal';

/** `base64url(json).base64url(hmac)`; the key is new at every start. */
export function signPrincipal(principal: Principal, internalKey: string): string {
  const body = Buffer.from(JSON.stringify(principal)).toString('base64url');
  return `${body}.${mac(body, internalKey)}`;
}

/** @returns null when the header is missing, altered or of another start */
export function verifyPrincipal(header: string | null, internalKey: string): Principal | null {
  const [body, signature] = header?.split('.') ?? [];
  if (!body || !signature) return null;
  const expected = Buffer.from(mac(body, internalKey));
  const given = Buffer.from(signature);
  if (expected.length !== given.length || !timingSafeEqual(expected, given)) return null;
  return JSON.parse(Buffer.from(body, 'base64url').toString('utf8')) as Principal;
}

function mac(body: string, internalKey: string): string {
  return createHmac('sha256', internalKey).update(body).digest('base64url');
}
