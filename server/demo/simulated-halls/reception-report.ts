import type { HallReport } from '#contract/hall.ts';
import type { HallHabits } from './hall-habits.ts';
import type { Reception, SlotReception } from './reception.ts';

/** The picture counts as frozen when nothing of it came for as long. */
const FROZEN_AFTER_MS = 2_000;

/** What a hall tells of what it receives, from one report to the next. */
export class ReceptionReport {
  readonly #reception: Reception;
  #before: Readonly<SlotReception>;
  #beforeMs = performance.now();

  constructor(reception: Reception) {
    this.#reception = reception;
    this.#before = { ...reception.shownPicture };
  }

  /**
   * Over the time since the last one.
   * @param roundTripMs of the last command: nothing on the media's way tells it without a browser
   */
  next(habits: HallHabits, roundTripMs: number): HallReport {
    const now = performance.now();
    const picture = { ...this.#reception.shownPicture };
    const seconds = Math.max(0.001, (now - this.#beforeMs) / 1_000);
    const came = Math.max(0, picture.packets - this.#before.packets);
    const lost = Math.max(0, picture.lost - this.#before.lost);
    const frames = Math.max(0, picture.frames - this.#before.frames);
    this.#before = picture;
    this.#beforeMs = now;
    return {
      picture: habits.footage === 'black' ? 'BLACK' : 'GOOD',
      sound: habits.isSilent ? 'SILENT' : 'GOOD',
      lossPercent: came + lost === 0 ? 0 : (100 * lost) / (came + lost),
      roundTripMs,
      receivedFramesPerSecond: Math.min(240, frames / seconds),
      receivedHeight: picture.height,
      isProgrammeFrozen: now - picture.lastPacketMs > FROZEN_AFTER_MS,
    };
  }
}
