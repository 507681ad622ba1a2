import type { Principal } from './actor.ts';
import type { WatchAccess } from './broadcast.ts';
import { can } from './permissions.ts';

/** The steps of the watch page’s pictures, from the clearest down, as their folders are called. */
export const WATCH_STEPS = ['high', 'low'] as const;
export type WatchStep = (typeof WATCH_STEPS)[number];

/** Of the watch page, on this server. */
export function watchPathOf(watchKey: string): string {
  return `/watch/${watchKey}`;
}

/** Whether whoever knows the address may watch, without proving who he is. */
export function isOpenToAll(access: WatchAccess): boolean {
  return access !== 'CLOSED';
}

/**
 * Whether a browser may watch a session: anybody where it is open, besides him those who direct the
 * conference and the machines of its halls.
 */
export function mayWatch(
  { account, device }: Principal,
  watched: { access: WatchAccess; conferenceId: string },
): boolean {
  if (isOpenToAll(watched.access)) return true;
  const row = { conferenceId: watched.conferenceId };
  return [account, device].some((actor) => actor !== null && can(actor, 'broadcast:watch', row));
}
