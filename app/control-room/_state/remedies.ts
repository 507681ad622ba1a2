import type { HallRow, Problem } from './hall-row.ts';

/** The one thing that helps most at once. */
export type Remedy = 'CENTRE' | 'SLATE' | 'UNMUTE' | 'QUIETER' | 'LOOK' | 'CALL';

export function remedyOf({ hall }: HallRow, problem: Problem): Remedy {
  switch (problem) {
    case 'ON_AIR_LOST':
    case 'ON_AIR_BLACK':
    case 'ON_AIR_FROZEN':
      // From the centre itself there is no way back to the centre.
      return hall.tier === 'CENTRAL' ? 'SLATE' : 'CENTRE';
    case 'ON_AIR_SILENT':
      return hall.isMutedByCentre ? 'UNMUTE' : 'LOOK';
    case 'ON_AIR_CLIPPING':
      return 'QUIETER';
    case 'BLACK':
    case 'FROZEN':
    case 'PROGRAMME_FROZEN':
    case 'LOSS':
      return 'LOOK';
    case 'HELP':
    case 'CANNOT_FOLLOW':
    case 'WATCH_STALLED':
    case 'LOST':
    case 'NEVER_JOINED':
      return 'CALL';
  }
}
