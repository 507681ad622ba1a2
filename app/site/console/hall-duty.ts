import type { HallReport, HallState } from '#contract/hall.ts';
import type { FollowingMode } from '#domain/following.ts';
import type { Slot } from '#domain/programme.ts';
import type { LiveConnection } from '../../_live/live-connection.ts';
import { newCommandId } from '../../_live/http-command.ts';
import { ladderAt, nextRung, type Ladder } from '../../_media/following-ladder.ts';
import type { LineMeasures } from '../../_media/line-measures.ts';
import type { Line } from '../../_media/line.ts';
import type { OwnCamera } from '../../_media/own-camera.ts';
import type { OwnSound } from '../../_media/own-sound.ts';

export interface DutyParts {
  live: LiveConnection;
  line: Line;
  place: { sessionId: string; siteId: string };
  camera: OwnCamera;
  sound: OwnSound;
  /** The newest state of the hall. */
  hall: () => HallState | null;
  /** Whether the hall steps down by itself; the studio, on the centre's own network, stays in full. */
  ladder: 'BY_LINE' | 'NONE';
}

export const DUTY_EVERY_MS = 5_000;
/** A picture is frozen when less than one comes a second: even the slate moves more often. */
const FROZEN_BELOW = 1;

/**
 * What a hall does every five seconds while it is in a session: a still for the wall, a report about
 * itself, and a step on the ladder when the line carries too little or enough again.
 */
export class HallDuty {
  readonly #parts: DutyParts;
  readonly #timer: ReturnType<typeof setTimeout>;
  #interval: ReturnType<typeof setInterval> | undefined;
  #ladder: Ladder | null = null;

  /** @param random spreads 766 halls over the five seconds */
  constructor(parts: DutyParts, random: () => number = Math.random) {
    this.#parts = parts;
    this.#timer = setTimeout(() => {
      void this.#do();
      this.#interval = setInterval(() => void this.#do(), DUTY_EVERY_MS);
    }, random() * DUTY_EVERY_MS);
  }

  /** A person chose how to follow: the ladder goes on from there. */
  choose(mode: FollowingMode): void {
    this.#ladder = ladderAt(mode);
  }

  close(): void {
    clearTimeout(this.#timer);
    clearInterval(this.#interval);
  }

  async #do(): Promise<void> {
    const { live, line } = this.#parts;
    const hall = this.#parts.hall();
    if (live.state.kind !== 'connected' || !hall) return;
    await this.#sendStill();
    const mode = this.#parts.ladder === 'NONE' ? 'FULL' : (this.#ladder?.mode ?? hall.mode);
    const hasPictures = mode === 'FULL' || mode === 'LOWER';
    const measures = await line.measure(slotsMeasured(hall));
    // A hall that just went on air looks at another slot: no frame of it was counted yet.
    const isFrozen =
      hasPictures && measures.hasSpan && measures.receivedFramesPerSecond < FROZEN_BELOW;
    await this.#report(measures, isFrozen);
    // A lost line is looked for by itself; nothing can be said of what it would carry.
    if (measures.hasSpan && line.state.kind === 'UP' && this.#parts.ladder === 'BY_LINE')
      this.#climb(mode, { ...measures, isFrozen });
  }

  async #sendStill(): Promise<void> {
    const { live, place, camera } = this.#parts;
    const still = await camera.still();
    if (still) await live.request('hall:still', { input: { ...place, still } });
  }

  async #report(measures: LineMeasures, isFrozen: boolean): Promise<void> {
    const { live, place, camera, sound } = this.#parts;
    const { picture } = camera.model.read();
    const report: HallReport = {
      picture,
      sound: sound.model.read().sound,
      lossPercent: measures.lossPercent,
      roundTripMs: Math.min(60_000, measures.roundTripMs),
      receivedFramesPerSecond: Math.min(240, measures.receivedFramesPerSecond),
      receivedHeight: measures.receivedHeight,
      isProgrammeFrozen: isFrozen,
    };
    await live.request('hall:report', { input: { ...place, report } });
  }

  #climb(mode: FollowingMode, window: { lossPercent: number; isFrozen: boolean }): void {
    const { live, place } = this.#parts;
    this.#ladder ??= ladderAt(mode);
    this.#ladder = nextRung(this.#ladder, window);
    if (this.#ladder.mode === mode) return;
    const input = { ...place, mode: this.#ladder.mode };
    void live.request('hall:set-mode', { commandId: newCommandId(), input });
  }
}

/** The one picture that is shown large, and both sounds. */
function slotsMeasured(hall: HallState): Slot[] {
  return [hall.isPictureOnAir ? 'RETURN' : 'MAIN', 'SOUND_CENTRE', 'SOUND_HALL'];
}
