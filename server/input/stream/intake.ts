import type { StreamPiece } from './stream-receiver.ts';

const LEAST_BYTES = 256 * 1024;
const MOST_BYTES = 4 * 1024 * 1024;
const WINDOW_MS = 1_000;

interface IntakeParts {
  write: (bytes: Buffer) => void;
  /** Written, and not read yet. */
  waitingBytes: () => number;
}

/**
 * Feeds a reel with what comes live: a second of it may wait at most. A machine that is too slow loses
 * pictures up to the next key frame instead of falling behind.
 */
export class Intake {
  readonly #parts: IntakeParts;
  #isSkipping: boolean;
  #sinceMs = 0;
  #bytes = 0;
  #bytesASecond = 0;

  /** @param parts.isMidway what comes may begin anywhere: it waits for a key frame */
  constructor(parts: IntakeParts & { isMidway: boolean }) {
    this.#parts = parts;
    this.#isSkipping = parts.isMidway;
  }

  put({ kind, bytes }: StreamPiece, nowMs: number): void {
    this.#count(bytes.length, nowMs);
    const { waitingBytes, write } = this.#parts;
    if (kind === 'HEAD') return write(bytes);
    const mostBytes = Math.min(Math.max(this.#bytesASecond, LEAST_BYTES), MOST_BYTES);
    if (waitingBytes() > mostBytes) this.#isSkipping = true;
    else if (kind === 'KEY' || (kind === 'BYTES' && waitingBytes() < mostBytes / 4)) {
      this.#isSkipping = false;
    }
    if (!this.#isSkipping) write(bytes);
  }

  #count(bytes: number, nowMs: number): void {
    this.#bytes += bytes;
    const passedMs = nowMs - this.#sinceMs;
    if (passedMs < WINDOW_MS) return;
    this.#bytesASecond = (this.#bytes * 1_000) / passedMs;
    this.#sinceMs = nowMs;
    this.#bytes = 0;
  }
}
