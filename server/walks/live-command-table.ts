import { randomUUID } from 'node:crypto';
import type { CommandName } from '#contract/registry.ts';
import type { Round } from '../testing/round.ts';
import type { CommandWalk } from './command-table.ts';

const sessionRow = ({ near }: Round) => ({ sessionId: near.sessionId });
const siteSession = ({ near }: Round) => ({ siteId: near.siteId, sessionId: near.sessionId });
const requestRow = ({ near }: Round) => ({ requestId: near.speakerRequestId });
const sourceRow = (round: Round) => ({ ...sessionRow(round), sourceId: round.near.sourceId });
const outletRow = ({ near }: Round) => ({ outletId: near.outletId });
const filmRow = ({ near }: Round) => ({ sourceId: near.filmId });
const streamRow = ({ near }: Round) => ({ sourceId: near.streamId });
const recordingRow = ({ near }: Round) => ({ recordingId: near.recordingId });
const consoleLine = ({ consoleLineId }: Round) => ({ lineId: consoleLineId });
const rtpCapabilities = { codecs: [] };
const report = {
  picture: 'GOOD' as const,
  sound: 'SILENT' as const,
  lossPercent: 0,
  roundTripMs: 20,
  receivedFramesPerSecond: 25,
  receivedHeight: 720,
  isProgrammeFrozen: false,
};

type LiveCommand = Extract<
  CommandName,
  `${'line' | 'programme' | 'source' | 'speaker' | 'hall' | 'following' | 'control-room' | 'broadcast' | 'outlet' | 'isolated' | 'recording' | 'agenda-turn' | 'input'}:${string}`
>;

