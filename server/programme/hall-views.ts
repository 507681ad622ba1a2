import type { ControlRoomHall, ControlRoomSource } from '#contract/control-room.ts';
import type { CentreMessage, HallState } from '#contract/hall.ts';
import type { FollowingState } from '#contract/following.ts';
import type { SpeakerRequestState } from '#contract/speaker.ts';
import type { Tx } from '#db/client.ts';
import { findBroadcast, type BroadcastRow } from '#db/queries/broadcast.ts';
import { listUnseenMessages } from '#db/queries/centre-message.ts';
import type { CentreMessageRow } from '#db/queries/centre-message.ts';
import { listHalls } from '#db/queries/hall-line.ts';
import type { HallRow } from '#db/queries/hall-line.ts';
import { isRecorded, listIsolatedSites } from '#db/queries/recording.ts';
import { listSources, MAIN_SOURCE_KEY } from '#db/queries/source.ts';
import type { SourceRow } from '#db/queries/source.ts';
import { listQueue } from '#db/queries/speaker.ts';
import type { QueuedRow, SpeakerRequestRow } from '#db/queries/speaker.ts';
import { followingOf } from '#domain/following.ts';
import { watchPathOf } from '#domain/watch.ts';
import { speakerStatus } from '#domain/speaker-queue.ts';
import type { SpeakerStatus } from '#domain/speaker-queue.ts';
import type { OnAir } from './direction.ts';
import type { LineStanding, SessionFacts } from './session-facts.ts';

export interface SessionPlace {
  sessionId: string;
  conferenceId: string;
}

/** The halls' own states, for those of the given halls that there are. */
export async function readHallStates(
  tx: Tx,
  asked: SessionPlace & { siteIds: string[]; facts: SessionFacts; onAir: OnAir },
): Promise<HallState[]> {
  const [halls, sources, queue, broadcast, isBeingRecorded, isolated, unseen] = await Promise.all([
    listHalls(tx, asked),
    listSources(tx, asked),
    listQueue(tx, asked.sessionId),
    findBroadcast(tx, asked.sessionId),
    isRecorded(tx, asked.sessionId),
    listIsolatedSites(tx, asked.sessionId),
    listUnseenMessages(tx, asked),
  ]);
  const waiting = queue.filter((request) => request.onAirAt === null);
  return halls.map((hall) => {
    const { siteId, isMutedByCentre, isMutedByHall, followingMode, soundOutput } = hall;
    const own = sources.filter((source) => source.siteId === siteId);
    const request = queue.find((one) => one.siteId === siteId);
    const before = waiting.findIndex((one) => one.siteId === siteId);
    return {
      sessionId: asked.sessionId,
      siteId,
      isMutedByCentre,
      isMutedByHall,
      mode: followingMode,
      soundOutput,
      speakerRequest: request ? speakerState(request) : null,
      waitingBefore: before === -1 ? null : before,
      isPictureOnAir: asked.onAir.pictureSiteIds.includes(siteId),
      isSoundOnAir: asked.onAir.soundSiteIds.includes(siteId),
      wantedSourceIds: own.flatMap(({ sourceId }) =>
        asked.facts.wantedSourceIds.has(sourceId) ? [sourceId] : [],
      ),
      trims: own.map(({ sourceId, trimDb }) => ({ sourceId, trimDb })),
      said: saidState(hall),
      helpAskedAt: hall.helpAskedAt?.toISOString() ?? null,
      watchPath: pathFor(broadcast),
      isRecorded: isBeingRecorded,
      isIsolated: isolated.has(siteId),
      messages: unseen.filter((message) => message.siteId === siteId).map(messageState),
    };
  });
}

function saidState({ canFollow, saidAt }: HallRow): HallState['said'] {
  return canFollow === null || saidAt === null ? null : { canFollow, at: saidAt.toISOString() };
}

