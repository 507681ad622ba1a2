import type { OnAirServices } from './create-on-air.ts';

/**
 * Ends the lines of whoever has no socket open and may not have them any longer: a line goes on while
 * its page is reloaded or its network is away, and must not outlive the sign-in or the enrolment.
 */
export async function recheckOwners(
  { lines, endLinesOf }: Pick<OnAirServices, 'lines' | 'endLinesOf'>,
  owner: {
    isConnected(actorKey: string): boolean;
    isKnown(actorKey: string): Promise<boolean>;
  },
): Promise<void> {
  const keys = new Set(lines.linesWhere(() => true).map((line) => line.owner));
  for (const key of keys) {
    // Sockets are asked themselves.
    if (!owner.isConnected(key) && !(await owner.isKnown(key))) endLinesOf(key);
  }
}
