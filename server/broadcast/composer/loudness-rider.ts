/** EBU R 128: what television wants of every programme. */
const TARGET_LUFS = -23;
/** Below this nobody speaks: a pause is not to be made loud. */
const SPEECH_LUFS = -50;
/** As a careful engineer at a desk would: about 1 dB a second, never more than this in all. */
const STEP_DB = 0.5;
const MOST_DB = 15;
const LEAST_DB = -20;
/** So near, nobody hears a difference. */
const CLOSE_ENOUGH_DB = 1;

/** Brings the programme to its loudness, slowly, and leaves pauses alone. */
export class LoudnessRider {
  #gainDb = 0;

  get gainDb(): number {
    return this.#gainDb;
  }

  /**
   * @param lufs loudness of the last three seconds, after the gain; called about once a second
   * @returns the gain to set, or null when it stays
   */
  hear(lufs: number): number | null {
    if (lufs - this.#gainDb < SPEECH_LUFS) return null;
    const wanted = TARGET_LUFS - lufs;
    if (Math.abs(wanted) < CLOSE_ENOUGH_DB) return null;
    const step = Math.sign(wanted) * Math.min(STEP_DB, Math.abs(wanted));
    const gainDb = Math.max(LEAST_DB, Math.min(MOST_DB, this.#gainDb + step));
    if (gainDb === this.#gainDb) return null;
    this.#gainDb = gainDb;
    return gainDb;
  }
}
