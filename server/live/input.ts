import { randomBytes, randomUUID } from 'node:crypto';
import type { CommandName } from '#contract/registry.ts';
import type { Tx } from '#db/client.ts';
import {
  findInput,
  insertStream,
  lockInputPorts,
  moveFilm,
  removeInput,
  setStream,
} from '#db/queries/input.ts';
import type { InputRow } from '#db/queries/input.ts';
import { findSession } from '#db/queries/session.ts';
import { stepFilm } from '#domain/film.ts';
import type { FilmStep } from '#domain/film.ts';
import type { RowScope } from '#domain/permissions.ts';
import type { StreamKind } from '#domain/programme.ts';
import { freePort, streamKeyOf, streamPlace } from '#domain/stream-address.ts';
import { handle } from '../commands/handler.ts';
import type { CommandContext, Handlers } from '../commands/handler.ts';
import { Refusal } from '../commands/refusal.ts';
import type { Config } from '../config.ts';
import { inputStream } from '../input-desk/input-desk.ts';
import type { InputDesk } from '../input-desk/input-desk.ts';
import { requireRoom } from '../input-desk/require-room.ts';
import type { SessionsOnAir } from '../programme/sessions-on-air.ts';
import type { Streams } from '../socket/streams.ts';

type Names = Extract<CommandName, `input:${string}`>;

interface InputHandlerParts {
  inputs: InputDesk;
  sessions: SessionsOnAir;
  streams: Streams;
  settings: Config['streams'];
}

/** nguồn vào: films of a session, played by its director, and what other machines send to it. */
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
  const change = async (
    sourceId: string,
    stream: { streamKey: string } | { isOpen: boolean },
    context: CommandContext,
  ) => {
    const { sessionId } = await findStream(sourceId, context.tx, { isLocked: true });
    await setStream(context.tx, sourceId, stream);
    context.afterCommit(() => inputs.changed(sessionId));
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
    'input:add-stream': handle('input:add-stream', {
      scope: async ({ sessionId }, { tx }) => {
        const session = await findSession(tx, sessionId);
        if (!session) throw new Refusal('NOT_FOUND');
        return { conferenceId: session.conferenceId };
      },
      run: async ({ sessionId, kind, name }, { tx, afterCommit }) => {
        const port = await choosePort(tx, kind, parts.settings);
        const hall = await requireRoom(tx, sessionId);
        const sourceId = randomUUID();
        const streamKey = newKey();
        await insertStream(tx, { ...hall, sourceId, sessionId, kind, name, streamKey, port });
        afterCommit(() => {
          parts.sessions.known(sessionId)?.sourceKept({ sourceId, siteId: hall.siteId });
          inputs.changed(sessionId);
        });
        return { sourceId };
      },
    }),
    'input:address': handle('input:address', {
      scope: inputScope,
      run: async ({ sourceId }, { tx }) => {
        const { kind, port, streamKey } = await findStream(sourceId, tx);
        const { host, rtmpPort } = parts.settings;
        const place = streamPlace(sourceId);
        return { kind, host, place, port: port ?? rtmpPort, key: streamKey };
      },
    }),
    'input:renew-key': handle('input:renew-key', {
      scope: inputScope,
      run: ({ sourceId }, context) => change(sourceId, { streamKey: newKey() }, context),
    }),
    'input:open': handle('input:open', {
      scope: inputScope,
      run: ({ sourceId }, context) => change(sourceId, { isOpen: true }, context),
    }),
    'input:close': handle('input:close', {
      scope: inputScope,
      run: ({ sourceId }, context) => change(sourceId, { isOpen: false }, context),
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

/** 125 bits. */
function newKey(): string {
  return streamKeyOf(randomBytes(25));
}

/** @throws Refusal NO_FREE_PORT */
async function choosePort(
  tx: Tx,
  kind: StreamKind,
  { srtPorts }: Config['streams'],
): Promise<number | null> {
  if (kind === 'RTMP') return null;
  const port = freePort(srtPorts, await lockInputPorts(tx));
  if (port === null) throw new Refusal('NO_FREE_PORT');
  return port;
}

/** @throws Refusal NOT_FOUND, for a film too */
async function findStream(
  sourceId: string,
  tx: Tx,
  options: { isLocked?: true } = {},
): Promise<InputRow & { kind: StreamKind; streamKey: string }> {
  const row = await findInput(tx, sourceId, options);
  if (!row || row.kind === 'FILE' || row.streamKey === null) throw new Refusal('NOT_FOUND');
  return { ...row, kind: row.kind, streamKey: row.streamKey };
}

async function inputScope(
  { sourceId }: { sourceId: string },
  { tx }: CommandContext,
): Promise<RowScope> {
  const row = await findInput(tx, sourceId);
  if (!row) throw new Refusal('NOT_FOUND');
  return { conferenceId: row.conferenceId };
}
