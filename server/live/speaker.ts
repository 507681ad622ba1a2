import { keepHallLine } from '#db/queries/hall-line.ts';
import { findSession } from '#db/queries/session.ts';
import { findSite } from '#db/queries/site.ts';
import { findMainSource } from '#db/queries/source.ts';
import {
  findSpeakerRequest,
  keepSpeakerRequest,
  listQueue,
  lockSpeakerRequest,
  stepSpeakerRequest,
  storeQueueOrder,
  withdrawWaiting,
} from '#db/queries/speaker.ts';
import type { SpeakerRequestRow } from '#db/queries/speaker.ts';
import { take } from '#domain/programme.ts';
import type { Programme } from '#domain/programme.ts';
import { canStep } from '#domain/speaker-queue.ts';
import type { SpeakerStep } from '#domain/speaker-queue.ts';
import type { RowScope } from '#domain/permissions.ts';
import { handle } from '../commands/handler.ts';
import type { CommandContext, Handler, Handlers } from '../commands/handler.ts';
import { Refusal } from '../commands/refusal.ts';
import { requireConference } from '../commands/require-conference.ts';
import type { LockedProgramme, ProgrammeDesk } from '../programme/programme-desk.ts';
import { statusOf } from '../programme/hall-views.ts';
import type { SessionFacts } from '../programme/session-facts.ts';
import type { SessionsOnAir } from '../programme/sessions-on-air.ts';

type StepName =
  'speaker:accept' | 'speaker:prepare' | 'speaker:call' | 'speaker:finish' | 'speaker:decline';
type Names = StepName | 'speaker:withdraw' | 'speaker:request' | 'speaker:move';

export interface SpeakerParts {
  desk: ProgrammeDesk;
  sessions: SessionsOnAir;
}

/** đăng ký phát biểu: from a hall's raised hand to the end of its speech. */
export function createSpeakerHandlers(parts: SpeakerParts): Handlers<Names> {
  return {
    'speaker:request': handle('speaker:request', {
      scope: async ({ siteId }, { tx }) => (await requireSite(siteId, tx)).scope,
      run: async ({ sessionId, siteId, note }, context) => {
        const { tx } = context;
        const { site } = await requireSite(siteId, tx);
        if ((await findSession(tx, sessionId))?.conferenceId !== site.conferenceId) {
          throw new Refusal('NOT_FOUND');
        }
        await parts.desk.join(tx, sessionId);
        const at = context.now();
        const requestId = await keepSpeakerRequest(tx, { sessionId, siteId, note, at });
        tellQueue(parts, context, { sessionId, siteIds: [siteId] });
        return { requestId };
      },
    }),
    'speaker:withdraw': handle('speaker:withdraw', {
      scope: async ({ requestId }, context) => {
        const { siteId } = await requireRequest(requestId, context);
        return (await requireSite(siteId, context.tx)).scope;
      },
      run: (input, context) => withdraw(parts, input, context),
    }),
    'speaker:accept': step('ACCEPT', parts),
    'speaker:prepare': step('PREPARE', parts),
    'speaker:call': step('CALL', parts),
    'speaker:finish': step('FINISH', parts),
    'speaker:decline': step('DECLINE', parts),
    'speaker:move': handle('speaker:move', {
      scope: ({ requestId }, context) => conferenceScope(requestId, context),
      run: (input, context) => move(parts, input, context),
    }),
  };
}

/** One step of a request by a director. */
function step(name: SpeakerStep, parts: SpeakerParts): Handler<StepName> {
  return handle('speaker:accept', {
    scope: ({ requestId }, context) => conferenceScope(requestId, context),
    run: ({ requestId }, context) => takeStep(parts, { name, requestId }, context),
  });
}

