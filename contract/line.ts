import { z } from 'zod';
import { SENT_KINDS, SLOTS } from '#domain/programme.ts';
import { defineCommand } from './command.ts';
import { EXAMPLE_ID, EXAMPLE_ID_2, id, requiredLine } from './primitives.ts';

/** The one codec of a session's pictures: H.264 constrained baseline by default, VP8 by setting. */
export const PROGRAMME_CODECS = ['H264', 'VP8'] as const;
export type ProgrammeCodec = (typeof PROGRAMME_CODECS)[number];

/**
 * Parameters of WebRTC in the form of mediasoup and its client library; looked at by the media node,
 * which refuses with INVALID_MEDIA what it can't use.
 */
const rtp = z.record(z.string().max(60), z.unknown());
const direction = z.enum(['SEND', 'RECEIVE']);
const kind = z.enum(['audio', 'video']);
const lineOf = { lineId: id };
const ok = z.object({});
const exampleLine = { lineId: EXAMPLE_ID };
const exampleTrack = { consumerId: EXAMPLE_ID, producerId: EXAMPLE_ID_2 };

/** `key` names one source of a hall ("main", "camera-2", "screen") and keeps its id over reconnects. */
export const sourceOffer = z.object({
  key: z.string().regex(/^[a-z0-9-]{1,40}$/),
  kind: z.enum(SENT_KINDS),
  name: requiredLine(80),
});

const track = z.object({ consumerId: id, producerId: id, kind, rtpParameters: rtp });

