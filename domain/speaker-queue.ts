/** hàng chờ phát biểu: halls that asked to speak, from the raised hand to the end of the speech. */

export const SPEAKER_STATUSES = ['REQUESTED', 'ACCEPTED', 'STANDBY', 'ON_AIR', 'ENDED'] as const;
export type SpeakerStatus = (typeof SPEAKER_STATUSES)[number];

export const SPEAKER_OUTCOMES = ['DONE', 'WITHDRAWN', 'DECLINED'] as const;
export type SpeakerOutcome = (typeof SPEAKER_OUTCOMES)[number];

/** The moments from which the status is derived; times are milliseconds since 1970, or null. */
export interface SpeakerMoments {
  requestedAtMs: number;
  acceptedAtMs: number | null;
  standbyAtMs: number | null;
  onAirAtMs: number | null;
  endedAtMs: number | null;
}

export function speakerStatus(moments: SpeakerMoments): SpeakerStatus {
  if (moments.endedAtMs !== null) return 'ENDED';
  if (moments.onAirAtMs !== null) return 'ON_AIR';
  if (moments.standbyAtMs !== null) return 'STANDBY';
  if (moments.acceptedAtMs !== null) return 'ACCEPTED';
  return 'REQUESTED';
}

export const SPEAKER_STEPS = [
  'ACCEPT',
  'PREPARE',
  'CALL',
  'FINISH',
  'DECLINE',
  'WITHDRAW',
] as const;
export type SpeakerStep = (typeof SPEAKER_STEPS)[number];

/**
 * Which steps are open in which status. A director in a hurry may call a hall up straight from the
 * raised hand; a hall may take its hand down until it is on air.
 */
const STEPS: Record<SpeakerStatus, readonly SpeakerStep[]> = {
  REQUESTED: ['ACCEPT', 'PREPARE', 'CALL', 'DECLINE', 'WITHDRAW'],
  ACCEPTED: ['PREPARE', 'CALL', 'DECLINE', 'WITHDRAW'],
  STANDBY: ['CALL', 'DECLINE', 'WITHDRAW'],
  ON_AIR: ['FINISH'],
  ENDED: [],
};

export function canStep(status: SpeakerStatus, step: SpeakerStep): boolean {
  return STEPS[status].includes(step);
}
