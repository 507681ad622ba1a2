import { createHmac, timingSafeEqual } from 'node:crypto';

/** What a derived secret is for; a token of one purpose never opens another. */
export type TokenPurpose =
  'device-link' | 'device-code' | 'device-code-hash' | 'one-time-link' | 'pass';

/** The row that a token stands for, and which issue of it. */
export interface TokenSubject {
  /** uuid of the row */
  id: string;
  /** Raised to end the tokens handed out before. */
  issue: number;
}

const MAC_BYTES = 16;
const TOKEN = /^([\w-]{22})\.([1-9]\d{0,8})\.([\w-]{22})$/;

/** HMAC-SHA256 of `purpose|text`: 32 bytes. */
export function deriveBytes(masterKey: string, purpose: TokenPurpose, text: string): Buffer {
  return createHmac('sha256', masterKey).update(`${purpose}|${text}`).digest();
}

/**
 * A secret that is not stored: `<id>.<issue>.<128-bit mac>`, letters that need no escaping in an
 * address. The same row and issue always give the same token, so it can be shown again.
 */
export function deriveToken(
  masterKey: string,
  purpose: TokenPurpose,
  { id, issue }: TokenSubject,
): string {
  const mac = deriveBytes(masterKey, purpose, `${id}|${issue}`).subarray(0, MAC_BYTES);
  return `${packUuid(id)}.${issue}.${mac.toString('base64url')}`;
}

/**
 * Checks a token, without looking at any row: whether its issue still stands is the caller's question.
 * @returns null when it was altered, cut short, or made for another purpose or by another key
 */
export function readToken(
  masterKey: string,
  purpose: TokenPurpose,
  token: string,
): TokenSubject | null {
  const [, packedId, issue] = TOKEN.exec(token) ?? [];
  if (!packedId || !issue) return null;
  const subject = { id: unpackUuid(packedId), issue: Number(issue) };
  // The whole text is compared, not the decoded bytes: base64url has spare bits at its end.
  const expected = Buffer.from(deriveToken(masterKey, purpose, subject));
  const given = Buffer.from(token);
  return expected.length === given.length && timingSafeEqual(expected, given) ? subject : null;
}

function packUuid(id: string): string {
  return Buffer.from(id.replaceAll('-', ''), 'hex').toString('base64url');
}

function unpackUuid(packed: string): string {
  const hex = Buffer.from(packed, 'base64url').toString('hex');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
