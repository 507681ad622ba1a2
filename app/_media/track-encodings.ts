import type { types } from 'mediasoup-client';
import type { SourceKind } from '#domain/programme.ts';

type Encodings = Pick<types.ProducerOptions, 'encodings' | 'codecOptions'>;

/** Two layers: a small one for walls of tiles and thin lines, a large one for the programme. */
const CAMERA: types.RtpEncodingParameters[] = [
  { scaleResolutionDownBy: 2, maxBitrate: 200_000, scalabilityMode: 'L1T1' },
  { scaleResolutionDownBy: 1, maxBitrate: 1_200_000, scalabilityMode: 'L1T1' },
];
/** Small letters don't survive scaling, and slides hardly move: one layer. */
const SCREEN: types.RtpEncodingParameters[] = [{ maxBitrate: 1_500_000, scalabilityMode: 'L1T1' }];

/** No pauses in the sound: a bus that goes silent between words is cut late. */
const SPEECH: types.ProducerCodecOptions = { opusStereo: false, opusDtx: false, opusFec: true };
const DESK: types.ProducerCodecOptions = {
  opusStereo: true,
  opusDtx: false,
  opusFec: true,
  opusMaxAverageBitrate: 128_000,
};

/** How a track of a source is encoded. */
export function encodingsOf(source: SourceKind, track: string): Encodings {
  if (track === 'audio') {
    return { codecOptions: source === 'HALL' || source === 'CAMERA' ? SPEECH : DESK };
  }
  // The library writes into what it is given.
  return {
    encodings: (source === 'SCREEN' ? SCREEN : CAMERA).map((encoding) => ({ ...encoding })),
    codecOptions: { videoGoogleStartBitrate: 800 },
  };
}
