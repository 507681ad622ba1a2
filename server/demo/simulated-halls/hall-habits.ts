import { createRandom } from '#db/seed/random.ts';
import { FOOTAGE_NAMES } from './footage.ts';
import type { FootageName } from './footage.ts';

/** How a simulated hall behaves: most are well; some give the control room an exception to show. */
export interface HallHabits {
  kind: 'WELL' | 'COVERED_LENS' | 'SILENT_MICROPHONE' | 'LOSES_LINE';
  footage: FootageName;
  isSilent: boolean;
  /** Time between two absences and the length of one; null: it stays. */
  absences: { everyMs: number; forMs: number } | null;
}

const HALL_FOOTAGE = FOOTAGE_NAMES.filter((name) => name !== 'black');
/** With 24 halls, one of each kind of trouble. */
const TROUBLE_EVERY = 24;
const FIRST_TROUBLE = 5;
const TROUBLE_STEP = 6;

/**
 * The habits of the hall with that number, the same at every start. One in 24 has a covered lens, one
 * a silent microphone, one loses its line now and then.
 */
export function habitsOf(hallNumber: number): HallHabits {
  const random = createRandom(`simulated-hall:${hallNumber}`);
  const well: HallHabits = {
    kind: 'WELL',
    footage: HALL_FOOTAGE[hallNumber % HALL_FOOTAGE.length]!,
    isSilent: false,
    absences: null,
  };
  switch ((hallNumber % TROUBLE_EVERY) - FIRST_TROUBLE) {
    case 0:
      return { ...well, kind: 'COVERED_LENS', footage: 'black' };
    case TROUBLE_STEP:
      return { ...well, kind: 'SILENT_MICROPHONE', isSilent: true };
    case 2 * TROUBLE_STEP: {
      const everyMs = 90_000 + random.below(60_000);
      return {
        ...well,
        kind: 'LOSES_LINE',
        absences: { everyMs, forMs: 20_000 + random.below(20_000) },
      };
    }
    default:
      return well;
  }
}
