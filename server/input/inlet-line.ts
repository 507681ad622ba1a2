import { randomInt } from 'node:crypto';
import net from 'node:net';
import type { ProgrammeCodec } from '#contract/line.ts';
import {
  INLET_TRACKS,
  inletSocketOf,
  writeInletBeginning,
  writeInletPacket,
} from '../media-link/source-inlet.ts';
import type { InletTrack } from '../media-link/source-inlet.ts';
import { PICTURE_RATE, SOUND_RATE, timestampAt } from '../rtp/media-time.ts';
import { writeRtp } from '../rtp/rtp-packet.ts';
import { readVp8, shiftVp8 } from '../rtp/vp8-payload.ts';

const PAUSES_MS = [50, 100, 200, 500, 1_000];
/** About ten seconds: a media node that does not read gets nothing more. */
const MOST_UNREAD_BYTES = 4 * 1024 * 1024;
const RATES = { PICTURE: PICTURE_RATE, SOUND: SOUND_RATE } as const;

interface LineParts {
  mediaSocketPath: string;
  sessionId: string;
  sourceId: string;
  codec: ProgrammeCodec;
}

/**
 * A source's way into the bus. It connects again for as long as it is open: a media node that was away,
 * or a session whose bus was, is given the source anew.
 */
export class InletLine {
  readonly #parts: LineParts;
  readonly #sequences = { PICTURE: randomInt(0x1_0000), SOUND: randomInt(0x1_0000) };
  #pictureId = randomInt(0x8000);
  #socket: net.Socket | null = null;
  #isOpen = false;
  #attempt = 0;
  #timer: NodeJS.Timeout | undefined;
  #isClosed = false;

  constructor(parts: LineParts) {
    this.#parts = parts;
    this.#connect();
  }

  /** Whether the media node takes what is sent. */
  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** @param atMs when the frame belongs, on a monotonic clock that all tracks share */
  send(track: InletTrack, payloads: readonly Buffer[], atMs: number): void {
    const socket = this.#socket;
    const isVp8 = track === 'PICTURE' && this.#parts.codec === 'VP8';
    if (isVp8) this.#pictureId = (this.#pictureId + 1) & 0x7fff;
    if (!socket || !this.#isOpen || socket.writableLength > MOST_UNREAD_BYTES) return;
    const timestamp = timestampAt(atMs, RATES[track]);
    socket.cork();
    for (const [index, payload] of payloads.entries()) {
      const sequence = (this.#sequences[track] = (this.#sequences[track] + 1) & 0xffff);
      const isMarker = track === 'PICTURE' && index === payloads.length - 1;
      const header = { ...INLET_TRACKS[track], isMarker, sequence, timestamp };
      const packet = writeRtp(header, isVp8 ? this.#numbered(payload) : payload);
      socket.write(writeInletPacket(track, packet));
    }
    socket.uncork();
  }

  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    this.#socket?.destroy();
  }

  #numbered(payload: Buffer): Buffer {
    const copy = Buffer.from(payload);
    const descriptor = readVp8(copy);
    if (descriptor) shiftVp8(copy, descriptor, { pictureId: this.#pictureId, tl0Index: 0 });
    return copy;
  }

  #connect(): void {
    const { mediaSocketPath, sessionId, sourceId } = this.#parts;
    const socket = net.connect(inletSocketOf(mediaSocketPath));
    this.#socket = socket;
    socket.write(writeInletBeginning({ sessionId, sourceId }));
    // The one thing that it says: packets are taken.
    socket.on('data', () => {
      this.#isOpen = true;
      this.#attempt = 0;
    });
    // Told by 'close', which follows.
    socket.on('error', () => {});
    socket.on('close', () => {
      this.#isOpen = false;
      this.#socket = null;
      if (this.#isClosed) return;
      const pauseMs = PAUSES_MS[Math.min(this.#attempt++, PAUSES_MS.length - 1)];
      this.#timer = setTimeout(() => this.#connect(), pauseMs);
    });
  }
}
