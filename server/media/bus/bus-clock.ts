import { timestampAt } from '../../rtp/media-time.ts';
import { NTP_FROM_UNIX_MS, writeSenderReport } from '../../rtp/rtcp.ts';

/**
 * The one wall clock of a bus: the timestamps of all its slots are this clock in units of their rate,
 * so that sound and picture keep together over takes and hours. It never jumps with the system's time.
 */
export interface BusClock {
  /** Milliseconds, monotonic. */
  nowMs(): number;
  /** Milliseconds since 1900 (NTP) for a moment of this clock. */
  ntpMs(atMs: number): number;
}

export const systemBusClock: BusClock = {
  nowMs: () => performance.now(),
  ntpMs: (atMs) => performance.timeOrigin + atMs + NTP_FROM_UNIX_MS,
};

/** A sender report that ties an SSRC's timestamps to the clock as it stands now. */
export function senderReport(report: {
  ssrc: number;
  rate: number;
  clock: BusClock;
  packets: number;
  octets: number;
}): Buffer {
  const { ssrc, rate, clock, packets, octets } = report;
  const atMs = clock.nowMs();
  const timestamp = timestampAt(atMs, rate);
  return writeSenderReport({ ssrc, ntpMs: clock.ntpMs(atMs), timestamp, packets, octets });
}
