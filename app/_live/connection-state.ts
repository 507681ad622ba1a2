import type { ErrorCode } from '#contract/errors.ts';

/** Where the line to the centre stands; each state has only its own facts. */
export type ConnectionState =
  | { kind: 'connecting' }
  | { kind: 'connected' }
  /** It was there and is being looked for again. */
  | { kind: 'reconnecting'; sinceMs: number }
  /** The centre said no: signed out, revoked. Trying again by itself would not help. */
  | { kind: 'refused'; code: ErrorCode; message: string; messageEn: string }
  /** The centre speaks a newer protocol than this page. */
  | { kind: 'outdated' };

export type ConnectionHappening =
  | { kind: 'opened' }
  | { kind: 'lost'; atMs: number }
  | { kind: 'refused'; code: ErrorCode; message: string; messageEn: string };

/** The next state; `outdated` is final until the page is loaded again. */
export function nextConnectionState(
  state: ConnectionState,
  happening: ConnectionHappening,
): ConnectionState {
  if (state.kind === 'outdated') return state;
  switch (happening.kind) {
    case 'opened':
      return { kind: 'connected' };
    case 'lost':
      return state.kind === 'connected' ? { kind: 'reconnecting', sinceMs: happening.atMs } : state;
    case 'refused':
      return happening.code === 'PROTOCOL_MISMATCH' || happening.code === 'UNKNOWN_COMMAND'
        ? { kind: 'outdated' }
        : happening;
  }
}