/** The commands of a session in progress: lines, programme, queue, halls, control room. */
export const LIVE_COMMAND_WALKS: { [N in LiveCommand]: CommandWalk<N> } = {
  'line:open': {
    row: 'programme',
    input: (round) => ({ lineId: randomUUID(), ...sessionRow(round) }),
  },
  'line:check': { row: 'own-line', input: consoleLine },
  'line:connect': {
    row: 'own-line',
    input: (round) => ({ ...consoleLine(round), direction: 'RECEIVE', dtlsParameters: {} }),
  },
  'line:restart': {
    row: 'own-line',
    input: (round) => ({ ...consoleLine(round), direction: 'RECEIVE' }),
  },
  'line:send': {
    row: 'own-line',
    input: (round) => ({
      ...consoleLine(round),
      source: { key: 'main', kind: 'HALL', name: 'Máy quay' },
      kind: 'PICTURE',
      rtpParameters: { codecs: [] },
    }),
  },
  'line:stop-sending': {
    row: 'own-line',
    input: (round) => ({ ...consoleLine(round), producerId: randomUUID() }),
  },
  'line:receive-programme': {
    row: 'own-line',
    input: (round) => ({ ...consoleLine(round), rtpCapabilities }),
  },
  'line:receive-source': {
    row: 'conference',
    input: ({ controlRoomLineId, near }) => ({
      lineId: controlRoomLineId,
      sourceId: near.sourceId,
      rtpCapabilities,
    }),
  },
  'line:resume': {
    row: 'own-line',
    input: (round) => ({ ...consoleLine(round), consumerIds: [] }),
  },
  'line:prefer-layer': {
    row: 'own-line',
    input: (round) => ({ ...consoleLine(round), consumerId: randomUUID(), layer: 0 }),
  },
  'line:stop-receiving': {
    row: 'own-line',
    input: (round) => ({ ...consoleLine(round), consumerIds: [] }),
  },
  'line:close': { row: 'own-line', input: consoleLine },

  'programme:subscribe': { row: 'programme', input: sessionRow },
  'programme:start': { row: 'conference', input: sessionRow },
  'programme:end': { row: 'conference', input: sessionRow },
  'programme:preview': { row: 'conference', input: sourceRow },
  'programme:take': {
    row: 'conference',
    input: (round) => ({
      ...sessionRow(round),
      mainSourceId: round.near.sourceId,
      insetSourceId: null,
      layout: 'FULL',
      sound: 'FOLLOWS',
    }),
  },
  'programme:set-sound': {
    row: 'conference',
    input: (round) => ({ ...sourceRow(round), slot: 'SOUND_HALL', isMuted: false }),
  },
  'programme:set-notice': {
    row: 'conference',
    input: (round) => ({ ...sessionRow(round), notice: 'BREAK' }),
  },
  'source:set-trim': { row: 'conference', input: (round) => ({ ...sourceRow(round), trimDb: -3 }) },
  'source:rename': {
    row: 'conference',
    input: (round) => ({ ...sourceRow(round), name: 'Chủ tọa' }),
  },

  'speaker:request': { row: 'site', input: (round) => ({ ...siteSession(round), note: '' }) },
  'speaker:withdraw': { row: 'site', input: requestRow },
  'speaker:accept': { row: 'conference', input: requestRow },
  'speaker:prepare': { row: 'conference', input: requestRow },
  'speaker:call': { row: 'conference', input: requestRow },
  'speaker:finish': { row: 'conference', input: requestRow },
  'speaker:decline': { row: 'conference', input: requestRow },
  'speaker:move': {
    row: 'conference',
    input: (round) => ({ ...requestRow(round), beforeRequestId: null }),
  },

  'hall:subscribe': { row: 'site', input: siteSession },
  'hall:mute-self': { row: 'site', input: (round) => ({ ...siteSession(round), isMuted: true }) },
  'hall:set-mode': { row: 'site', input: (round) => ({ ...siteSession(round), mode: 'LOWER' }) },
  'hall:set-sound-output': {
    row: 'site',
    input: (round) => ({ ...siteSession(round), soundOutput: 'PROJECTOR' }),
  },
  'hall:report': { row: 'site', input: (round) => ({ ...siteSession(round), report }) },
  'hall:still': {
    row: 'site',
    input: (round) => ({ ...siteSession(round), still: '/9j/4AAQSkZJRgABAQAAAQABAAD' }),
  },
  'hall:contact': { row: 'conference', input: siteSession },
  'hall:message': { row: 'conference', input: (round) => ({ ...siteSession(round), text: 'Gọi' }) },
  'hall:see-message': {
    row: 'site',
    input: (round) => ({ ...siteSession(round), messageId: randomUUID() }),
  },
  'hall:ask-help': { row: 'site', input: (round) => ({ ...siteSession(round), isNeeded: true }) },
  'hall:end-help': { row: 'conference', input: siteSession },
  'following:list': { row: 'shared', input: sessionRow },
  'following:say': { row: 'site', input: (round) => ({ ...siteSession(round), canFollow: true }) },
  'following:report-watch': {
    row: 'site',
    input: (round) => ({ ...siteSession(round), watch: { condition: 'PLAYING', step: 'high' } }),
  },
  'hall:mute': { row: 'conference', input: (round) => ({ ...siteSession(round), isMuted: true }) },
  'hall:mute-all': { row: 'conference', input: sessionRow },

  'broadcast:subscribe': { row: 'conference', input: sessionRow },
  'broadcast:start': { row: 'conference', input: sessionRow },
  'broadcast:stop': { row: 'conference', input: sessionRow },
  'broadcast:set-access': {
    row: 'conference',
    input: (round) => ({ ...sessionRow(round), access: 'LINK' }),
  },
  'broadcast:renew-link': { row: 'conference', input: sessionRow },
  'outlet:add': {
    row: 'conference',
    input: (round) => ({ ...sessionRow(round), kind: 'RECORDING', name: 'Bản ghi', address: null }),
  },
  'broadcast:set-watch-delay': {
    row: 'conference',
    input: (round) => ({ ...sessionRow(round), delaySeconds: 10 }),
  },
  'outlet:configure': {
    row: 'conference',
    input: (round) => ({ ...outletRow(round), signalKind: 'CLEAN', delaySeconds: 10 }),
  },
  'outlet:start': { row: 'conference', input: outletRow },
  'outlet:stop': { row: 'conference', input: outletRow },
  'isolated:start': { row: 'conference', input: sourceRow },
  'isolated:stop': { row: 'conference', input: sourceRow },
  'outlet:remove': { row: 'conference', input: outletRow },

  'input:subscribe': { row: 'conference', input: sessionRow },
  'input:play': { row: 'conference', input: filmRow },
  'input:pause': { row: 'conference', input: filmRow },
  'input:seek': { row: 'conference', input: (round) => ({ ...filmRow(round), atMs: 1_000 }) },
  'input:remove': { row: 'conference', input: filmRow },
  'input:add-stream': {
    row: 'conference',
    input: (round) => ({ ...sessionRow(round), kind: 'RTMP', name: 'Xe truyền hình' }),
  },
  'input:address': { row: 'conference', input: streamRow },
  'input:renew-key': { row: 'conference', input: streamRow },
  'input:open': { row: 'conference', input: streamRow },
  'input:close': { row: 'conference', input: streamRow },
  'recording:subscribe': {
    row: 'conference',
    input: ({ near }) => ({ conferenceId: near.conferenceId }),
  },
  'recording:cut-points': { row: 'conference', input: recordingRow },
  'recording:make-again': { row: 'conference', input: recordingRow },
  'recording:remove': { row: 'conference', input: recordingRow },
  'agenda-turn:begin': {
    row: 'conference',
    input: ({ near }) => ({ agendaItemId: near.agendaItemId }),
  },

  'control-room:subscribe': { row: 'conference', input: sessionRow },
  'control-room:stills': {
    row: 'conference',
    input: (round) => ({ ...sessionRow(round), isFollowing: true }),
  },
};
