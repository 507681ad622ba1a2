import { isInput } from '#domain/programme.ts';
import type { ControlRoomHall } from '#contract/control-room.ts';
import type { FollowingKind } from '#domain/following.ts';
import type { SpeakerRequestState } from '#contract/speaker.ts';
import type { RoomFacts } from './room-facts.ts';

/** One state a hall, the most important one: it gives the tile its colour and letter. */
export const HALL_STATUSES = [
  'ON_AIR',
  'LOST',
  'TROUBLE',
  'ASKING',
  'READY',
  'NOT_JOINED',
  'TELEVISION',
] as const;
export type HallStatus = (typeof HALL_STATUSES)[number];

/** What is wrong with a hall, worst first. */
export const PROBLEMS = [
  'ON_AIR_LOST',
  'ON_AIR_BLACK',
  'ON_AIR_FROZEN',
  'ON_AIR_SILENT',
  'ON_AIR_CLIPPING',
  'HELP',
  'CANNOT_FOLLOW',
  'LOST',
  'BLACK',
  'FROZEN',
  'PROGRAMME_FROZEN',
  'WATCH_STALLED',
  'LOSS',
  'NEVER_JOINED',
] as const;
export type Problem = (typeof PROBLEMS)[number];

/** Above this share of lost packets people notice it, in percent. */
const LOSS_LIMIT_PERCENT = 5;

/** A hall as the list and the wall show it; the same object as long as nothing of it changed. */
export interface HallRow {
  hall: ControlRoomHall;
  status: HallStatus;
  problem: Problem | null;
  isOnAir: boolean;
  isInPreview: boolean;
  request: SpeakerRequestState | null;
}

interface AirState {
  pictures: ReadonlySet<string>;
  sounds: ReadonlySet<string>;
  previewSiteId: string | null;
}

/**
 * The rows of all halls. Rows that did not change are the ones given in `before`, so that whoever
 * shows one row need not look again.
 */
export function rowsOf(
  facts: RoomFacts,
  before: ReadonlyMap<string, HallRow>,
): ReadonlyMap<string, HallRow> {
  const air = airOf(facts);
  const requests = new Map(facts.queue.map((request) => [request.siteId, request]));
  const rows = new Map<string, HallRow>();
  for (const hall of facts.halls.values()) {
    const next = rowOf(hall, air, requests.get(hall.siteId) ?? null);
    const known = before.get(hall.siteId);
    rows.set(hall.siteId, known && isSame(known, next) ? known : next);
  }
  return rows;
}

function airOf({ programme, sources }: RoomFacts): AirState {
  // A film is of no hall: the central one is not on air with it.
  const siteOf = (sourceId: string | null) => {
    const source = sourceId === null ? undefined : sources.get(sourceId);
    return source && !isInput(source) ? source.siteId : null;
  };
  const sitesOf = (...ids: (string | null)[]) =>
    new Set(ids.map(siteOf).filter((siteId) => siteId !== null));
  const { isCentreSoundMuted, isHallSoundMuted } = programme;
  const main = programme.mainSourceId === null ? null : programme.mainSiteId;
  const pictures = sitesOf(programme.mainSourceId, programme.insetSourceId);
  if (main !== null) pictures.add(main);
  return {
    pictures,
    sounds: sitesOf(
      isCentreSoundMuted ? null : programme.centreSoundSourceId,
      isHallSoundMuted ? null : programme.hallSoundSourceId,
    ),
    previewSiteId: siteOf(programme.previewSourceId),
  };
}

function rowOf(hall: ControlRoomHall, air: AirState, request: SpeakerRequestState | null): HallRow {
  const isOnAir = air.pictures.has(hall.siteId) || air.sounds.has(hall.siteId);
  const problem = problemOf(hall, air);
  return {
    hall,
    problem,
    isOnAir,
    request,
    isInPreview: air.previewSiteId === hall.siteId,
    status: statusOf({ hall, isOnAir, problem, request }),
  };
}

