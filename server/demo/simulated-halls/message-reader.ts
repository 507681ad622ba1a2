import type { HallState } from '#contract/hall.ts';
import { pause } from './retry.ts';

const SHORTEST_READING_MS = 6_000;
const LONGEST_READING_MS = 20_000;

interface MessageReaderParts {
  /** Says to the centre that it was seen. @throws when nobody takes it, as while the line is away */
  see(messageId: string): Promise<unknown>;
  signal: AbortSignal;
  readingMs?: () => number;
}

/** Somebody at a hall's console, who reads what the centre writes and presses that it was seen. */
export class MessageReader {
  readonly #parts: MessageReaderParts;
  readonly #read = new Set<string>();

  constructor(parts: MessageReaderParts) {
    this.#parts = parts;
  }

  /** Looks at what stands on the console. One that could not be answered is read again the next time. */
  look({ messages }: Pick<HallState, 'messages'>): void {
    for (const { messageId } of messages) {
      if (this.#read.has(messageId)) continue;
      this.#read.add(messageId);
      void this.#answer(messageId);
    }
  }

  async #answer(messageId: string): Promise<void> {
    const { see, signal, readingMs = anyReadingMs } = this.#parts;
    await pause(readingMs(), signal);
    if (signal.aborted) return;
    await see(messageId).catch(() => this.#read.delete(messageId));
  }
}

function anyReadingMs(): number {
  return SHORTEST_READING_MS + Math.random() * (LONGEST_READING_MS - SHORTEST_READING_MS);
}
