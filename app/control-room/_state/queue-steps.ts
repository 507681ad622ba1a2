import type { SpeakerRequestState } from '#contract/speaker.ts';
import { canStep, type SpeakerStatus, type SpeakerStep } from '#domain/speaker-queue.ts';

/** The steps of the director; a hall withdraws by itself. */
export type DirectorStep = Exclude<SpeakerStep, 'WITHDRAW'>;

export const STEP_COMMANDS = {
  ACCEPT: 'speaker:accept',
  PREPARE: 'speaker:prepare',
  CALL: 'speaker:call',
  FINISH: 'speaker:finish',
  DECLINE: 'speaker:decline',
} as const satisfies Record<DirectorStep, string>;

/** The step that usually comes next: the line's one large button. */
export const NEXT_STEP: Record<SpeakerStatus, DirectorStep | null> = {
  REQUESTED: 'ACCEPT',
  ACCEPTED: 'PREPARE',
  STANDBY: 'CALL',
  ON_AIR: 'FINISH',
  ENDED: null,
};

const NEAREST: readonly SpeakerStatus[] = ['ON_AIR', 'STANDBY', 'ACCEPTED', 'REQUESTED'];

/**
 * Which request a step's key means: the chosen one if the step is open to it, else the one that is
 * furthest on its way, the first of the queue among alike. Declining is never guessed.
 */
export function requestForStep(
  queue: readonly SpeakerRequestState[],
  step: DirectorStep,
  chosenId: string | null,
): SpeakerRequestState | null {
  const chosen = queue.find(({ requestId }) => requestId === chosenId);
  if (chosen) return canStep(chosen.status, step) ? chosen : null;
  if (step === 'DECLINE') return null;
  const usual = queue.filter(({ status }) => NEXT_STEP[status] === step);
  const open = usual.length > 0 ? usual : queue.filter(({ status }) => canStep(status, step));
  return (
    open.toSorted(
      (left, right) => NEAREST.indexOf(left.status) - NEAREST.indexOf(right.status),
    )[0] ?? null
  );
}

/**
 * Where a request goes when it is moved by one place.
 * @returns the request before which it comes then (null: the end), or undefined when it can't move
 */
export function moveTarget(
  queue: readonly SpeakerRequestState[],
  requestId: string,
  direction: 'UP' | 'DOWN',
): string | null | undefined {
  const index = queue.findIndex((request) => request.requestId === requestId);
  if (index < 0) return undefined;
  if (direction === 'UP') return queue[index - 1]?.requestId;
  if (index === queue.length - 1) return undefined;
  return queue[index + 2]?.requestId ?? null;
}
