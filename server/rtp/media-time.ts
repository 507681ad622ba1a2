/** Timestamp units a second (RFC 6184, RFC 7587). */
export const PICTURE_RATE = 90_000;
export const SOUND_RATE = 48_000;

/** A moment of a clock, in ms, as an RTP timestamp of that clock. */
export function timestampAt(atMs: number, rate: number): number {
  return (Math.round((atMs * rate) / 1_000) % 0x1_0000_0000) >>> 0;
}
