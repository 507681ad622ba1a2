import { io } from 'socket.io-client';
import { commandOverSocket, dataOf, socketOptionsOf } from '#contract/program-client.ts';
import type { HttpIdentity } from '#contract/program-client.ts';
import type { CommandInput, CommandOutput } from '#contract/registry.ts';
import { must } from './round-of-commands.ts';

type Room = CommandOutput<'control-room:subscribe'>;

/** What the director's screen knows of a session. */
export async function readRoom(director: HttpIdentity, sessionId: string): Promise<Room> {
  const socket = io(director.origin, socketOptionsOf(director));
  try {
    return dataOf(await commandOverSocket(socket, 'control-room:subscribe', { sessionId }));
  } finally {
    socket.disconnect();
  }
}

/** The source that a hall sends under that key, once it has a picture or a sound; else undefined. */
export async function findSource(
  director: HttpIdentity,
  wanted: { sessionId: string; siteId: string; key: string },
): Promise<string | undefined> {
  const { sources } = await readRoom(director, wanted.sessionId);
  return sources.find(
    ({ siteId, key, hasPicture, hasSound }) =>
      siteId === wanted.siteId && key === wanted.key && (hasPicture || hasSound),
  )?.sourceId;
}

/** Takes a source, or the slate, as the director's key does: in full, its sound with it. */
export async function takeSource(
  director: HttpIdentity,
  taken: Pick<CommandInput<'programme:take'>, 'sessionId' | 'mainSourceId'> &
    Partial<CommandInput<'programme:take'>>,
): Promise<void> {
  const plain = { insetSourceId: null, layout: 'FULL' as const, sound: 'FOLLOWS' as const };
  await must(director, 'programme:take', { ...plain, ...taken });
}
