import { randomInt } from 'node:crypto';
import type { types } from 'mediasoup';
import type { ProgrammeCodec } from '#contract/line.ts';
import { PICTURE_SLOTS, SOUND_SLOTS } from '#domain/programme.ts';
import type { PictureSlot, Slot, SoundSlot } from '#domain/programme.ts';

/** A key frame of 720p with room to spare; larger messages are refused by the transport. */
const MAX_MESSAGE_BYTES = 262_144;
/** Halls that join at once ask for key frames together; the worker passes on one in this time. */
const KEY_FRAME_DELAY_MS = 250;
/**
 * What ties a session's sound and pictures together at a receiver. Browsers match it within one
 * connection, and a line carries one session: so all sessions may have the same.
 */
const CNAME = 'programme';

export interface BusProducers {
  transport: types.DirectTransport;
  producers: Record<Slot, types.Producer>;
  pictureSsrcs: Record<PictureSlot, readonly [number, number]>;
  soundSsrcs: Record<SoundSlot, number>;
  picturePayloadType: number;
  soundPayloadType: number;
}

/** Makes the five persistent producers of a bus on a direct transport of its router. */
export async function produceSlots(
  router: types.Router,
  codec: ProgrammeCodec,
): Promise<BusProducers> {
  const transport = await router.createDirectTransport({ maxSendMessageSize: MAX_MESSAGE_BYTES });
  const picture = codecOf(router, `video/${codec}`);
  const sound = codecOf(router, 'audio/opus');
  // One block of numbers: SSRCs of one transport must differ.
  const first = randomInt(0x1000_0000, 0xe000_0000);
  const pictureSsrcs = {
    MAIN: [first, first + 1],
    INSET: [first + 2, first + 3],
    RETURN: [first + 4, first + 5],
  } as const;
  const soundSsrcs = { SOUND_CENTRE: first + 6, SOUND_HALL: first + 7 };
  const producers = {} as Record<Slot, types.Producer>;
  for (const slot of PICTURE_SLOTS) {
    producers[slot] = await transport.produce({
      kind: 'video',
      keyFrameRequestDelay: KEY_FRAME_DELAY_MS,
      rtpParameters: parameters(slot, picture, pictureSsrcs[slot]),
    });
  }
  for (const slot of SOUND_SLOTS) {
    producers[slot] = await transport.produce({
      kind: 'audio',
      rtpParameters: parameters(slot, sound, [soundSsrcs[slot]]),
    });
  }
  return {
    transport,
    producers,
    pictureSsrcs,
    soundSsrcs,
    picturePayloadType: picture.payloadType,
    soundPayloadType: sound.payloadType,
  };
}

function codecOf(router: types.Router, mimeType: string): types.RtpCodecParameters {
  const found = router.rtpCapabilities.codecs?.find(
    (codec) => codec.mimeType.toLowerCase() === mimeType.toLowerCase(),
  );
  if (found?.preferredPayloadType === undefined) throw new Error(`the router lacks ${mimeType}`);
  const { clockRate, channels, parameters: given } = found;
  const isPicture = mimeType.startsWith('video/');
  return {
    mimeType,
    clockRate,
    payloadType: found.preferredPayloadType,
    ...(channels === undefined ? {} : { channels }),
    ...(given === undefined ? {} : { parameters: given }),
    // No plain NACK: the bus loses nothing on its way to the worker.
    rtcpFeedback: isPicture
      ? [
          { type: 'nack', parameter: 'pli' },
          { type: 'ccm', parameter: 'fir' },
        ]
      : [],
  };
}

function parameters(
  slot: Slot,
  codec: types.RtpCodecParameters,
  ssrcs: readonly number[],
): types.RtpParameters {
  return {
    mid: slot,
    codecs: [codec],
    headerExtensions: [],
    encodings: ssrcs.map((ssrc) => ({ ssrc })),
    rtcp: { cname: CNAME, reducedSize: true },
  };
}
