import { keepHallLine } from '#db/queries/hall-line.ts';
import { findSession } from '#db/queries/session.ts';
import { findSite } from '#db/queries/site.ts';
import type { SiteRow } from '#db/queries/site.ts';
import { findSource, keepSource, listSources } from '#db/queries/source.ts';
import type { RowScope } from '#domain/permissions.ts';
import type { CommandParsedInput } from '#contract/registry.ts';
import { handle } from '../commands/handler.ts';
import type { CommandContext, Handlers } from '../commands/handler.ts';
import { Refusal } from '../commands/refusal.ts';
import type { LineFacts } from '../media-link/media-port.ts';
import { lineStream } from '../programme/bus-keeper.ts';
import { iceServersOf } from '../programme/ice-servers.ts';
import type { TurnSettings } from '../programme/ice-servers.ts';
import type { EndedSource, ProgrammeDesk } from '../programme/programme-desk.ts';
import { openLine } from '../programme/open-line.ts';
import type { OpenLineParts } from '../programme/open-line.ts';
import type { Streams } from '../socket/streams.ts';

/** Cameras, a screen and a desk of one hall. A key is kept for ever, so that there must be an end. */
const MOST_SOURCES = 16;

type Names =
  | 'line:open'
  | 'line:check'
  | 'line:connect'
  | 'line:restart'
  | 'line:send'
  | 'line:stop-sending'
  | 'line:receive-programme'
  | 'line:receive-source'
  | 'line:resume'
  | 'line:prefer-layer'
  | 'line:stop-receiving'
  | 'line:close';

export interface LineParts extends OpenLineParts {
  desk: Pick<ProgrammeDesk, 'closeInset'>;
  streams: Streams;
  turn: TurnSettings;
}

/** đường truyền: one browser's picture and sound, used by nobody but who opened it. */
export function createLineHandlers(parts: LineParts): Handlers<Names> {
  const { media, streams } = parts;
  const scope = ({ lineId }: { lineId: string }, context: CommandContext) =>
    ownScope(parts, lineId, context);
  return {
    'line:open': handle('line:open', {
      scope: ({ sessionId }, context) => sessionScope(sessionId, context),
      run: async ({ lineId, sessionId }, context) => {
        const { actor, subscriber } = context;
        // Before it is there, so that its end can't be missed.
        subscriber?.join(streams.room(lineStream(lineId)));
        const transports = await openLine(parts, { lineId, sessionId, actor });
        const { latest } = await parts.sessions.get(sessionId);
        const iceServers = iceServersOf(parts.turn, { lineId, now: context.now() });
        return { codec: latest.programme.codec, iceServers, ...transports };
      },
    }),
    'line:check': handle('line:check', {
      scope,
      run: ({ lineId }, { actor, subscriber }) => {
        subscriber?.join(streams.room(lineStream(lineId)));
        return { isConnected: parts.lines.ownLine(lineId, actor).isConnected };
      },
    }),
    'line:connect': handle('line:connect', {
      scope,
      run: async (connect) => {
        await media.connectLine(connect);
        return {};
      },
    }),
    'line:restart': handle('line:restart', {
      scope,
      run: async (restart) => ({ iceParameters: await media.restartLine(restart) }),
    }),
    'line:send': handle('line:send', {
      scope,
      run: (input, context) => send(parts, input, context),
    }),
    'line:stop-sending': handle('line:stop-sending', {
      scope,
      run: async (stop, context) => {
        const { sessionId } = parts.lines.ownLine(stop.lineId, context.actor);
        const { sourceId } = await media.stopSending(stop);
        // A camera may come back when its plug does; a screen is shared or it is not.
        await closeInset(parts, context, {
          sessionId,
          isMeant: (source) => source.sourceId === sourceId && source.kind === 'SCREEN',
        });
        return {};
      },
    }),
    'line:receive-programme': handle('line:receive-programme', {
      scope,
      run: async (receive) => ({ tracks: await media.receiveProgramme(receive) }),
    }),
    'line:receive-source': handle('line:receive-source', {
      scope,
      run: async (receive, { tx }) => {
        const line = parts.lines.find(receive.lineId);
        const [source, session] = await Promise.all([
          findSource(tx, receive.sourceId),
          findSession(tx, line?.sessionId ?? ''),
        ]);
        if (!source || source.conferenceId !== session?.conferenceId)
          throw new Refusal('NOT_FOUND');
        return { tracks: await media.receiveSource(receive) };
      },
    }),
    'line:resume': handle('line:resume', {
      scope,
      run: async (resume) => {
        await media.resume(resume);
        return {};
      },
    }),
    'line:prefer-layer': handle('line:prefer-layer', {
      scope,
      run: async (prefer) => {
        await media.preferLayer(prefer);
        return {};
      },
    }),
    'line:stop-receiving': handle('line:stop-receiving', {
      scope,
      run: async (stop) => {
        await media.stopReceiving(stop);
        return {};
      },
    }),
    'line:close': handle('line:close', {
      scope,
      run: ({ lineId }, context) => leave(parts, lineId, context),
    }),
  };
}

