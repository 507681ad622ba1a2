import type { types } from 'mediasoup';
import type { ProgrammeCodec } from '#contract/line.ts';

/** Constrained baseline, level 3.1, whole pictures over several packets: what every browser decodes. */
const H264_PARAMETERS = {
  'packetization-mode': 1,
  'profile-level-id': '42e01f',
  'level-asymmetry-allowed': 1,
};

const OPUS: types.RouterRtpCodecCapability = {
  kind: 'audio',
  mimeType: 'audio/opus',
  clockRate: 48_000,
  channels: 2,
  parameters: { useinbandfec: 1, usedtx: 0 },
};

const PICTURES: Record<ProgrammeCodec, types.RouterRtpCodecCapability> = {
  H264: { kind: 'video', mimeType: 'video/H264', clockRate: 90_000, parameters: H264_PARAMETERS },
  VP8: { kind: 'video', mimeType: 'video/VP8', clockRate: 90_000 },
};

/** What a session's routers take and give: Opus and the session's one picture codec, nothing else. */
export function routerCodecs(codec: ProgrammeCodec): types.RouterRtpCodecCapability[] {
  return [OPUS, PICTURES[codec]];
}
