/** Loudness in dBFS: 0 is the loudest there is, silence is SILENCE_DB. */
export interface SoundSample {
  atMs: number;
  peakDb: number;
  rmsDb: number;
}

export type WatchedSound = 'GOOD' | 'SILENT' | 'CLIPPING';

export const SILENCE_DB = -100;
/** The quietest hall has air in it; below this there is no microphone at the end of the cable. */
const SILENT_DB = -72;
const SILENT_AFTER_MS = 8_000;
const CLIPPING_DB = -0.2;
const CLIPPED_SAMPLES = 3;
const CLIPPING_WINDOW_MS = 4_000;

/** Tells a dead or overdriven microphone from a quiet hall. */
export class SoundWatch {
  #heardMs: number | null = null;
  #clippedMs: number[] = [];

  add({ atMs, peakDb, rmsDb }: SoundSample): WatchedSound {
    if (rmsDb > SILENT_DB || this.#heardMs === null) this.#heardMs = atMs;
    if (peakDb >= CLIPPING_DB) this.#clippedMs.push(atMs);
    this.#clippedMs = this.#clippedMs.filter((ms) => atMs - ms < CLIPPING_WINDOW_MS);
    if (this.#clippedMs.length >= CLIPPED_SAMPLES) return 'CLIPPING';
    return atMs - this.#heardMs >= SILENT_AFTER_MS ? 'SILENT' : 'GOOD';
  }
}

export function decibels(amplitude: number): number {
  return amplitude > 0 ? Math.max(SILENCE_DB, 20 * Math.log10(amplitude)) : SILENCE_DB;
}

/** Loudness of a stretch of samples between −1 and 1. */
export function loudnessOf(samples: Float32Array): { peakDb: number; rmsDb: number } {
  let peak = 0;
  let squares = 0;
  for (const sample of samples) {
    peak = Math.max(peak, Math.abs(sample));
    squares += sample * sample;
  }
  return { peakDb: decibels(peak), rmsDb: decibels(Math.sqrt(squares / samples.length)) };
}
