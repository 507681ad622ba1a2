import type { CommandParsedInput } from '#contract/registry.ts';
import { findSession } from '#db/queries/session.ts';
import { changeSource, findSource, listSources } from '#db/queries/source.ts';
import { endQueue, listQueue } from '#db/queries/speaker.ts';
import { take } from '#domain/programme.ts';
import type { RowScope } from '#domain/permissions.ts';
import { handle } from '../commands/handler.ts';
import type { CommandContext, Handlers } from '../commands/handler.ts';
import { Refusal } from '../commands/refusal.ts';
import type { ProgrammeDesk } from '../programme/programme-desk.ts';
import type { SessionFacts } from '../programme/session-facts.ts';
import { programmeStream } from '../programme/session-on-air.ts';
import type { SessionsOnAir } from '../programme/sessions-on-air.ts';
import type { Streams } from '../socket/streams.ts';

type Names =
  | 'programme:subscribe'
  | 'programme:start'
  | 'programme:end'
  | 'programme:preview'
  | 'programme:take'
  | 'programme:set-sound'
  | 'programme:set-notice'
  | 'source:set-trim'
  | 'source:rename';

export interface ProgrammeParts {
  desk: ProgrammeDesk;
  sessions: SessionsOnAir;
  streams: Streams;
}

/** tín hiệu chương trình: what the director takes to air, and everybody follows. */
export function createProgrammeHandlers(parts: ProgrammeParts): Handlers<Names> {
  const { desk } = parts;
  return {
    'programme:subscribe': handle('programme:subscribe', {
      scope: sessionScope,
      run: async ({ sessionId }, { subscriber }) => {
        const { streams } = parts;
        const session = await parts.sessions.get(sessionId);
        subscriber?.join(streams.room(programmeStream(sessionId)));
        const revision = streams.revision(programmeStream(sessionId));
        return { revision, programme: session.latest.programme };
      },
    }),
    'programme:start': handle('programme:start', {
      scope: sessionScope,
      run: async ({ sessionId }, context) => {
        const locked = await desk.lock(context.tx, { sessionId, evenEnded: true });
        const { row } = locked;
        if (row.startedAt && !row.endedAt) return { number: row.number };
        const startedAt = row.startedAt ?? context.now();
        return {
          number: await desk.store(context, locked, { startedAt, endedAt: null, notice: 'NONE' }),
        };
      },
    }),
    'programme:end': handle('programme:end', {
      scope: sessionScope,
      run: ({ sessionId }, context) => end(parts, sessionId, context),
    }),
    'programme:preview': handle('programme:preview', {
      scope: sessionScope,
      run: async ({ sessionId, sourceId }, context) => {
        const locked = await desk.lock(context.tx, { sessionId, sourceIds: [sourceId] });
        return { number: await desk.store(context, locked, { previewSourceId: sourceId }) };
      },
    }),
    'programme:take': handle('programme:take', {
      scope: sessionScope,
      run: (input, context) => takeToAir(parts, input, context),
    }),
    'programme:set-sound': handle('programme:set-sound', {
      scope: sessionScope,
      run: async ({ sessionId, slot, sourceId, isMuted }, context) => {
        const locked = await desk.lock(context.tx, { sessionId, sourceIds: [sourceId] });
        const change =
          slot === 'SOUND_CENTRE'
            ? { centreSoundSourceId: sourceId, isCentreSoundMuted: isMuted }
            : { hallSoundSourceId: sourceId, isHallSoundMuted: isMuted };
        return { number: await desk.store(context, locked, change) };
      },
    }),
    'programme:set-notice': handle('programme:set-notice', {
      scope: sessionScope,
      run: async ({ sessionId, notice }, context) => {
        const locked = await desk.lock(context.tx, { sessionId });
        return { number: await desk.store(context, locked, { notice }) };
      },
    }),
    'source:set-trim': handle('source:set-trim', {
      scope: sessionScope,
      run: (input, context) => changeOwn(parts, input, context),
    }),
    'source:rename': handle('source:rename', {
      scope: sessionScope,
      run: async (input, context) => {
        await changeOwn(parts, input, context);
        // A name strap on air bears the new name at once.
        const locked = await desk.lock(context.tx, input);
        const { mainSourceId, insetSourceId } = locked.row;
        if ([mainSourceId, insetSourceId].includes(input.sourceId)) {
          await desk.store(context, locked, {});
        }
        return {};
      },
    }),
  };
}

