/** Vietnamese telephone numbers: stored as digits with the leading 0, shown masked. */

export type PhoneReading =
  | { kind: 'empty' }
  | { kind: 'ok'; phone: string }
  /** Excel took the number for a figure and dropped the 0; `phone` has it again. */
  | { kind: 'lostZero'; phone: string }
  /** Several numbers in one cell; the first readable one. */
  | { kind: 'several'; phone: string }
  | { kind: 'unreadable' };

const MOBILE = /^0[35789]\d{8}$/;
const LANDLINE = /^02\d{8,9}$/;
const HOTLINE = /^1[89]00\d{4,6}$/;

/** Reads a telephone number as people write it: `+84 912.345.678`, `(0236) 3822 822`, `912345678`. */
export function readPhone(raw: string): PhoneReading {
  if (raw.trim() === '') return { kind: 'empty' };
  const parts = raw
    .split(/[;,/\n]|\s+[-–]\s+|\s+hoặc\s+/u)
    .filter((part) => /\d{6}/.test(digitsOf(part)));
  const readings = parts.map(readOne).filter((reading) => reading.kind !== 'unreadable');
  const first = readings[0];
  if (first === undefined) return { kind: 'unreadable' };
  return readings.length > 1 && 'phone' in first ? { kind: 'several', phone: first.phone } : first;
}

function digitsOf(text: string): string {
  return text.replace(/\D/g, '');
}

function readOne(raw: string): PhoneReading {
  if (/[^\d\s.+()\-–']/u.test(raw)) return { kind: 'unreadable' };
  let digits = digitsOf(raw);
  if (digits.startsWith('00')) digits = digits.slice(2);
  if (digits.startsWith('84') && digits.length >= 11)
    digits = `0${digits.slice(2).replace(/^0/, '')}`;
  if (isPhone(digits)) return { kind: 'ok', phone: digits };
  if (isPhone(`0${digits}`)) return { kind: 'lostZero', phone: `0${digits}` };
  return { kind: 'unreadable' };
}

/** True for the stored form of a number. */
export function isPhone(digits: string): boolean {
  return MOBILE.test(digits) || LANDLINE.test(digits) || HOTLINE.test(digits);
}

/** Shows only the last three digits: `'0912345678'` → `'•••••••678'`. */
export function maskPhone(phone: string): string {
  return phone.length <= 3 ? '•••' : '•'.repeat(phone.length - 3) + phone.slice(-3);
}
