import { findSession } from '#db/queries/session.ts';
import type { RowScope } from '#domain/permissions.ts';
import { handle } from '../commands/handler.ts';
import type { CommandContext, Handlers } from '../commands/handler.ts';
import { Refusal } from '../commands/refusal.ts';
import { controlRoomStream } from '../programme/control-room.ts';
import { levelsStream, programmeStream, stillsStream } from '../programme/session-on-air.ts';
import type { SessionsOnAir } from '../programme/sessions-on-air.ts';
import type { Streams } from '../socket/streams.ts';

type Names = 'control-room:subscribe' | 'control-room:stills';

/** phòng điều khiển: a session as its directors follow it. */
export function createControlRoomHandlers(parts: {
  sessions: SessionsOnAir;
  streams: Streams;
}): Handlers<Names> {
  const { sessions, streams } = parts;
  return {
    'control-room:subscribe': handle('control-room:subscribe', {
      scope: sessionScope,
      run: async ({ sessionId }, { tx, subscriber }) => {
        const session = await sessions.get(sessionId);
        const stream = controlRoomStream(sessionId);
        for (const followed of [stream, levelsStream(sessionId), programmeStream(sessionId)]) {
          subscriber?.join(streams.room(followed));
        }
        const revision = streams.revision(stream);
        const view = await session.room.view(tx);
        const { programme } = session.latest;
        return { revision, programme, slots: session.facts.slotStates(), ...view };
      },
    }),
    'control-room:stills': handle('control-room:stills', {
      scope: sessionScope,
      run: async ({ sessionId, isFollowing }, { subscriber }) => {
        const room = streams.room(stillsStream(sessionId));
        if (!isFollowing) {
          subscriber?.leave(room);
          return { stills: [] };
        }
        subscriber?.join(room);
        return { stills: (await sessions.get(sessionId)).stills() };
      },
    }),
  };
}

/** The halls of a whole conference: a grant over one unit or hall does not reach it. */
async function sessionScope(
  { sessionId }: { sessionId: string },
  { tx }: CommandContext,
): Promise<RowScope> {
  const session = await findSession(tx, sessionId);
  if (!session) throw new Refusal('NOT_FOUND');
  return { conferenceId: session.conferenceId };
}
