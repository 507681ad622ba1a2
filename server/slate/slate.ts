import { readFileSync } from 'node:fs';
import type { ProgrammeCodec } from '#contract/line.ts';
import { framesOfAnnexB, packetizeH264 } from '../rtp/h264-payload.ts';
import { framesOfIvf, packetizeVp8 } from '../rtp/vp8-payload.ts';

/** Below every usual MTU, with room for SRTP and its headers. */
const MAX_PAYLOAD_BYTES = 1_150;
export const SLATE_FRAME_MS = 200;

/** A pre-encoded loop: its first frame is a key frame; each frame is a list of RTP payloads. */
export type SlateLoop = readonly (readonly Buffer[])[];

/** The slate of a codec in its two layers, low first. */
export function loadSlate(codec: ProgrammeCodec): readonly [SlateLoop, SlateLoop] {
  return [loadLoop(codec, 'low'), loadLoop(codec, 'high')];
}

function loadLoop(codec: ProgrammeCodec, layer: 'low' | 'high'): SlateLoop {
  const extension = codec === 'H264' ? 'h264' : 'ivf';
  const file = readFileSync(new URL(`./${layer}.${extension}`, import.meta.url));
  if (codec === 'H264') {
    return framesOfAnnexB(file).map((units) => packetizeH264(units, MAX_PAYLOAD_BYTES));
  }
  return framesOfIvf(file).map((frame) => packetizeVp8(frame, MAX_PAYLOAD_BYTES));
}

/** Plays the loop: gives frame after frame, or begins again at the key frame when asked. */
export class SlatePlayer {
  readonly #loop: SlateLoop;
  #next = 0;

  constructor(loop: SlateLoop) {
    this.#loop = loop;
  }

  next(): readonly Buffer[] {
    const frame = this.#loop[this.#next]!;
    this.#next = (this.#next + 1) % this.#loop.length;
    return frame;
  }

  restart(): void {
    this.#next = 0;
  }
}
