import type { Principal } from './actor.ts';
import type { WatchAccess } from './broadcast.ts';
import { can } from './permissions.ts';
import type { SpeakerStatus } from './speaker-queue.ts';

/** The steps of the watch page’s pictures, from the clearest down, as their folders are called. */
export const WATCH_STEPS = ['high', 'low'] as const;
export type WatchStep = (typeof WATCH_STEPS)[number];

/** Beside a list of the watch page: whether the conference is recorded, "yes" or "no". */
export const RECORDED_HEADER = 'x-recorded';

/** Of the watch page, on this server. */
export function watchPathOf(watchKey: string): string {
  return `/watch/${watchKey}`;
}

/** Of the list that a player of that page begins with. */
export function watchListOf(watchPath: string): string {
  return `${watchPath.replace('/watch/', '/watch-files/')}/master.m3u8`;
}

/** Whether whoever knows the address may watch, without proving who he is. */
export function isOpenToAll(access: WatchAccess): boolean {
  return access === 'LINK' || access === 'PUBLIC';
}

/**
 * Whether a browser may watch a session: anybody where it is open; besides, those who direct the
 * conference, and where it is open to halls their machines, which came with a hall's code.
 */
export function mayWatch(
  { account, device }: Principal,
  watched: { access: WatchAccess; conferenceId: string },
): boolean {
  if (isOpenToAll(watched.access)) return true;
  const row = { conferenceId: watched.conferenceId };
  const own = watched.access === 'CLOSED' ? [account] : [account, device];
  return own.some((actor) => actor !== null && can(actor, 'broadcast:watch', row));
}

/**
 * Whether a hall must be told to mute its set: television is late, and a hall that is called up would hear
 * itself from it. Told before it goes on air, until it is off air.
 */
export function mustMuteTelevision(hall: {
  /** By a television set or the watch page. */
  isWatching: boolean;
  speaker: SpeakerStatus | null;
  isOnAir: boolean;
}): boolean {
  const isCalledUp = hall.speaker === 'STANDBY' || hall.speaker === 'ON_AIR';
  return hall.isWatching && (isCalledUp || hall.isOnAir);
}