function statusOf(row: Pick<HallRow, 'hall' | 'isOnAir' | 'problem' | 'request'>): HallStatus {
  const { hall } = row;
  if (row.isOnAir) return 'ON_AIR';
  if (hall.line === 'LOST') return 'LOST';
  const isTrouble = hall.line === 'UP' ? row.problem !== null : isSaidByHall(row.problem);
  if (isTrouble) return 'TROUBLE';
  if (row.request !== null && row.request.status !== 'ENDED') return 'ASKING';
  if (hall.line === 'UP') return 'READY';
  return followsTelevision(hall) ? 'TELEVISION' : 'NOT_JOINED';
}

/** By television or the watch page: by plan, by choice, or as its own machines say. */
function followsTelevision({ siteMode, followingMode, following }: ControlRoomHall): boolean {
  const isLeft = followingMode === 'TELEVISION' || followingMode === 'WATCH';
  return siteMode === 'TV_ONLY' || isLeft || !BY_LINE.includes(following.kind);
}

const BY_LINE: readonly FollowingKind[] = ['FULL', 'LOWER', 'SOUND_ONLY', 'LOST', 'NOT_JOINED'];

/** Trouble that is known without a line. */
function isSaidByHall(problem: Problem | null): boolean {
  return problem === 'HELP' || problem === 'CANNOT_FOLLOW' || problem === 'WATCH_STALLED';
}

function problemOf(hall: ControlRoomHall, air: AirState): Problem | null {
  const isSeen = air.pictures.has(hall.siteId);
  const isHeard = air.sounds.has(hall.siteId);
  return (
    (isSeen || isHeard ? problemOnAir(hall, { isSeen, isHeard }) : null) ??
    problemSaid(hall) ??
    (hall.line === 'UP' ? problemOfReport(hall) : problemOfLine(hall))
  );
}

function problemOnAir(
  { line, report, hasPicture, hasSound, isMutedByHall, isMutedByCentre }: ControlRoomHall,
  { isSeen, isHeard }: { isSeen: boolean; isHeard: boolean },
): Problem | null {
  if (line !== 'UP') return 'ON_AIR_LOST';
  const picture = hasPicture ? report?.picture : 'MISSING';
  if (isSeen && picture !== undefined && picture !== 'GOOD') {
    return picture === 'FROZEN' ? 'ON_AIR_FROZEN' : 'ON_AIR_BLACK';
  }
  if (!isHeard) return null;
  const isSilent = report?.sound === 'SILENT' || report?.sound === 'MISSING';
  if (!hasSound || isMutedByHall || isMutedByCentre || isSilent) return 'ON_AIR_SILENT';
  return report?.sound === 'CLIPPING' ? 'ON_AIR_CLIPPING' : null;
}

/** What somebody in the hall, or its watch page, says; worse than what its line measures. */
function problemSaid({ helpAskedAt, following, line }: ControlRoomHall): Problem | null {
  if (helpAskedAt !== null) return 'HELP';
  if (following.kind === 'CANNOT') return 'CANNOT_FOLLOW';
  return following.kind === 'WATCH_STALLED' && line !== 'LOST' ? 'WATCH_STALLED' : null;
}

function problemOfReport({ report }: ControlRoomHall): Problem | null {
  if (report === null) return null;
  if (report.picture === 'BLACK' || report.picture === 'MISSING') return 'BLACK';
  if (report.picture === 'FROZEN') return 'FROZEN';
  if (report.isProgrammeFrozen) return 'PROGRAMME_FROZEN';
  return report.lossPercent >= LOSS_LIMIT_PERCENT ? 'LOSS' : null;
}

/** A hall that chose television is none that is missing. */
function problemOfLine(hall: ControlRoomHall): Problem | null {
  if (hall.line === 'LOST') return 'LOST';
  return hall.siteMode === 'ONLINE' && !followsTelevision(hall) ? 'NEVER_JOINED' : null;
}

function isSame(left: HallRow, right: HallRow): boolean {
  return (
    left.hall === right.hall &&
    left.status === right.status &&
    left.problem === right.problem &&
    left.isOnAir === right.isOnAir &&
    left.isInPreview === right.isInPreview &&
    left.request === right.request
  );
}
