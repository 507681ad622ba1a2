import { deriveBytes, deriveToken, readToken } from '#contract/derived-token.ts';
import type { TokenSubject } from '#contract/derived-token.ts';

/** Digits and capitals that can't be taken for one another when read aloud or off a photograph. */
const CODE_ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const CODE_LENGTH = 10;
const BITS_PER_LETTER = 5n;

/** The token of a hall's device link, `/d/<token>`. */
export function deviceLinkToken(masterKey: string, link: TokenSubject): string {
  return deriveToken(masterKey, 'device-link', link);
}

/** @returns the link row and issue that the token names, or null when it was altered or cut short */
export function readDeviceLinkToken(masterKey: string, token: string): TokenSubject | null {
  return readToken(masterKey, 'device-link', token);
}

/** The code of the same link, for typing: ten letters of 32, 50 bits, without a separator. */
export function deviceCode(masterKey: string, { id, issue }: TokenSubject): string {
  let bits = deriveBytes(masterKey, 'device-code', `${id}|${issue}`).readBigUInt64BE(0);
  let code = '';
  for (let index = 0; index < CODE_LENGTH; index += 1) {
    code += CODE_ALPHABET[Number(bits & 31n)];
    bits >>= BITS_PER_LETTER;
  }
  return code;
}

/** `K7M2Q-9XW4T`: how a code is printed. */
export function printCode(code: string): string {
  return `${code.slice(0, CODE_LENGTH / 2)}-${code.slice(CODE_LENGTH / 2)}`;
}

/**
 * A code as somebody typed it: small letters, dashes and spaces are fine, O is 0, I and L are 1.
 * @returns null when it can't be a code
 */
export function readTypedCode(typed: string): string | null {
  const code = typed
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s\p{Pd}._]/gu, '')
    .replaceAll('O', '0')
    .replace(/[IL]/g, '1');
  const isCode = code.length === CODE_LENGTH && [...code].every((c) => CODE_ALPHABET.includes(c));
  return isCode ? code : null;
}

/**
 * What the database keeps of a code, for looking it up. Keyed: 50 bits alone could be searched
 * through by whoever holds a copy of the database.
 */
export function codeHash(masterKey: string, code: string): Buffer {
  return deriveBytes(masterKey, 'device-code-hash', code);
}

/** The token of a one-time link, `/setup/<token>`: 192 bits. */
export function oneTimeToken(masterKey: string, linkId: string): string {
  return deriveBytes(masterKey, 'one-time-link', linkId).subarray(0, 24).toString('base64url');
}