/** Leaves for good: what the hall sent is not waited for. */
async function leave(
  parts: LineParts,
  lineId: string,
  context: CommandContext,
): Promise<Record<string, never>> {
  const { actor, subscriber, tx } = context;
  const line = parts.lines.ownLine(lineId, actor);
  subscriber?.leave(parts.streams.room(lineStream(lineId)));
  const { sessionId, siteId } = line;
  const isHall = siteId !== null && line.canSend;
  if (isHall) await keepHallLine(tx, { sessionId, siteId }, { joinedAt: null });
  await parts.media.closeLine(lineId);
  parts.keeper.forgetLine(line, 'NONE');
  const isMeant = (source: { siteId: string }) => source.siteId === siteId;
  if (isHall) await closeInset(parts, context, { sessionId, isMeant });
  return {};
}

async function closeInset(
  { desk, sessions }: LineParts,
  context: CommandContext,
  ended: EndedSource,
): Promise<void> {
  const sourceId = await desk.closeInset(context, ended);
  if (sourceId === null) return;
  context.afterCommit(() =>
    sessions.tell(ended.sessionId, (one) => one.slotEnded('INSET', sourceId)),
  );
}

/** Whoever directs a session, and every hall of its conference for itself. */
async function sessionScope(sessionId: string, { tx }: CommandContext): Promise<RowScope> {
  const session = await findSession(tx, sessionId);
  if (!session) throw new Refusal('NOT_FOUND');
  return { conferenceId: session.conferenceId };
}

/** The line's own hall, or the control room's conference, once it is sure whose line it is. */
async function ownScope(
  parts: LineParts,
  lineId: string,
  context: CommandContext,
): Promise<RowScope> {
  await parts.keeper.ready();
  const line = parts.lines.ownLine(lineId, context.actor);
  if (line.siteId === null) return sessionScope(line.sessionId, context);
  const found = await findSite(context.tx, line.siteId);
  if (!found) throw new Refusal('NOT_FOUND');
  return found.scope;
}

/**
 * Takes a track as a source of the line's own hall, whatever the sender claims.
 * @throws Refusal FORBIDDEN when a hall offers what only the central one may, INVALID_MEDIA too many
 */
async function send(
  parts: LineParts,
  input: CommandParsedInput<'line:send'>,
  context: CommandContext,
) {
  const { lineId, source, kind, rtpParameters } = input;
  const line = parts.lines.ownLine(lineId, context.actor);
  const site = await requireSendingHall(line, context);
  if (source.kind !== 'HALL' && site.tier !== 'CENTRAL') throw new Refusal('FORBIDDEN');
  const { id: siteId, conferenceId } = site;
  const known = await listSources(context.tx, { conferenceId, siteIds: [siteId] });
  if (known.length >= MOST_SOURCES && known.every(({ key }) => key !== source.key)) {
    throw new Refusal('INVALID_MEDIA');
  }
  const sourceId = await keepSource(context.tx, {
    conferenceId,
    siteId,
    key: source.key,
    kind: source.kind,
    // A hall's picture bears the hall's name until the director gives it another.
    name: source.kind === 'HALL' ? '' : source.name,
  });
  const session = await parts.sessions.get(line.sessionId);
  session.facts.siteOfSource.set(sourceId, siteId);
  const { producerId } = await parts.media.send({ lineId, sourceId, kind, rtpParameters });
  session.sourceKept({ sourceId, siteId });
  return { producerId, sourceId, isWanted: session.facts.wantedSourceIds.has(sourceId) };
}

async function requireSendingHall(line: LineFacts, { tx }: CommandContext): Promise<SiteRow> {
  const found = line.siteId === null ? null : await findSite(tx, line.siteId);
  if (!found || !line.canSend) throw new Refusal('FORBIDDEN');
  return found.site;
}
