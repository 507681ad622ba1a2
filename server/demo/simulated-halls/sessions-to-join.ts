import type { CommandOutput } from '#contract/registry.ts';

type Session = CommandOutput<'device:self'>['sessions'][number];

/** The sessions that a hall tries, the likeliest first: those with open doors, then those to come. */
export function sessionsToJoin(sessions: readonly Session[]): string[] {
  const counted = sessions.filter(({ closedAt }) => closedAt === null);
  const open = counted.filter(({ openedAt }) => openedAt !== null);
  const later = counted.filter(({ openedAt }) => openedAt === null);
  return [...open, ...later].map(({ id }) => id);
}
