import type { Problem } from './hall-row.ts';

/** Sentences that a director sends often, as they are or changed. */
export const MESSAGE_HINTS = ['PICTURE', 'SOUND', 'NETWORK', 'RETEST', 'CALL_US'] as const;
export type MessageHint = (typeof MESSAGE_HINTS)[number];

/** The sentence that fits the trouble; null where there is none. */
export function hintFor(problem: Problem | null): MessageHint | null {
  switch (problem) {
    case 'ON_AIR_BLACK':
    case 'ON_AIR_FROZEN':
    case 'BLACK':
    case 'FROZEN':
      return 'PICTURE';
    case 'ON_AIR_SILENT':
    case 'ON_AIR_CLIPPING':
      return 'SOUND';
    case 'ON_AIR_LOST':
    case 'LOST':
    case 'PROGRAMME_FROZEN':
    case 'WATCH_STALLED':
    case 'LOSS':
      return 'NETWORK';
    case 'HELP':
    case 'CANNOT_FOLLOW':
    case 'NEVER_JOINED':
      return 'CALL_US';
    case null:
      return null;
  }
}