/** Under the programme's lock, so that two directors can't both take it, and the request's own. */
async function takeStep(
  parts: SpeakerParts,
  { name, requestId }: { name: SpeakerStep; requestId: string },
  context: CommandContext,
): Promise<Record<string, never>> {
  const { sessionId } = await requireRequest(requestId, context);
  // Before the lock: what is not in memory yet is read by a connection of its own.
  const { facts } = await parts.sessions.get(sessionId);
  const locked = await parts.desk.lock(context.tx, { sessionId });
  const request = await lockSpeakerRequest(context.tx, requestId);
  if (!request || !canStep(statusOf(request), name)) throw new Refusal('SPEAKER_STEP_CLOSED');
  const before = await listQueue(context.tx, sessionId);
  await STEPS[name]({ request, locked, facts, parts, context });
  tellQueue(parts, context, { sessionId, siteIds: before.map(({ siteId }) => siteId) });
  return {};
}

/** A hall that only waits needs no lock of the programme; one on standby is kept sending by it. */
async function withdraw(
  parts: SpeakerParts,
  { requestId }: { requestId: string },
  context: CommandContext,
): Promise<Record<string, never>> {
  const { tx } = context;
  const { sessionId, siteId } = await requireRequest(requestId, context);
  await requireConference(tx, (await requireSite(siteId, tx)).site.conferenceId);
  const before = await listQueue(tx, sessionId);
  const isDown = await withdrawWaiting(tx, { requestId, at: context.now() });
  if (!isDown) return takeStep(parts, { name: 'WITHDRAW', requestId }, context);
  tellQueue(parts, context, { sessionId, siteIds: before.map((waiting) => waiting.siteId) });
  return {};
}

interface Step {
  request: SpeakerRequestRow;
  locked: LockedProgramme;
  facts: SessionFacts;
  parts: SpeakerParts;
  context: CommandContext;
}

const STEPS: Record<SpeakerStep, (step: Step) => Promise<void>> = {
  ACCEPT: async ({ request, context }) => {
    await stepSpeakerRequest(context.tx, request.id, { acceptedAt: context.now() });
  },
  PREPARE: async ({ request, locked, parts, context }) => {
    await stepSpeakerRequest(context.tx, request.id, { standbyAt: context.now() });
    await parts.desk.store(context, locked, {});
  },
  CALL: callUp,
  FINISH: finish,
  DECLINE: (step) => leave(step, 'DECLINED'),
  WITHDRAW: (step) => leave(step, 'WITHDRAWN'),
};

/**
 * A hall that follows television has no line: it is heard by telephone, over the desk of the central
 * hall. Who spoke before is done; the picture is the director's to choose.
 */
async function callByTelephone({ request, locked, parts, context }: Step): Promise<void> {
  const at = context.now();
  let { programme } = locked;
  for (const other of await listQueue(context.tx, request.sessionId)) {
    if (!other.onAirAt) continue;
    await stepSpeakerRequest(context.tx, other.id, { endedAt: at, outcome: 'DONE' });
    programme = withoutSpeaker(programme, other.siteId, locked.find);
  }
  await stepSpeakerRequest(context.tx, request.id, { onAirAt: at });
  await parts.desk.store(context, locked, programme);
}

/**
 * The hall's picture and sound go on air. Who spoke before is done, and a mute by the centre ends:
 * whoever is called up must be heard.
 * @throws Refusal SOURCE_NOT_SENDING when the hall shows nothing at present
 */
async function callUp({ request, locked, facts, parts, context }: Step): Promise<void> {
  const { tx } = context;
  const { sessionId, siteId } = request;
  const { site } = await requireSite(siteId, tx);
  if (site.mode === 'TV_ONLY') return callByTelephone({ request, locked, facts, parts, context });
  const at = context.now();
  const source = await findMainSource(tx, siteId);
  if (!source || !facts.tracksOf(source.sourceId).hasPicture) {
    throw new Refusal('SOURCE_NOT_SENDING');
  }
  for (const other of await listQueue(tx, sessionId)) {
    if (other.onAirAt) await stepSpeakerRequest(tx, other.id, { endedAt: at, outcome: 'DONE' });
  }
  await stepSpeakerRequest(tx, request.id, { onAirAt: at });
  await keepHallLine(tx, { sessionId, siteId }, { isMutedByCentre: false });
  const find = (id: string) => (id === source.sourceId ? source : locked.find(id));
  const taken = {
    mainSourceId: source.sourceId,
    insetSourceId: null,
    layout: 'FULL',
    sound: 'FOLLOWS',
  } as const;
  const programme = { ...take(locked.programme, taken, find), isHallSoundMuted: false };
  await parts.desk.store(context, locked, programme);
}