/** Halls are let in wherever it is not closed to everybody. */
function pathFor(broadcast: BroadcastRow | null): string | null {
  if (!broadcast?.isOn || broadcast.access === 'CLOSED') return null;
  return watchPathOf(broadcast.watchKey);
}

export function statusOf(row: SpeakerRequestRow): SpeakerStatus {
  const ms = (moment: Date | null) => moment?.getTime() ?? null;
  return speakerStatus({
    requestedAtMs: row.requestedAt.getTime(),
    acceptedAtMs: ms(row.acceptedAt),
    standbyAtMs: ms(row.standbyAt),
    onAirAtMs: ms(row.onAirAt),
    endedAtMs: ms(row.endedAt),
  });
}

export function speakerState(row: QueuedRow): SpeakerRequestState {
  const since = row.endedAt ?? row.onAirAt ?? row.standbyAt ?? row.acceptedAt ?? row.requestedAt;
  return {
    requestId: row.id,
    siteId: row.siteId,
    siteName: row.siteName,
    note: row.note,
    status: statusOf(row),
    requestedAt: row.requestedAt.toISOString(),
    since: since.toISOString(),
  };
}

function messageState({ id, text, sentAt }: CentreMessageRow): CentreMessage {
  return { messageId: id, text, sentAt: sentAt.toISOString() };
}

/** What the database has of a hall in a session. */
export interface StoredHall {
  row: HallRow;
  sources: readonly SourceRow[];
  /** The last one. */
  message: CentreMessageRow | null;
}

interface Known {
  facts: SessionFacts;
  isInStep: boolean;
}

function standingOf(row: HallRow, { facts, isInStep }: Known): LineStanding {
  const standing = facts.standingOf(row.siteId);
  // Lost before this process began, which therefore saw nothing of it.
  const isLost = standing.line === 'NONE' && standing.since === null && row.isAwaited && isInStep;
  return isLost ? { ...standing, line: 'LOST' } : standing;
}

/** How the hall follows, from its stored row and what its machines say. */
export function hallFollowing(row: HallRow, known: Known): FollowingState {
  const { line, since } = standingOf(row, known);
  const { canFollow, saidAt } = row;
  const { kind, atMs } = followingOf({
    siteMode: row.siteMode,
    line: { state: line, sinceMs: since?.getTime() ?? null },
    mode: row.followingMode,
    watch: known.facts.watchOf(row.siteId),
    said: canFollow === null || saidAt === null ? null : { canFollow, atMs: saidAt.getTime() },
  });
  return { kind, at: atMs === null ? null : new Date(atMs).toISOString() };
}

/** A hall as the control room lists it; its main source comes first among its own. */
export function controlRoomHall(
  { row, sources, message }: StoredHall,
  { facts, isInStep }: Known,
): ControlRoomHall {
  const source = sources.find(({ key }) => key === MAIN_SOURCE_KEY) ?? sources[0];
  const { line, since } = standingOf(row, { facts, isInStep });
  const { siteId, code, name, tier, siteMode, unitName, hasConsole } = row;
  const { followingMode, isMutedByCentre, isMutedByHall, helpAskedAt } = row;
  return {
    ...{ siteId, code, name, tier, siteMode, unitName, hasConsole },
    ...{ followingMode, isMutedByCentre, isMutedByHall },
    line,
    since: since?.toISOString() ?? null,
    following: hallFollowing(row, { facts, isInStep }),
    helpAskedAt: helpAskedAt?.toISOString() ?? null,
    ...facts.tracksOf(source?.sourceId ?? ''),
    sourceId: source?.sourceId ?? null,
    report: facts.reports.get(row.siteId) ?? null,
    message: message && {
      ...messageState(message),
      seenAt: message.seenAt?.toISOString() ?? null,
    },
  };
}

export function controlRoomSource(row: SourceRow, facts: SessionFacts): ControlRoomSource {
  const { conferenceId: _conferenceId, ...source } = row;
  return { ...source, ...facts.tracksOf(row.sourceId) };
}
