import type { HallStatus } from '../_state/hall-row.ts';

/** The colours of a state: names of tokens in globals.css, for the wall's canvas and for badges. */
export const STATUS_COLOURS: Record<HallStatus, { edge: string; fill: string; ink: string }> = {
  ON_AIR: { edge: '--on-air', fill: '--on-air', ink: '--on-air-text' },
  LOST: { edge: '--danger-ink', fill: '--danger-soft', ink: '--danger-ink' },
  TROUBLE: { edge: '--warn-ink', fill: '--warn-soft', ink: '--warn-ink' },
  ASKING: { edge: '--info-ink', fill: '--info-soft', ink: '--info-ink' },
  READY: { edge: '--ok-ink', fill: '--ok-soft', ink: '--ok-ink' },
  NOT_JOINED: { edge: '--line', fill: '--surface', ink: '--ink-3' },
  TELEVISION: { edge: '--line', fill: '--surface', ink: '--ink-3' },
};

export const STATUS_CLASSES: Record<HallStatus, string> = {
  ON_AIR: 'bg-on-air text-on-air-text',
  LOST: 'bg-danger-soft text-danger-ink',
  TROUBLE: 'bg-warn-soft text-warn-ink',
  ASKING: 'bg-info-soft text-info-ink',
  READY: 'bg-ok-soft text-ok-ink',
  NOT_JOINED: 'bg-muted text-ink-2',
  TELEVISION: 'bg-muted text-ink-2',
};
