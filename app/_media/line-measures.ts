import type { Received } from './line-life.ts';

/** How the programme arrives, since the measurement before. */
export interface LineMeasures {
  lossPercent: number;
  roundTripMs: number;
  receivedFramesPerSecond: number;
  receivedHeight: number;
  /** Packets that came at all, of picture and sound. */
  receivedPackets: number;
  /** False for the first reading of a line, or of other slots: it says nothing of how they come. */
  hasSpan: boolean;
}

export interface Counters {
  atMs: number;
  packets: number;
  lost: number;
  frames: number;
  height: number;
  roundTripMs: number;
  /** Names the two ends between which it comes; empty while there is none. */
  way: string;
}

interface InboundEntry {
  type: string;
  kind?: string;
  packetsReceived?: number;
  packetsLost?: number;
  framesDecoded?: number;
  frameHeight?: number;
  currentRoundTripTime?: number;
  nominated?: boolean;
  selectedCandidatePairId?: string;
}

/** Adds up the browser's own counters of the tracks that are shown now. */
export async function readCounters(received: readonly Received[]): Promise<Counters> {
  const sum: Counters = {
    atMs: performance.now(),
    packets: 0,
    lost: 0,
    frames: 0,
    height: 0,
    roundTripMs: 0,
    way: '',
  };
  for (const { consumer } of received) {
    if (consumer.closed) continue;
    for (const entry of (await consumer.getStats()).values()) add(sum, entry as InboundEntry);
  }
  return sum;
}

function add(sum: Counters, entry: InboundEntry): void {
  if (entry.type === 'candidate-pair' && entry.nominated) {
    sum.roundTripMs = (entry.currentRoundTripTime ?? 0) * 1_000;
  }
  if (entry.type === 'transport') sum.way = entry.selectedCandidatePairId ?? '';
  if (entry.type !== 'inbound-rtp') return;
  sum.packets += entry.packetsReceived ?? 0;
  sum.lost += entry.packetsLost ?? 0;
  if (entry.kind !== 'video') return;
  sum.frames += entry.framesDecoded ?? 0;
  sum.height = Math.max(sum.height, entry.frameHeight ?? 0);
}

/** What happened between two readings. Counters of a line opened anew begin at 0 again. */
export function measuresBetween(before: Counters | null, now: Counters): LineMeasures {
  const isSameLine =
    before !== null && now.packets >= before.packets && now.frames >= before.frames;
  const from = isSameLine ? before : { ...now, packets: 0, lost: 0, frames: 0, atMs: 0 };
  const packets = now.packets - from.packets;
  // A packet that came late after all is counted back by the browser.
  const lost = Math.max(0, now.lost - from.lost);
  const seconds = isSameLine ? (now.atMs - from.atMs) / 1_000 : 0;
  return {
    lossPercent: packets + lost > 0 ? (100 * lost) / (packets + lost) : 0,
    roundTripMs: now.roundTripMs,
    receivedFramesPerSecond: seconds > 0 ? (now.frames - from.frames) / seconds : 0,
    receivedHeight: now.height,
    receivedPackets: packets,
    hasSpan: seconds > 0,
  };
}
