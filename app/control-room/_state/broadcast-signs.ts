import type { BroadcastState, OutletState } from '#contract/broadcast.ts';

type Running = NonNullable<OutletState['running']>;

/** What the head says: television or the watch page shows it, it is only recorded, or neither. */
export type BroadcastSign = 'ON_AIR' | 'RECORDING' | null;

export function signOf(broadcast: BroadcastState): BroadcastSign {
  if (!hasSignal(broadcast)) return null;
  const sent = broadcast.outlets.filter(isRunning);
  const isWatched = broadcast.access !== 'CLOSED' && broadcast.watch?.state === 'RUNNING';
  if (isWatched || sent.some(({ kind }) => kind !== 'RECORDING')) return 'ON_AIR';
  const isKept = broadcast.isolated.some(({ running }) => running?.state === 'RUNNING');
  return sent.length > 0 || isKept ? 'RECORDING' : null;
}

/** Whether stopping the signal would take something from somebody. */
export function isSending(broadcast: BroadcastState): boolean {
  if (!broadcast.isOn) return false;
  const { access, outlets, isolated } = broadcast;
  return access !== 'CLOSED' || outlets.some(({ isOn }) => isOn) || isolated.length > 0;
}

function hasSignal({ isOn, signal }: BroadcastState): boolean {
  return isOn && (signal === 'PROGRAMME' || signal === 'SLATE');
}

function isRunning({ isOn, running }: OutletState): boolean {
  return isOn && running?.state === 'RUNNING';
}

export interface BroadcastTrouble {
  /** The signal, the steps of the watch page, or an outlet by its id. */
  where: string;
  trouble: NonNullable<Running['trouble']> | 'SLATE' | 'AWAY';
}

/** Everything that is wanted and does not work; the signal first, because nothing works without it. */
export function troublesOf(broadcast: BroadcastState): BroadcastTrouble[] {
  const { isOn, signal, watch, outlets, isolated } = broadcast;
  if (!isOn) return [];
  const ofSignal = signal === 'NO_FFMPEG' || signal === 'SLATE' || signal === 'AWAY';
  const found: BroadcastTrouble[] = ofSignal ? [{ where: 'SIGNAL', trouble: signal }] : [];
  if (watch?.trouble) found.push({ where: 'WATCH', trouble: watch.trouble });
  for (const { outletId, isOn: isWanted, running } of outlets) {
    if (isWanted && running?.trouble) found.push({ where: outletId, trouble: running.trouble });
  }
  for (const { sourceId, running } of isolated) {
    if (running?.trouble) found.push({ where: sourceId, trouble: running.trouble });
  }
  return found;
}

/** READY: it begins as soon as there is a signal. */
export type OutletStanding = 'OFF' | 'READY' | Running['state'];

export function standingOf(broadcast: BroadcastState, outlet: OutletState): OutletStanding {
  if (!outlet.isOn) return 'OFF';
  if (!hasSignal(broadcast) && outlet.running?.state !== 'RUNNING') return 'READY';
  return outlet.running?.state ?? 'STARTING';
}

/** EBU R 128, what television stations ask for. */
export const TARGET_LUFS = -23;
const FLOOR_LUFS = -50;
const CEILING_LUFS = -5;

/** How far the loudness meter's bar goes, 0..1. */
export function loudnessShare(lufs: number): number {
  return Math.min(1, Math.max(0, (lufs - FLOOR_LUFS) / (CEILING_LUFS - FLOOR_LUFS)));
}

export type LoudnessWord = 'SILENT' | 'QUIET' | 'GOOD' | 'LOUD';

/** Speech goes up and down by some LU within three seconds: only what is far off is said to be. */
export function loudnessWord(lufs: number): LoudnessWord {
  if (lufs <= FLOOR_LUFS) return 'SILENT';
  if (lufs < TARGET_LUFS - 8) return 'QUIET';
  return lufs > TARGET_LUFS + 6 ? 'LOUD' : 'GOOD';
}
