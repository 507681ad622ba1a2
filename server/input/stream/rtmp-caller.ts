import type { Socket } from 'node:net';
import type AVPacket from 'node-media-server/src/core/avpacket.js';
import Flv from 'node-media-server/src/protocol/flv.js';
import { GuardedRtmp, RtmpFault } from './guarded-rtmp.ts';
import type { PublishAnswer } from './guarded-rtmp.ts';
import type { StreamPiece } from './stream-receiver.ts';

/** The handshake takes 3 kB, everything until the key a few hundred bytes more. */
const MOST_EARLY_BYTES = 16 * 1024;
const EARLY_MS = 8_000;
/** A sender that says nothing for as long is gone. */
const QUIET_MS = 30_000;
/** Until a refused caller has read why. */
const PARTING_MS = 1_000;
const SOUND = 8;
const KINDS: Record<number, StreamPiece['kind']> = { 0: 'HEAD', 1: 'SOUND', 2: 'HEAD', 3: 'KEY' };

interface CallerParts {
  socket: Socket;
  onPublish: (asked: { place: string; key: string }) => PublishAnswer;
  onPiece: (piece: StreamPiece) => void;
  /** It is gone or was sent away. */
  onEnded: (reason: RtmpFault['reason'] | null) => void;
}

/** Somebody at the RTMP door. Who names no key in time, or a wrong one, is read no further. */
export class RtmpCaller {
  readonly #parts: CallerParts;
  readonly #rtmp: GuardedRtmp;
  readonly #early: NodeJS.Timeout;
  #earlyBytes = 0;
  #heardMs = performance.now();
  #reason: RtmpFault['reason'] | null = null;
  #isOver = false;

  constructor(parts: CallerParts) {
    this.#parts = parts;
    const { socket } = parts;
    this.#rtmp = new GuardedRtmp({
      onPublish: parts.onPublish,
      onPacket: (packet) => this.#hear(packet),
      onOver: () => this.close(),
      write: (bytes) => void socket.write(bytes),
    });
    this.#early = setTimeout(() => this.#fault('TOO_LONG'), EARLY_MS);
    socket.setNoDelay(true);
    socket.setTimeout(QUIET_MS, () => this.close());
    socket.on('data', (bytes: Buffer) => this.#read(bytes));
    // Told by 'close', which follows.
    socket.on('error', () => {});
    socket.on('close', () => this.#end());
  }

  get quietMs(): number {
    return performance.now() - this.#heardMs;
  }

  close(): void {
    this.#parts.socket.destroy();
    this.#end();
  }

  #read(bytes: Buffer): void {
    if (this.#isOver) return;
    // One reading of a fast line may hold more than is looked at before the key.
    const room = this.#rtmp.isTaken ? bytes.length : MOST_EARLY_BYTES - this.#earlyBytes;
    const first = bytes.subarray(0, room);
    try {
      this.#rtmp.read(first);
      if (!this.#rtmp.isTaken) {
        this.#earlyBytes += first.length;
        if (first.length < bytes.length) this.#fault('TOO_LONG');
        return;
      }
      clearTimeout(this.#early);
      if (first.length < bytes.length) this.#rtmp.read(bytes.subarray(first.length));
    } catch (error) {
      this.#fault(error instanceof RtmpFault ? error.reason : 'MALFORMED');
    }
  }

  #hear(packet: AVPacket): void {
    this.#heardMs = performance.now();
    if (packet.size < 1) return;
    const kind = KINDS[packet.flags] ?? (packet.codec_type === SOUND ? 'SOUND' : 'FRAME');
    this.#parts.onPiece({ kind, bytes: Flv.createMessage(packet), atMs: packet.dts });
  }

  /** Reads nothing more, and lets it read why. */
  #fault(reason: RtmpFault['reason']): void {
    const { socket } = this.#parts;
    this.#reason = reason;
    socket.removeAllListeners('data');
    socket.pause();
    socket.end();
    setTimeout(() => socket.destroy(), PARTING_MS).unref();
    this.#end();
  }

  #end(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    clearTimeout(this.#early);
    this.#parts.onEnded(this.#reason);
  }
}