/** đường truyền: one browser's picture and sound, to and from the centre. */
export const lineCommands = {
  'line:open': defineCommand({
    summary:
      'Open this device’s line (or a control room’s) into a session: the transports to send and receive with. The client makes the id; opening one’s own again replaces it. A hall has one console line: CONSOLE_IN_USE while another console sends.',
    permission: 'line:open',
    kind: 'write',
    idempotency: 'natural',
    input: z.object({ ...lineOf, sessionId: id }),
    output: z.object({
      codec: z.enum(PROGRAMME_CODECS),
      rtpCapabilities: rtp,
      send: rtp.nullable(),
      receive: rtp,
      /** TURN servers, as a browser takes them; empty without any. */
      iceServers: z.array(rtp),
    }),
    example: {
      input: { ...exampleLine, sessionId: EXAMPLE_ID_2 },
      output: {
        codec: 'H264',
        rtpCapabilities: { codecs: [] },
        send: { id: EXAMPLE_ID },
        receive: { id: EXAMPLE_ID_2 },
        iceServers: [],
      },
    },
  }),
  'line:check': defineCommand({
    summary:
      'Whether the line is still there after a lost connection to the server; if so it goes on as it is.',
    permission: 'line:use',
    kind: 'read',
    input: z.object(lineOf),
    output: z.object({ isConnected: z.boolean() }),
    example: { input: exampleLine, output: { isConnected: true } },
  }),
  'line:connect': defineCommand({
    summary: 'Answer a transport’s DTLS parameters.',
    permission: 'line:use',
    kind: 'write',
    idempotency: 'natural',
    input: z.object({ ...lineOf, direction, dtlsParameters: rtp }),
    output: ok,
    example: {
      input: { ...exampleLine, direction: 'RECEIVE', dtlsParameters: { fingerprints: [] } },
      output: {},
    },
  }),
  'line:restart': defineCommand({
    summary: 'New ICE parameters for a transport whose network changed.',
    permission: 'line:use',
    kind: 'write',
    idempotency: 'natural',
    input: z.object({ ...lineOf, direction }),
    output: z.object({ iceParameters: rtp }),
    example: {
      input: { ...exampleLine, direction: 'RECEIVE' },
      output: { iceParameters: { usernameFragment: 'x', password: 'y' } },
    },
  }),
  'line:send': defineCommand({
    summary:
      'Send a picture or a sound as a source of one’s own hall. The source is kept under its key; only the central hall may offer other kinds than HALL.',
    permission: 'line:send',
    kind: 'write',
    idempotency: 'natural',
    input: z.object({
      ...lineOf,
      source: sourceOffer,
      kind: z.enum(['PICTURE', 'SOUND']),
      rtpParameters: rtp,
    }),
    output: z.object({ producerId: id, sourceId: id, isWanted: z.boolean() }),
    example: {
      input: {
        ...exampleLine,
        source: { key: 'main', kind: 'HALL', name: 'Máy quay hội trường' },
        kind: 'PICTURE',
        rtpParameters: { codecs: [], encodings: [] },
      },
      output: { producerId: EXAMPLE_ID, sourceId: EXAMPLE_ID_2, isWanted: false },
    },
  }),
  'line:stop-sending': defineCommand({
    summary: 'End one sent track, e.g. a screen share.',
    permission: 'line:send',
    kind: 'write',
    idempotency: 'natural',
    input: z.object({ ...lineOf, producerId: id }),
    output: ok,
    example: { input: { ...exampleLine, producerId: EXAMPLE_ID }, output: {} },
  }),
  'line:receive-programme': defineCommand({
    summary:
      'Receive the programme: one paused track a slot, once for the whole session. A take changes nothing about them.',
    permission: 'line:use',
    kind: 'write',
    idempotency: 'natural',
    input: z.object({ ...lineOf, rtpCapabilities: rtp }),
    output: z.object({ tracks: z.array(track.extend({ slot: z.enum(SLOTS) })) }),
    example: {
      input: { ...exampleLine, rtpCapabilities: { codecs: [] } },
      output: {
        tracks: [
          { ...exampleTrack, slot: 'MAIN', kind: 'video', rtpParameters: { encodings: [] } },
        ],
      },
    },
  }),
  'line:receive-source': defineCommand({
    summary: 'Receive one source by itself: the director’s look into a hall. Never for a hall.',
    permission: 'source:watch',
    kind: 'write',
    idempotency: 'natural',
    input: z.object({ ...lineOf, sourceId: id, rtpCapabilities: rtp }),
    output: z.object({ tracks: z.array(track) }),
    example: {
      input: { ...exampleLine, sourceId: EXAMPLE_ID_2, rtpCapabilities: { codecs: [] } },
      output: { tracks: [{ ...exampleTrack, kind: 'audio', rtpParameters: { encodings: [] } }] },
    },
  }),
  'line:resume': defineCommand({
    summary: 'Let paused tracks flow, once the browser is ready for them.',
    permission: 'line:use',
    kind: 'write',
    idempotency: 'natural',
    input: z.object({ ...lineOf, consumerIds: z.array(id).max(16) }),
    output: ok,
    example: { input: { ...exampleLine, consumerIds: [EXAMPLE_ID] }, output: {} },
  }),
  'line:prefer-layer': defineCommand({
    summary:
      'The highest layer wanted of a received picture: 0 for a small tile, 1 for a large one.',
    permission: 'line:use',
    kind: 'write',
    idempotency: 'natural',
    input: z.object({ ...lineOf, consumerId: id, layer: z.union([z.literal(0), z.literal(1)]) }),
    output: ok,
    example: { input: { ...exampleLine, consumerId: EXAMPLE_ID, layer: 0 }, output: {} },
  }),
  'line:stop-receiving': defineCommand({
    summary: 'End received tracks.',
    permission: 'line:use',
    kind: 'write',
    idempotency: 'natural',
    input: z.object({ ...lineOf, consumerIds: z.array(id).max(16) }),
    output: ok,
    example: { input: { ...exampleLine, consumerIds: [EXAMPLE_ID] }, output: {} },
  }),
  'line:close': defineCommand({
    summary: 'Leave: end the line and everything on it.',
    permission: 'line:use',
    kind: 'write',
    idempotency: 'natural',
    input: z.object(lineOf),
    output: ok,
    example: { input: exampleLine, output: {} },
  }),
};
