/** Birth years from whatever a cell holds: a year, a date, a text, an Excel serial. */
import type { Cell } from './cell.ts';

export type BirthReading =
  | { kind: 'empty' }
  | { kind: 'ok'; year: number }
  | { kind: 'twoDigits'; year: number }
  | { kind: 'unreadable'; guess: number | null };

const OLDEST_AGE = 110;
const YOUNGEST_AGE = 14;
/** Serial numbers of 1920-01-01 and 2030-01-01 in Excel's 1900 system. */
const SERIAL_FROM = 7_306;
const SERIAL_TO = 47_484;

/** Reads a birth year; a guess is made for months and days that changed places. */
export function readBirthYear(cell: Cell | undefined, thisYear: number): BirthReading {
  const text = cell?.text.trim() ?? '';
  if (text === '') return { kind: 'empty' };
  const isPlausible = (year: number): boolean =>
    year >= thisYear - OLDEST_AGE && year <= thisYear - YOUNGEST_AGE;
  const reading = readText(text, thisYear);
  return 'year' in reading && !isPlausible(reading.year)
    ? { kind: 'unreadable', guess: null }
    : reading;
}

function readText(text: string, thisYear: number): BirthReading {
  const year = /^(\d{4})$/.exec(text) ?? /^(\d{4})-\d{1,2}-\d{1,2}/.exec(text);
  if (year !== null) return { kind: 'ok', year: Number(year[1]) };
  if (/^\d{5}(\.\d+)?$/.test(text)) return fromSerial(Number(text));
  if (/^\d{2}$/.test(text)) return { kind: 'twoDigits', year: expandYear(Number(text), thisYear) };
  const parts = /^(\d{1,2})?\s*[./\-\s]\s*(\d{1,2})?\s*[./\-\s]\s*(\d{2}|\d{4})$/.exec(text);
  if (parts !== null) return fromParts(parts, thisYear);
  const monthYear = /^(\d{1,2})\s*[./-]\s*(\d{4})$/.exec(text);
  if (monthYear !== null) return { kind: 'ok', year: Number(monthYear[2]) };
  const loose = /(?:^|\D)((?:19|20)\d{2})(?:\D|$)/.exec(text);
  return { kind: 'unreadable', guess: loose === null ? null : Number(loose[1]) };
}

function fromParts(parts: RegExpExecArray, thisYear: number): BirthReading {
  const day = Number(parts[1] ?? 1);
  const month = Number(parts[2] ?? 1);
  const isShort = parts[3]?.length === 2;
  const year = isShort ? expandYear(Number(parts[3]), thisYear) : Number(parts[3]);
  if (month > 12 || day > 31 || day === 0 || month === 0) {
    const isSwapped = month <= 31 && day <= 12 && day > 0 && month > 0;
    return { kind: 'unreadable', guess: isSwapped ? year : null };
  }
  return { kind: isShort ? 'twoDigits' : 'ok', year };
}

function fromSerial(serial: number): BirthReading {
  if (serial < SERIAL_FROM || serial > SERIAL_TO) return { kind: 'unreadable', guess: null };
  const date = new Date(Date.UTC(1899, 11, 30) + Math.floor(serial) * 86_400_000);
  return { kind: 'ok', year: date.getUTCFullYear() };
}

/** The latest century in which the person would be old enough. */
function expandYear(twoDigits: number, thisYear: number): number {
  const inThisCentury = Math.floor(thisYear / 100) * 100 + twoDigits;
  return inThisCentury <= thisYear - YOUNGEST_AGE ? inThisCentury : inThisCentury - 100;
}
