import type { types } from 'mediasoup';
import { z } from 'zod';
import type { RtpBlob } from '../media-link/media-port.ts';
import { MediaRefusal } from '../media-link/media-port.ts';

/** Low and high. */
const MOST_LAYERS = 2;

/** The bounds that are ours; the rest is checked by mediasoup, which knows the standard. */
const sentTrack = z.looseObject({
  mid: z.string().max(32).optional(),
  codecs: z
    .array(z.looseObject({ mimeType: z.string() }))
    .min(1)
    .max(8),
  headerExtensions: z.array(z.looseObject({})).max(32).optional(),
  encodings: z.array(z.looseObject({})).min(1),
});

/**
 * Looks at what a browser says of a track it sends: one layer of sound, at most two of a picture.
 * @throws MediaRefusal INVALID_MEDIA
 */
export function checkSentTrack(
  kind: 'PICTURE' | 'SOUND',
  rtpParameters: RtpBlob,
): types.RtpParameters {
  const parsed = sentTrack.safeParse(rtpParameters);
  const most = kind === 'PICTURE' ? MOST_LAYERS : 1;
  if (!parsed.success || parsed.data.encodings.length > most) {
    throw new MediaRefusal('INVALID_MEDIA');
  }
  return rtpParameters as unknown as types.RtpParameters;
}

/** Runs a request to mediasoup with parameters of a browser: what it can't use is the browser's fault. */
export async function orInvalid<T>(request: () => Promise<T>): Promise<T> {
  try {
    return await request();
  } catch (error) {
    if (error instanceof MediaRefusal) throw error;
    const isGone = ['InvalidStateError', 'WorkerClosedError'].includes((error as Error).name);
    throw new MediaRefusal(isGone ? 'LINE_NOT_FOUND' : 'INVALID_MEDIA');
  }
}
