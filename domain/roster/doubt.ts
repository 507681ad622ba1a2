/**
 * Everything that can be doubtful about a row, with what happens to the row:
 * - `refuse`: the row cannot go in; it comes back in the workbook of refused rows;
 * - `ask`: the organiser decides (take the suggestion, keep as in the file, leave the row out);
 * - `note`: the reader mended or ignored something and says so.
 */
export const DOUBTS = {
  // Whole row
  DUPLICATE_CODE: 'refuse',
  DUPLICATE_CODE_FIRST: 'note',
  DUPLICATE_PERSON: 'note',
  OUT_OF_SCOPE: 'refuse',
  HIDDEN_ROW: 'note',
  TOTAL_ROW: 'note',
  SIGNATURE_ROW: 'note',
  SECTION_ROW: 'note',
  REPEATED_HEADER: 'note',
  // Cells of any column
  CELL_TOO_LONG: 'ask',
  KEY_CELL_TOO_LONG: 'refuse',
  FORMULA: 'note',
  FORMULA_WITHOUT_VALUE: 'ask',
  KEY_FORMULA_WITHOUT_VALUE: 'refuse',
  ERROR_CELL: 'ask',
  KEY_ERROR_CELL: 'refuse',
  DECOMPOSED_TEXT: 'note',
  ODD_SPACES: 'note',
  LEGACY_ENCODING: 'note',
  MAYBE_LEGACY_ENCODING: 'ask',
  MERGED_VALUE: 'note',
  // Person
  NAME_MISSING: 'refuse',
  NAME_PREFIX: 'note',
  NAME_MAYBE_PREFIX: 'ask',
  NAME_ONE_WORD: 'ask',
  NAME_CAPITALS: 'note',
  NAME_UNUSUAL: 'ask',
  CODE_MISSING: 'note',
  CODE_LOST_ZEROS: 'ask',
  BIRTH_UNREADABLE: 'ask',
  BIRTH_TWO_DIGIT_YEAR: 'note',
  PHONE_LOST_ZERO: 'note',
  PHONE_SEVERAL: 'note',
  PHONE_UNREADABLE: 'ask',
  // References
  SITE_MISSING: 'refuse',
  SITE_UNKNOWN: 'refuse',
  SITE_SIMILAR: 'ask',
  SITE_AMBIGUOUS: 'refuse',
  SITE_CODE_NAME_DIFFER: 'ask',
  UNIT_UNKNOWN: 'note',
  UNIT_SIMILAR: 'ask',
  UNIT_AMBIGUOUS: 'note',
  UNIT_CODE_NAME_DIFFER: 'ask',
  CATEGORY_NEW: 'note',
  // Halls
  SITE_CODE_MISSING: 'refuse',
  SITE_NAME_MISSING: 'refuse',
  TIER_UNREADABLE: 'ask',
  MODE_UNREADABLE: 'ask',
  PLANNED_COUNT_UNREADABLE: 'ask',
  PARENT_SITE_UNKNOWN: 'refuse',
} as const satisfies Record<string, 'refuse' | 'ask' | 'note'>;

export type DoubtCode = keyof typeof DOUBTS;
export type Severity = (typeof DOUBTS)[DoubtCode];

/** What the organiser chose for an `ask`. */
export const DECISIONS = ['SUGGESTION', 'KEEP', 'LEAVE_OUT'] as const;
export type Decision = (typeof DECISIONS)[number];

/** `ask` doubts for which not every decision makes sense. */
const LIMITED_DECISIONS: Partial<Record<DoubtCode, readonly Decision[]>> = {
  NAME_ONE_WORD: ['KEEP', 'LEAVE_OUT'],
  NAME_UNUSUAL: ['KEEP', 'LEAVE_OUT'],
  ERROR_CELL: ['KEEP', 'LEAVE_OUT'],
  FORMULA_WITHOUT_VALUE: ['KEEP', 'LEAVE_OUT'],
  PHONE_UNREADABLE: ['KEEP', 'LEAVE_OUT'],
  PLANNED_COUNT_UNREADABLE: ['KEEP', 'LEAVE_OUT'],
  CELL_TOO_LONG: ['SUGGESTION', 'LEAVE_OUT'],
  SITE_SIMILAR: ['SUGGESTION', 'LEAVE_OUT'],
  TIER_UNREADABLE: ['SUGGESTION', 'LEAVE_OUT'],
  MODE_UNREADABLE: ['SUGGESTION', 'LEAVE_OUT'],
};

/** The decisions to offer for a doubt; none for one that is not an `ask`. */
export function decisionsFor(code: DoubtCode): readonly Decision[] {
  if (DOUBTS[code] !== 'ask') return [];
  return LIMITED_DECISIONS[code] ?? DECISIONS;
}

export interface Doubt {
  code: DoubtCode;
  severity: Severity;
  /** 0-based column, null when it concerns the row. */
  column: number | null;
  /** As in the file, shortened to 200 characters. */
  value: string;
  /** What the reader proposes or, for a note, has stored; null when it has no proposal. */
  suggestion: string | null;
  /** The other row of a pair, 1-based. */
  otherRow?: number;
  /** For an `ask`: what was decided; absent while it is open. */
  decision?: Decision;
}

/** Every code, for schemas. */
export const DOUBT_CODES = Object.keys(DOUBTS) as [DoubtCode, ...DoubtCode[]];

const SHOWN_LENGTH = 200;

/** Cuts a value for showing; a cell may hold thousands of characters. */
export function shorten(value: string): string {
  return value.length <= SHOWN_LENGTH ? value : `${value.slice(0, SHOWN_LENGTH - 1)}…`;
}

/** Doubts decided by kind for the whole file, or for one row by `row:code`. */
export interface Decisions {
  byCode: Partial<Record<DoubtCode, Decision>>;
  byRow: Record<string, Decision>;
}

export const NO_DECISIONS: Decisions = { byCode: {}, byRow: {} };

/** The decision for a doubt at a row: its own, else its kind's, else none. */
export function decisionFor(
  decisions: Decisions,
  row: number,
  code: DoubtCode,
): Decision | undefined {
  return decisions.byRow[`${row}:${code}`] ?? decisions.byCode[code];
}
