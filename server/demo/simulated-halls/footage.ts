import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { ProgrammeCodec } from '#contract/line.ts';
import { framesOfAnnexB, packetizeH264, startsH264KeyFrame } from '../../rtp/h264-payload.ts';
import { framesOfIvf, packetizeVp8, startsVp8KeyFrame } from '../../rtp/vp8-payload.ts';
import { opusPackets } from './ogg-opus.ts';

/** Below every usual MTU, with room for SRTP and its headers. */
const MAX_PAYLOAD_BYTES = 1_150;
export const FRAME_MS = 100;
export const SOUND_PACKET_MS = 20;
/** One packet of silence, 20 ms: a whole frame of the narrowest voice mode that says nothing. */
const OPUS_SILENCE = Buffer.from([0xf8, 0xff, 0xfe]);
/** As RFC 6464 writes it: −127 dBov. */
const SILENT_LEVEL = 127;

export const FOOTAGE_NAMES = ['hall-1', 'hall-2', 'hall-3', 'hall-4', 'black'] as const;
export type FootageName = (typeof FOOTAGE_NAMES)[number];

export interface FootageFrame {
  isKey: boolean;
  /** As they go into RTP packets. */
  payloads: readonly Buffer[];
}

/** A loop whose first frame is a key frame; both layers have theirs at the same places. */
export interface PictureFootage {
  low: readonly FootageFrame[];
  high: readonly FootageFrame[];
}

export interface SoundPacket {
  payload: Buffer;
  /** Loudness in −dBov, 0 to 127, as RFC 6464 writes it. */
  level: number;
}

const loaded = new Map<string, PictureFootage>();

/** The pre-encoded pictures of a hall; read once, for all halls that show them. */
export function pictureFootage(name: FootageName, codec: ProgrammeCodec): PictureFootage {
  const key = `${name} ${codec}`;
  const known = loaded.get(key);
  if (known) return known;
  const footage = { low: loadLayer(name, codec, 'low'), high: loadLayer(name, codec, 'high') };
  loaded.set(key, footage);
  return footage;
}

/** A hall's murmur as a loop, or silence. */
export function soundFootage(kind: 'MURMUR' | 'SILENCE'): readonly SoundPacket[] {
  return kind === 'MURMUR' ? murmur() : [{ payload: OPUS_SILENCE, level: SILENT_LEVEL }];
}

/** Base64 of the hall's small pictures. */
export function stills(name: FootageName): string[] {
  const numbers = name === 'black' ? [1] : [1, 2, 3];
  return numbers.map((number) => read(`${name}-still-${number}.jpg`).toString('base64'));
}

function loadLayer(name: FootageName, codec: ProgrammeCodec, layer: string): FootageFrame[] {
  if (codec === 'H264') {
    return framesOfAnnexB(read(`${name}-${layer}.h264`)).map((units) => {
      const payloads = packetizeH264(units, MAX_PAYLOAD_BYTES);
      return { payloads, isKey: startsH264KeyFrame(payloads[0]!) };
    });
  }
  return framesOfIvf(read(`${name}-${layer}.ivf`)).map((frame) => {
    const payloads = packetizeVp8(frame, MAX_PAYLOAD_BYTES);
    return { payloads, isKey: startsVp8KeyFrame(payloads[0]!) };
  });
}

let murmurPackets: SoundPacket[] | null = null;

function murmur(): SoundPacket[] {
  if (murmurPackets) return murmurPackets;
  const levels = z.array(z.int()).parse(JSON.parse(read('murmur-levels.json').toString()));
  const payloads = opusPackets(read('murmur.ogg'));
  // What the encoder adds at the end to flush itself has no loudness, and is left out.
  murmurPackets = levels.map((level, index) => ({ payload: payloads[index]!, level }));
  return murmurPackets;
}

function read(file: string): Buffer {
  return readFileSync(new URL(`../footage/${file}`, import.meta.url));
}
