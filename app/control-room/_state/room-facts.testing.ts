import type { ControlRoomHall, ControlRoomSource } from '#contract/control-room.ts';
import type { HallReport } from '#contract/hall.ts';
import type { ProgrammeState } from '#contract/programme.ts';
import type { SpeakerRequestState } from '#contract/speaker.ts';
import type { RoomSnapshot } from './room-facts.ts';
import type { HallPlace } from './room-reducer.ts';

/** A control room made up for tests: halls `s0` … with sources `p0` …, `s0` being the central hall. */
export const goodReport: HallReport = {
  picture: 'GOOD',
  sound: 'GOOD',
  lossPercent: 0,
  roundTripMs: 20,
  receivedFramesPerSecond: 25,
  receivedHeight: 720,
  isProgrammeFrozen: false,
};

export function testHall(index: number, change: Partial<ControlRoomHall> = {}): ControlRoomHall {
  return {
    siteId: `s${index}`,
    code: `HN-${String(index).padStart(3, '0')}`,
    name: `Điểm cầu Phường Đức Thắng ${index}`,
    tier: index === 0 ? 'CENTRAL' : 'COMMUNE',
    siteMode: 'ONLINE',
    unitName: `Đảng bộ phường ${index}`,
    hasConsole: true,
    line: 'UP',
    since: '2026-11-20T01:00:00Z',
    followingMode: 'FULL',
    following: { kind: 'FULL', at: '2026-11-20T01:00:00Z' },
    helpAskedAt: null,
    isMutedByCentre: false,
    isMutedByHall: false,
    hasPicture: true,
    hasSound: true,
    sourceId: `p${index}`,
    report: goodReport,
    message: null,
    ...change,
  };
}

export function testSource(
  index: number,
  change: Partial<ControlRoomSource> = {},
): ControlRoomSource {
  return {
    sourceId: `p${index}`,
    siteId: `s${index}`,
    kind: index === 0 ? 'CAMERA' : 'HALL',
    key: 'main',
    name: `Nguồn ${index}`,
    isCentral: index === 0,
    hasPicture: true,
    hasSound: true,
    trimDb: 0,
    ...change,
  };
}

export function testProgramme(change: Partial<ProgrammeState> = {}): ProgrammeState {
  return {
    sessionId: 'session',
    number: 1,
    codec: 'H264',
    mainSourceId: null,
    insetSourceId: null,
    layout: 'FULL',
    previewSourceId: null,
    returnSourceId: null,
    centreSoundSourceId: null,
    hallSoundSourceId: null,
    isCentreSoundMuted: false,
    isHallSoundMuted: false,
    notice: 'NONE',
    mainName: '',
    mainSiteId: null,
    insetName: '',
    startedAt: null,
    endedAt: null,
    ...change,
  };
}

export function testRequest(
  index: number,
  status: SpeakerRequestState['status'],
): SpeakerRequestState {
  return {
    requestId: `r${index}`,
    siteId: `s${index}`,
    siteName: `Điểm cầu Phường Đức Thắng ${index}`,
    note: '',
    status,
    requestedAt: '2026-11-20T01:00:00Z',
    since: '2026-11-20T01:00:00Z',
  };
}

/** As many halls as asked for, all in order, each with its source. */
export function testSnapshot(hallCount: number, change: Partial<RoomSnapshot> = {}): RoomSnapshot {
  const indexes = Array.from({ length: hallCount }, (_, index) => index);
  return {
    programme: testProgramme(),
    halls: indexes.map((index) => testHall(index)),
    sources: indexes.map((index) => testSource(index)),
    queue: [],
    slots: [],
    ...change,
  };
}

/** Groups of twenty-five, as large as a district of the round. */
export function testPlaces(hallCount: number): HallPlace[] {
  return Array.from({ length: hallCount }, (_, index) => ({
    siteId: `s${index}`,
    group: `Quận ${Math.floor(index / 25)}`,
  }));
}