/** A programme belongs to its conference: a grant over one unit or hall does not reach it. */
async function sessionScope(
  { sessionId }: { sessionId: string },
  { tx }: CommandContext,
): Promise<RowScope> {
  const session = await findSession(tx, sessionId);
  if (!session) throw new Refusal('NOT_FOUND');
  return { conferenceId: session.conferenceId };
}

/** @throws Refusal SOURCE_NOT_SENDING when nothing would be seen of a newly taken source */
async function takeToAir(
  { desk, sessions }: ProgrammeParts,
  { sessionId, ...taken }: CommandParsedInput<'programme:take'>,
  context: CommandContext,
): Promise<{ number: number }> {
  const { facts } = await sessions.get(sessionId);
  const { mainSourceId, insetSourceId } = taken;
  const sourceIds = [mainSourceId, insetSourceId];
  const locked = await desk.lock(context.tx, { sessionId, sourceIds });
  const { programme, find } = locked;
  const before = [programme.mainSourceId, programme.insetSourceId];
  const isDark = (id: string | null) =>
    id !== null && !before.includes(id) && !facts.tracksOf(id).hasPicture;
  if (sourceIds.some(isDark)) throw new Refusal('SOURCE_NOT_SENDING');
  const next = take(programme, taken, find);
  const main = mainSourceId ? find(mainSourceId) : undefined;
  if (main && programme.centreSoundSourceId === null) {
    next.centreSoundSourceId = await heardSource(context, {
      ...{ facts, conferenceId: locked.conferenceId, siteId: main.siteId },
      sourceId: next.centreSoundSourceId,
    });
  }
  return { number: await desk.store(context, locked, next) };
}

/** A camera of the central hall is seldom a microphone: its mixing desk is heard with it. */
async function heardSource(
  { tx }: CommandContext,
  asked: { facts: SessionFacts; conferenceId: string; siteId: string; sourceId: string | null },
): Promise<string | null> {
  const { facts, conferenceId, siteId, sourceId } = asked;
  const hasSound = (id: string) => facts.tracksOf(id).hasSound;
  if (sourceId === null || hasSound(sourceId)) return sourceId;
  const sources = await listSources(tx, { conferenceId, siteIds: [siteId] });
  const heard = sources.filter((source) => hasSound(source.sourceId));
  const desk = heard.find(({ kind }) => kind === 'SOUND_DESK');
  return (desk ?? heard[0])?.sourceId ?? sourceId;
}

async function end(
  { desk, sessions }: ProgrammeParts,
  sessionId: string,
  context: CommandContext,
): Promise<{ number: number }> {
  const locked = await desk.lock(context.tx, { sessionId, evenEnded: true });
  if (locked.row.endedAt) return { number: locked.row.number };
  const at = context.now();
  const queue = await listQueue(context.tx, sessionId);
  await endQueue(context.tx, { sessionId, at });
  const number = await desk.store(context, locked, {
    mainSourceId: null,
    insetSourceId: null,
    layout: 'FULL',
    previewSourceId: null,
    returnSourceId: null,
    centreSoundSourceId: null,
    hallSoundSourceId: null,
    notice: 'ENDED',
    endedAt: at,
  });
  const siteIds = queue.map(({ siteId }) => siteId);
  context.afterCommit(() => sessions.tell(sessionId, (one) => one.queueChanged(siteIds)));
  return { number };
}

/** @throws Refusal NOT_FOUND when the source is not one of the session's conference */
async function changeOwn(
  { sessions }: ProgrammeParts,
  input: { sessionId: string; sourceId: string; name?: string; trimDb?: number },
  context: CommandContext,
): Promise<Record<string, never>> {
  const { sessionId, ...change } = input;
  const { conferenceId } = await sessionScope({ sessionId }, context);
  const source = await findSource(context.tx, change.sourceId);
  if (!source || source.conferenceId !== conferenceId) throw new Refusal('NOT_FOUND');
  await changeSource(context.tx, change);
  context.afterCommit(() => sessions.tell(sessionId, (one) => one.hallsChanged([source.siteId])));
  return {};
}
