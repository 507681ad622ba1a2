import { keepCentreMessage, seeCentreMessage } from '#db/queries/centre-message.ts';
import { keepHallLine, muteHalls } from '#db/queries/hall-line.ts';
import { findSession } from '#db/queries/session.ts';
import { findSite } from '#db/queries/site.ts';
import { actorKey } from '#domain/actor.ts';
import { sitesOnAir } from '#domain/programme.ts';
import type { RowScope } from '#domain/permissions.ts';
import { handle } from '../commands/handler.ts';
import type { CommandContext, Handlers } from '../commands/handler.ts';
import { KeptScopes } from '../commands/kept-scopes.ts';
import { Refusal } from '../commands/refusal.ts';
import { requireConference } from '../commands/require-conference.ts';
import { audit } from '../identity/audit.ts';
import type { ProgrammeDesk } from '../programme/programme-desk.ts';
import { hallStream } from '../programme/session-on-air.ts';
import type { SessionsOnAir } from '../programme/sessions-on-air.ts';
import type { Streams } from '../socket/streams.ts';

type Names =
  | 'hall:subscribe'
  | 'hall:mute-self'
  | 'hall:set-mode'
  | 'hall:set-sound-output'
  | 'hall:report'
  | 'hall:still'
  | 'hall:contact'
  | 'hall:message'
  | 'hall:see-message'
  | 'hall:ask-help'
  | 'hall:end-help'
  | 'hall:mute'
  | 'hall:mute-all';

interface Place {
  sessionId: string;
  siteId: string;
}

export interface HallParts {
  desk: ProgrammeDesk;
  sessions: SessionsOnAir;
  streams: Streams;
}

/** A hall's own state in a session, and what the centre may do to it. */
export function createHallHandlers(parts: HallParts): Handlers<Names> {
  const keptScope = createKeptScope();
  return {
    'hall:subscribe': handle('hall:subscribe', {
      scope: hallScope,
      run: (place, context) => subscribe(parts, place, context),
    }),
    'hall:mute-self': handle('hall:mute-self', {
      scope: hallScope,
      run: ({ isMuted, ...place }, context) =>
        keep(parts, context, { place, change: { isMutedByHall: isMuted } }),
    }),
    'hall:set-mode': handle('hall:set-mode', {
      scope: hallScope,
      run: ({ mode, ...place }, context) => keep(parts, context, { place, change: { mode } }),
    }),
    'hall:set-sound-output': handle('hall:set-sound-output', {
      scope: hallScope,
      run: ({ soundOutput, ...place }, context) =>
        keep(parts, context, { place, change: { soundOutput } }),
    }),
    'hall:report': handle('hall:report', {
      scope: keptScope,
      run: async ({ sessionId, siteId, report }) => {
        (await parts.sessions.get(sessionId)).setReport(siteId, report);
        return {};
      },
    }),
    'hall:still': handle('hall:still', {
      scope: keptScope,
      run: async ({ sessionId, siteId, still }) => {
        (await parts.sessions.get(sessionId)).setStill(siteId, still);
        return {};
      },
    }),
    'hall:contact': handle('hall:contact', {
      scope: async (place, context) => conferenceOnly(await hallScope(place, context)),
      run: async ({ siteId }, { tx, actor }) => {
        const found = await findSite(tx, siteId);
        if (!found) throw new Refusal('NOT_FOUND');
        const { contactName, contactPhone } = found.site;
        const action = 'hall:contact';
        await audit(tx, { actorKey: actorKey(actor), action, subject: { siteId } });
        return { contactName, contactPhone };
      },
    }),
    'hall:message': handle('hall:message', {
      scope: async (place, context) => conferenceOnly(await hallScope(place, context)),
      run: (input, context) => sendMessage(parts, input, context),
    }),
    'hall:see-message': handle('hall:see-message', {
      scope: hallScope,
      run: async ({ messageId, ...place }, context) => {
        const at = context.now();
        const isFound = await seeCentreMessage(context.tx, { ...place, messageId, at });
        if (!isFound) throw new Refusal('NOT_FOUND');
        tellHall(parts, place, context);
        return {};
      },
    }),
    'hall:ask-help': handle('hall:ask-help', {
      scope: hallScope,
      run: ({ isNeeded, ...place }, context) =>
        keep(parts, context, {
          place,
          change: { helpAskedAt: isNeeded ? context.now() : null },
        }),
    }),
    'hall:end-help': handle('hall:end-help', {
      scope: async (place, context) => conferenceOnly(await hallScope(place, context)),
      run: (place, context) => keep(parts, context, { place, change: { helpAskedAt: null } }),
    }),
    'hall:mute': handle('hall:mute', {
      scope: async (place, context) => conferenceOnly(await hallScope(place, context)),
      run: (input, context) => mute(parts, input, context),
    }),
    'hall:mute-all': handle('hall:mute-all', {
      scope: async ({ sessionId }, { tx }) => {
        const session = await findSession(tx, sessionId);
        if (!session) throw new Refusal('NOT_FOUND');
        return { conferenceId: session.conferenceId };
      },
      run: async ({ sessionId }, context) => {
        const { programme, find, conferenceId } = await parts.desk.lock(context.tx, { sessionId });
        const muted = await muteHalls(context.tx, {
          sessionId,
          conferenceId,
          exceptSiteIds: [...sitesOnAir(programme, find)],
        });
        context.afterCommit(() => parts.sessions.tell(sessionId, (one) => one.hallsChanged(muted)));
        return { mutedCount: muted.length };
      },
    }),
  };
}

