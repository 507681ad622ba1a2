import net from 'node:net';
import type { ProgrammeCodec } from '#contract/line.ts';
import type { Logger } from '../../logger.ts';
import { readTap, TAPPED_SLOTS, tapSocketOf } from '../../media-link/programme-tap.ts';
import type { TapBeginning, TappedSlot, TapRequest } from '../../media-link/programme-tap.ts';
import { PICTURE_RATE, SOUND_RATE, timestampAt } from '../../rtp/media-time.ts';
import { readRtp } from '../../rtp/rtp-packet.ts';
import { FrameAssembler } from './frame-assembler.ts';
import type { Frame } from './frame-assembler.ts';

const PAUSES_MS = [100, 200, 500, 1_000];

export interface FeedFrame extends Frame {
  slot: TappedSlot;
}

interface FeedParts {
  mediaSocketPath: string;
  sessionId: string;
  /** One source by itself instead: it comes in the places of MAIN and SOUND_HALL. */
  sourceId?: string;
  log: Logger;
  /** Milliseconds, monotonic; frames' moments are of this clock. */
  nowMs: () => number;
  onFrame: (frame: FeedFrame) => void;
  /** It flows, in this codec; or the media node, the session or its bus went away. */
  onState: (state: { codec: ProgrammeCodec } | null) => void;
}

/**
 * A programme as it leaves its bus, in whole frames. It stays for as long as it is open: when the media
 * node is away it connects again, and a bus made anew goes on at the next key frame.
 */
export class ProgrammeFeed {
  readonly #parts: FeedParts;
  #socket: net.Socket | null = null;
  #assemblers: ReadonlyMap<TappedSlot, FrameAssembler> = new Map();
  #timer: NodeJS.Timeout | undefined;
  #attempt = 0;
  #isClosed = false;

  static open(parts: FeedParts): ProgrammeFeed {
    const feed = new ProgrammeFeed(parts);
    feed.#connect();
    return feed;
  }

  private constructor(parts: FeedParts) {
    this.#parts = parts;
  }

  /** For a reader that begins: it can go on with a key frame alone. */
  requestKeyFrames(): void {
    this.#ask({ keyFrame: 'MAIN' });
    this.#ask({ keyFrame: 'INSET' });
  }

  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    this.#socket?.destroy();
  }

  #connect(): void {
    const { mediaSocketPath, sessionId, sourceId } = this.#parts;
    const socket = net.connect(tapSocketOf(mediaSocketPath));
    this.#socket = socket;
    this.#ask({ sessionId, ...(sourceId ? { sourceId } : {}) });
    readTap(socket, {
      onBeginning: (began) => this.#begin(began),
      onPacket: (slot, bytes) => {
        const packet = readRtp(bytes);
        if (packet) this.#assemblers.get(slot)?.push(packet, this.#parts.nowMs());
      },
    });
    // Told by 'close', which follows.
    socket.on('error', () => {});
    socket.on('close', () => this.#lost());
  }

  #lost(): void {
    if (this.#isClosed) return;
    if (this.#assemblers.size > 0) this.#parts.onState(null);
    this.#assemblers = new Map();
    const pauseMs = PAUSES_MS[Math.min(this.#attempt++, PAUSES_MS.length - 1)];
    this.#timer = setTimeout(() => this.#connect(), pauseMs);
  }

  #begin(began: TapBeginning): void {
    this.#attempt = 0;
    const localMs = this.#parts.nowMs();
    const entries = TAPPED_SLOTS.map(
      (slot) => [slot, this.#assembler(slot, began, localMs)] as const,
    );
    this.#assemblers = new Map(entries);
    this.#parts.onState({ codec: began.codec });
  }

  #assembler(slot: TappedSlot, began: TapBeginning, localMs: number): FrameAssembler {
    const isPicture = slot === 'MAIN' || slot === 'INSET';
    const rate = isPicture ? PICTURE_RATE : SOUND_RATE;
    return new FrameAssembler({
      codec: isPicture ? began.codec : 'OPUS',
      rate,
      anchor: { atMs: localMs, timestamp: timestampAt(began.atMs, rate) },
      onFrame: (frame) => this.#parts.onFrame({ slot, ...frame }),
      onBroken: () => isPicture && this.#ask({ keyFrame: slot }),
    });
  }

  #ask(request: TapRequest): void {
    this.#socket?.write(`${JSON.stringify(request)}\n`);
  }
}