/** The picture goes back to the centre, unless the director has taken something else meanwhile. */
async function finish({ request, locked, parts, context }: Step): Promise<void> {
  const { programme, find } = locked;
  const endedAt = context.now();
  await stepSpeakerRequest(context.tx, request.id, { endedAt, outcome: 'DONE' });
  await parts.desk.store(context, locked, withoutSpeaker(programme, request.siteId, find));
}

function withoutSpeaker(
  programme: Programme,
  siteId: string,
  find: LockedProgramme['find'],
): Programme {
  const isOwn = (sourceId: string | null) => sourceId !== null && find(sourceId)?.siteId === siteId;
  const silent = isOwn(programme.hallSoundSourceId)
    ? { ...programme, hallSoundSourceId: null }
    : programme;
  if (!isOwn(programme.mainSourceId)) return silent;
  const back = {
    mainSourceId: programme.returnSourceId,
    insetSourceId: null,
    layout: 'FULL',
    sound: 'FOLLOWS',
  } as const;
  return take(silent, back, find);
}

async function leave(
  { request, locked, parts, context }: Step,
  outcome: 'DECLINED' | 'WITHDRAWN',
): Promise<void> {
  await stepSpeakerRequest(context.tx, request.id, { endedAt: context.now(), outcome });
  // A hall on standby was kept sending.
  if (statusOf(request) === 'STANDBY') await parts.desk.store(context, locked, {});
}

async function move(
  parts: SpeakerParts,
  { requestId, beforeRequestId }: { requestId: string; beforeRequestId: string | null },
  context: CommandContext,
): Promise<Record<string, never>> {
  const { sessionId } = await requireRequest(requestId, context);
  await parts.desk.lock(context.tx, { sessionId });
  const queue = await listQueue(context.tx, sessionId);
  const ids = queue.map(({ id }) => id);
  if (!ids.includes(requestId)) throw new Refusal('SPEAKER_STEP_CLOSED');
  const others = ids.filter((id) => id !== requestId);
  const index = beforeRequestId === null ? others.length : others.indexOf(beforeRequestId);
  if (index === -1 && beforeRequestId !== requestId) throw new Refusal('SPEAKER_STEP_CLOSED');
  if (index === -1) return {};
  others.splice(index, 0, requestId);
  await storeQueueOrder(context.tx, others);
  tellQueue(parts, context, { sessionId, siteIds: queue.map(({ siteId }) => siteId) });
  return {};
}

function tellQueue(
  { sessions }: SpeakerParts,
  context: CommandContext,
  changed: { sessionId: string; siteIds: string[] },
): void {
  context.afterCommit(() =>
    sessions.tell(changed.sessionId, (one) => one.queueChanged(changed.siteIds)),
  );
}

async function requireSite(siteId: string, tx: CommandContext['tx']) {
  const found = await findSite(tx, siteId);
  if (!found) throw new Refusal('NOT_FOUND');
  return found;
}

async function requireRequest(
  requestId: string,
  { tx }: CommandContext,
): Promise<SpeakerRequestRow> {
  const request = await findSpeakerRequest(tx, requestId);
  if (!request) throw new Refusal('NOT_FOUND');
  return request;
}

/** Directing belongs to the conference: a grant over one unit or hall does not reach it. */
async function conferenceScope(requestId: string, context: CommandContext): Promise<RowScope> {
  const { siteId } = await requireRequest(requestId, context);
  const { scope } = await requireSite(siteId, context.tx);
  return scope.conferenceId ? { conferenceId: scope.conferenceId } : {};
}