async function subscribe(
  { sessions, streams }: HallParts,
  place: Place,
  { tx, subscriber }: CommandContext,
) {
  const session = await sessions.get(place.sessionId);
  const stream = hallStream(place);
  subscriber?.join(streams.room(stream));
  const revision = streams.revision(stream);
  const hall = await session.readHall(tx, place.siteId);
  if (!hall) throw new Refusal('NOT_FOUND');
  return { revision, hall };
}

/** Keeps what the hall says about itself; refused once the conference is put away. */
async function keep(
  parts: HallParts,
  context: CommandContext,
  { place, change }: { place: Place; change: Parameters<typeof keepHallLine>[2] },
): Promise<Record<string, never>> {
  await requireConference(context.tx, (await hallScope(place, context)).conferenceId!);
  await keepHallLine(context.tx, place, change);
  tellHall(parts, place, context);
  return {};
}

/** It waits for the hall, also while that has no line, or no machine that reads it. */
async function sendMessage(
  parts: HallParts,
  { text, ...place }: Place & { text: string },
  context: CommandContext,
): Promise<{ messageId: string }> {
  const { tx, actor } = context;
  await parts.desk.join(tx, place.sessionId);
  const message = { ...place, text, actorKey: actorKey(actor), sentAt: context.now() };
  const messageId = await keepCentreMessage(tx, message);
  tellHall(parts, place, context);
  return { messageId };
}

function tellHall({ sessions }: HallParts, place: Place, context: CommandContext): void {
  context.afterCommit(() =>
    sessions.tell(place.sessionId, (one) => one.hallsChanged([place.siteId])),
  );
}

/** A hall in a sound slot falls silent by the programme itself, which therefore changes. */
async function mute(
  parts: HallParts,
  { isMuted, ...place }: Place & { isMuted: boolean },
  context: CommandContext,
): Promise<Record<string, never>> {
  const { desk, sessions } = parts;
  const locked = await desk.lock(context.tx, place);
  await keepHallLine(context.tx, place, { isMutedByCentre: isMuted });
  const { centreSoundSourceId, hallSoundSourceId } = locked.programme;
  const isChosen = [centreSoundSourceId, hallSoundSourceId].some(
    (sourceId) => sourceId !== null && locked.find(sourceId)?.siteId === place.siteId,
  );
  // A hall that was left is heard until the next picture is there.
  const facts = sessions.known(place.sessionId)?.facts;
  const heard = facts?.siteOfSource.get(facts.shownIn('SOUND_HALL') ?? '');
  if (isChosen || heard === place.siteId) await desk.store(context, locked, {});
  tellHall(parts, place, context);
  return {};
}

/** @throws Refusal NOT_FOUND unless the session is one of the hall's conference */
async function hallScope({ sessionId, siteId }: Place, { tx }: CommandContext): Promise<RowScope> {
  const [found, session] = await Promise.all([findSite(tx, siteId), findSession(tx, sessionId)]);
  if (!found || session?.conferenceId !== found.site.conferenceId) throw new Refusal('NOT_FOUND');
  return found.scope;
}

const SCOPE_KEPT_MS = 60_000;

/**
 * The hall's place in the permission table, kept for a minute: hundreds of halls report and send a
 * still every few seconds. Only the row is kept; the permission is judged for every request.
 */
function createKeptScope() {
  const kept = new KeptScopes({ keptMs: SCOPE_KEPT_MS });
  return (place: Place, context: CommandContext): Promise<RowScope> =>
    kept.of(`${place.sessionId}:${place.siteId}`, () => hallScope(place, context));
}

/** Directing belongs to the conference: a grant over one unit or hall does not reach it. */
function conferenceOnly({ conferenceId }: RowScope): RowScope {
  return conferenceId ? { conferenceId } : {};
}
