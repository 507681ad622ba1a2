import { assertUnreachable } from '#domain/assert-unreachable.ts';
import type { Db } from '#db/client.ts';
import type { MediaEvent, MediaPort } from '../media-link/media-port.ts';
import type { Logger } from '../logger.ts';
import type { BusKeeper } from './bus-keeper.ts';
import type { LineBook } from './line-book.ts';
import type { ProgrammeDesk } from './programme-desk.ts';
import type { SessionsOnAir } from './sessions-on-air.ts';

export interface FollowMediaParts {
  media: MediaPort;
  log: Logger;
  keeper: BusKeeper;
  sessions: SessionsOnAir;
  lines: LineBook;
  db: Db;
  desk: Pick<ProgrammeDesk, 'giveUp'>;
  now(): Date;
}

/** Brings what the media node tells to the sessions that it concerns; the answer ends it. */
export function followMedia(parts: FollowMediaParts): () => void {
  return parts.media.onEvent((event) => {
    if (event.type === 'reset') void parts.keeper.synchronise();
    else parts.keeper.onceAdopted(() => tryFollow(event, parts));
  });
}

function tryFollow(event: Followed, parts: FollowMediaParts): void {
  try {
    follow(event, parts);
  } catch (error) {
    parts.log.error({ type: event.type, name: (error as Error).name }, 'an event was not followed');
  }
}

function follow(event: Followed, parts: FollowMediaParts): void {
  switch (event.type) {
    case 'line-changed':
      return lineChanged(event, parts);
    case 'line-closed':
      return lineClosed(event, parts);
    case 'source-wanted':
      return sourceWanted(event, parts);
    case 'source-changed':
      return sourceChanged(event, parts);
    case 'slot-cut':
      return parts.sessions.known(event.sessionId)?.slotCut(event.slot, event.sourceId);
    case 'slot-failed':
      return slotFailed(event, parts);
    case 'slot-starved':
      return parts.sessions.known(event.sessionId)?.slotStarved(event.slot, event.sourceId);
    case 'levels':
      return parts.sessions.known(event.sessionId)?.tellLevels(event.slots);
    default:
      return assertUnreachable(event);
  }
}

type Followed = Exclude<MediaEvent, { type: 'reset' }>;
type EventOf<T extends MediaEvent['type']> = Extract<MediaEvent, { type: T }>;

function lineChanged(
  { lineId, sessionId, isConnected }: EventOf<'line-changed'>,
  { lines, sessions }: FollowMediaParts,
): void {
  const line = lines.setConnected(lineId, isConnected);
  if (!line?.canSend || line.siteId === null) return;
  sessions.known(sessionId)?.setStanding(line.siteId, isConnected ? 'UP' : 'LOST');
}

function lineClosed({ lineId }: EventOf<'line-closed'>, { lines, keeper }: FollowMediaParts): void {
  const line = lines.find(lineId);
  if (!line) return;
  keeper.forgetLine(line, 'LOST');
  keeper.tellClosed(lineId, { isTakenOver: false });
}

function slotFailed(event: EventOf<'slot-failed'>, parts: FollowMediaParts): void {
  const { sessionId, slot, sourceId } = event;
  const session = parts.sessions.known(sessionId);
  if (!session) return;
  session.slotFailed(slot, sourceId);
  const shownSourceId = session.facts.shownIn(slot);
  const heardSourceId = session.facts.shownIn('SOUND_HALL');
  const given = { sessionId, slot, sourceId, shownSourceId, heardSourceId, at: parts.now() };
  parts.desk.giveUp(parts.db, given).then(
    (siteIds) => siteIds.length > 0 && session.queueChanged(siteIds),
    (error: unknown) => {
      parts.log.error({ sessionId, name: (error as Error).name }, 'a take could not be given up');
    },
  );
}

function sourceWanted(
  { sourceId, lineId, isWanted }: EventOf<'source-wanted'>,
  { lines, sessions }: FollowMediaParts,
): void {
  const line = lines.find(lineId);
  if (!line || line.siteId === null) return;
  sessions.known(line.sessionId)?.setWanted({ sourceId, siteId: line.siteId }, isWanted);
}

function sourceChanged(
  { sourceId, sessionId, hasPicture, hasSound }: EventOf<'source-changed'>,
  { sessions }: FollowMediaParts,
): void {
  sessions.known(sessionId)?.setTracks(sourceId, { hasPicture, hasSound });
}
