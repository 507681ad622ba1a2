import { findInput, moveFilm, removeInput } from '#db/queries/input.ts';
import type { InputRow } from '#db/queries/input.ts';
import { findSession } from '#db/queries/session.ts';
import { stepFilm } from '#domain/film.ts';
import type { FilmStep } from '#domain/film.ts';
import type { RowScope } from '#domain/permissions.ts';
import { handle } from '../commands/handler.ts';
import type { CommandContext, Handlers } from '../commands/handler.ts';
import { Refusal } from '../commands/refusal.ts';
import { inputStream } from '../input-desk/input-desk.ts';
import type { InputDesk } from '../input-desk/input-desk.ts';
import type { SessionsOnAir } from '../programme/sessions-on-air.ts';
import type { Streams } from '../socket/streams.ts';

type Names = 'input:subscribe' | 'input:play' | 'input:pause' | 'input:seek' | 'input:remove';

interface InputHandlerParts {
  inputs: InputDesk;
  sessions: SessionsOnAir;
  streams: Streams;
}

/** nguồn vào: films of a session, played by its director. */
export function createInputHandlers(parts: InputHandlerParts): Handlers<Names> {
  const { inputs, streams } = parts;
  const step = async (sourceId: string, film: FilmStep, context: CommandContext) => {
    const { tx, now } = context;
    const row = await findInput(tx, sourceId, { isLocked: true });
    if (row?.kind !== 'FILE') throw new Refusal('NOT_FOUND');
    const { atMs, since } = stepFilm(row, film, now());
    await moveFilm(tx, sourceId, { atMs: Math.round(atMs), since });
    context.afterCommit(() => inputs.changed(row.sessionId));
    return {};
  };
  return {
    'input:subscribe': handle('input:subscribe', {
      scope: async ({ sessionId }, { tx }) => {
        const session = await findSession(tx, sessionId);
        if (!session) throw new Refusal('NOT_FOUND');
        return { conferenceId: session.conferenceId };
      },
      run: async ({ sessionId }, { subscriber, tx, now }) => {
        const stream = inputStream(sessionId);
        subscriber?.join(streams.room(stream));
        const revision = streams.revision(stream);
        return { revision, now: now().toISOString(), inputs: await inputs.read(tx, sessionId) };
      },
    }),
    'input:play': handle('input:play', {
      scope: inputScope,
      run: ({ sourceId }, context) => step(sourceId, { kind: 'PLAY' }, context),
    }),
    'input:pause': handle('input:pause', {
      scope: inputScope,
      run: ({ sourceId }, context) => step(sourceId, { kind: 'PAUSE' }, context),
    }),
    'input:seek': handle('input:seek', {
      scope: inputScope,
      run: ({ sourceId, atMs }, context) => step(sourceId, { kind: 'SEEK', atMs }, context),
    }),
    'input:remove': handle('input:remove', {
      scope: inputScope,
      run: async ({ sourceId }, context) => {
        const row = await findInput(context.tx, sourceId, { isLocked: true });
        if (!row) throw new Refusal('NOT_FOUND');
        await requireUnused(parts, row);
        await removeInput(context.tx, sourceId);
        context.afterCommit(() => {
          void inputs.removed(row);
          // A source that is gone is in no change of the control room: it reads everything anew.
          parts.sessions.known(row.sessionId)?.room.markAll();
        });
        return {};
      },
    }),
  };
}

/** What is seen or heard is taken off first, so that nobody removes it by a slip. */
async function requireUnused({ sessions }: InputHandlerParts, row: InputRow): Promise<void> {
  const { direction } = (await sessions.get(row.sessionId)).latest;
  const used = [...Object.values(direction.slots), ...direction.warm];
  if (used.includes(row.sourceId)) throw new Refusal('INPUT_IN_USE');
}

async function inputScope(
  { sourceId }: { sourceId: string },
  { tx }: CommandContext,
): Promise<RowScope> {
  const row = await findInput(tx, sourceId);
  if (!row) throw new Refusal('NOT_FOUND');
  return { conferenceId: row.conferenceId };
}
