import { z } from 'zod';
import type { ProgrammeCodec } from '#contract/line.ts';

type Blob = Record<string, unknown>;

const LEVEL_URI = 'urn:ietf:params:rtp-hdrext:ssrc-audio-level';
const PICTURE_TYPES = { H264: 'video/h264', VP8: 'video/vp8' } as const;
const SOUND_TYPE = 'audio/opus';

const routerCapabilities = z.object({
  codecs: z.array(
    z.looseObject({
      kind: z.enum(['audio', 'video']),
      mimeType: z.string(),
      clockRate: z.int(),
      channels: z.int().optional(),
      preferredPayloadType: z.int(),
      parameters: z.record(z.string(), z.unknown()).optional(),
    }),
  ),
  headerExtensions: z
    .array(z.object({ kind: z.string().optional(), uri: z.string(), preferredId: z.int() }))
    .default([]),
});

export interface SentCodec {
  mimeType: string;
  clockRate: number;
  channels?: number | undefined;
  payloadType: number;
  parameters: Blob;
}

/** What the session's picture and sound are carried as. */
export interface SessionCodecs {
  picture: SentCodec;
  sound: SentCodec;
  /** Id of the header extension for loudness; null when the centre does not take it. */
  levelExtensionId: number | null;
}

/**
 * Chooses from what `line:open` answers.
 * @throws Error when the session has no codec that a simulated hall can send
 */
export function chooseCodecs(rtpCapabilities: Blob, codec: ProgrammeCodec): SessionCodecs {
  const { codecs, headerExtensions } = routerCapabilities.parse(rtpCapabilities);
  const find = (mimeType: string): SentCodec => {
    const found = codecs.find((one) => one.mimeType.toLowerCase() === mimeType);
    if (!found) throw new Error(`the session has no ${mimeType}`);
    const { clockRate, channels, preferredPayloadType, parameters } = found;
    const payloadType = preferredPayloadType;
    return {
      mimeType: found.mimeType,
      clockRate,
      channels,
      payloadType,
      parameters: parameters ?? {},
    };
  };
  const level = headerExtensions.find(({ uri, kind }) => uri === LEVEL_URI && kind !== 'video');
  return {
    picture: find(PICTURE_TYPES[codec]),
    sound: find(SOUND_TYPE),
    levelExtensionId: level?.preferredId ?? null,
  };
}

const feedbackOf = ({ clockRate }: SentCodec) =>
  clockRate === 90_000
    ? [
        { type: 'nack', parameter: '' },
        { type: 'nack', parameter: 'pli' },
      ]
    : [];

const channelsOf = ({ channels }: SentCodec) => (channels === undefined ? {} : { channels });

/** What a hall says that it can receive: the session's two codecs, without estimates of the line. */
export function receiveCapabilities({ picture, sound }: SessionCodecs): Blob {
  const codecs = [sound, picture].map((one) => ({
    kind: one.mimeType.split('/')[0],
    mimeType: one.mimeType,
    clockRate: one.clockRate,
    ...channelsOf(one),
    preferredPayloadType: one.payloadType,
    parameters: one.parameters,
    rtcpFeedback: feedbackOf(one),
  }));
  return { codecs, headerExtensions: [] };
}

/** `rtpParameters` of `line:send`; layers are named by SSRC, low first. */
export function sentParameters(
  codec: SentCodec,
  track: { mid: string; ssrcs: readonly number[]; levelExtensionId: number | null },
): Blob {
  const { mid, ssrcs, levelExtensionId } = track;
  const { mimeType, clockRate, payloadType, parameters } = codec;
  return {
    mid,
    codecs: [
      {
        mimeType,
        clockRate,
        ...channelsOf(codec),
        payloadType,
        parameters,
        rtcpFeedback: feedbackOf(codec),
      },
    ],
    headerExtensions: levelExtensionId === null ? [] : [{ uri: LEVEL_URI, id: levelExtensionId }],
    encodings: ssrcs.map((ssrc) => ({ ssrc })),
    rtcp: { cname: 'hall', reducedSize: true },
  };
}
