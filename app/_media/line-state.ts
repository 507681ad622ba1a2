import type { ErrorCode } from '#contract/errors.ts';

export type LineState =
  | { kind: 'CONNECTING' }
  | { kind: 'UP' }
  | { kind: 'LOST'; sinceMs: number }
  /** The centre said no. It is asked again from time to time. */
  | { kind: 'REFUSED'; code: ErrorCode };

/** What passes by itself, so that nobody has to be told more than that the line is being looked for. */
const PASSING: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'LINE_NOT_FOUND',
  'MEDIA_UNAVAILABLE',
  'UNAVAILABLE',
  'TOO_MANY_ATTEMPTS',
  'INTERNAL',
]);

export function isPassing(code: ErrorCode): boolean {
  return PASSING.has(code);
}

/** The state while there is no line: lost since when it was there last, or still connecting. */
export function withoutLine(state: LineState, nowMs: number): LineState {
  switch (state.kind) {
    case 'UP':
      return { kind: 'LOST', sinceMs: nowMs };
    case 'REFUSED':
      return { kind: 'CONNECTING' };
    default:
      return state;
  }
}
