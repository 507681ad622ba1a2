import type { WatchStep } from '#domain/watch.ts';

/** What a viewer is shown. */
export type WatchStage =
  /** The first picture is on its way. */
  | 'OPENING'
  /** Nothing is broadcast, or not to him. */
  | 'OFF'
  | 'LIVE'
  /** The picture stands still and is fetched again. */
  | 'LOST'
  /** The browser, or he himself, paused. */
  | 'PAUSED'
  | 'UNSUPPORTED';

/** BLOCKED: the browser waits for a touch before it plays sound. */
export type WatchSound = 'ON' | 'OFF' | 'BLOCKED';

export interface WatchModel {
  stage: WatchStage;
  sound: WatchSound;
  /** Behind the hall, in seconds; null while unknown. */
  behindSeconds: number | null;
  /** Whether the conference is recorded; null while unknown. */
  isRecorded: boolean | null;
  /** Of the picture that plays; null while nothing does, and where the browser does not tell. */
  step: WatchStep | null;
}

export const FIRST_MODEL: WatchModel = {
  ...{ stage: 'OPENING', sound: 'ON' },
  ...{ behindSeconds: null, isRecorded: null, step: null },
};

/** More than that is a clock that is wrong, or a list of yesterday. */
const MOST_BEHIND_SECONDS = 600;

/** How far a picture is behind; null where the clocks cannot be right. */
export function behindSeconds(madeAtMs: number | null, serverNowMs: number | null): number | null {
  if (madeAtMs === null || serverNowMs === null) return null;
  const seconds = Math.round((serverNowMs - madeAtMs) / 1_000);
  return seconds >= 0 && seconds <= MOST_BEHIND_SECONDS ? seconds : null;
}

/** A blink of the network is carried by the buffer, and by the last picture a little longer. */
const CALM_MS = 3_000;
/** A picture that stands this long does not come back by itself. */
const HOPELESS_MS = 15_000;

/** Whether the picture moves, judged once a second by where the player is. */
export class MotionWatch {
  #positionSeconds = -1;
  #movedMs: number | null = null;
  #sinceMs: number;

  constructor(nowMs: number) {
    this.#sinceMs = nowMs;
  }

  look(positionSeconds: number, nowMs: number): 'NOT_YET' | 'MOVES' | 'STANDS' | 'HOPELESS' {
    const isFirst = this.#positionSeconds < 0;
    if (positionSeconds !== this.#positionSeconds) {
      this.#positionSeconds = positionSeconds;
      if (!isFirst) this.#movedMs = nowMs;
    }
    const standsMs = nowMs - (this.#movedMs ?? this.#sinceMs);
    if (standsMs >= HOPELESS_MS) return 'HOPELESS';
    if (this.#movedMs === null) return 'NOT_YET';
    return standsMs < CALM_MS ? 'MOVES' : 'STANDS';
  }

  /** Somebody paused: standing still says nothing. */
  rest(nowMs: number): void {
    if (this.#movedMs !== null) this.#movedMs = nowMs;
    this.#sinceMs = nowMs;
  }
}
