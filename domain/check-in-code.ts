/**
 * mã điểm danh: what a printed QR holds. Ten letters of a 32-letter alphabet (50 bits) without I, L,
 * O and U, so that a clerk can read one aloud and type it.
 */

const LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

export const CHECK_IN_CODE_LENGTH = 10;

/**
 * A code from random bytes, five bits of each.
 * @param bytes at least `CHECK_IN_CODE_LENGTH` bytes from a cryptographic source
 * @throws RangeError when there are fewer
 */
export function checkInCodeFrom(bytes: Uint8Array): string {
  if (bytes.length < CHECK_IN_CODE_LENGTH) throw new RangeError('too few random bytes');
  return Array.from(bytes.subarray(0, CHECK_IN_CODE_LENGTH), (byte) => LETTERS[byte & 31]).join('');
}

/**
 * A scanned or typed code in its stored form: capitals, no spaces or dashes, the letters that look
 * like a digit read as that digit.
 * @returns null when it cannot be a check-in code
 */
export function readCheckInCode(text: string): string | null {
  const code = text
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s\-–.]/g, '')
    .replace(/O/g, '0')
    .replace(/[IL]/g, '1');
  const isCode =
    code.length === CHECK_IN_CODE_LENGTH && [...code].every((c) => LETTERS.includes(c));
  return isCode ? code : null;
}

/** `7K2MQ-9XW4T`: as it is printed under the QR. */
export function formatCheckInCode(code: string): string {
  return `${code.slice(0, 5)}-${code.slice(5)}`;
}
