import net from 'node:net';
import { readLines } from '../private-socket/line-reader.ts';
import type { InputFacts, InputPort, InputWish } from './input-port.ts';
import { inputFactsMessage, MOST_MESSAGE_CHARACTERS } from './input-port.ts';

const PAUSES_MS = [50, 100, 200, 500, 1_000];

/** The input node over its socket, for the front door; it connects again for as long as it is open. */
export class SocketInputPort implements InputPort {
  readonly #socketPath: string;
  readonly #listeners = new Set<(facts: readonly InputFacts[] | null) => void>();
  #socket: net.Socket | null = null;
  #wishes: readonly InputWish[] | null = null;
  #attempt = 0;
  #timer: NodeJS.Timeout | undefined;
  #isClosed = false;

  /** Returns at once; the first facts say that the node is there. */
  static open(parts: { socketPath: string }): SocketInputPort {
    const port = new SocketInputPort(parts.socketPath);
    port.#connect();
    return port;
  }

  private constructor(socketPath: string) {
    this.#socketPath = socketPath;
  }

  want(wishes: readonly InputWish[]): void {
    this.#wishes = wishes;
    this.#tell();
  }

  onFacts(listener: (facts: readonly InputFacts[] | null) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    this.#socket?.destroy();
  }

  #connect(): void {
    const socket = net.connect(this.#socketPath);
    readLines(socket, {
      mostCharacters: MOST_MESSAGE_CHARACTERS,
      onLine: (line) => this.#hear(inputFactsMessage.parse(JSON.parse(line)).facts),
    });
    socket.on('connect', () => {
      this.#attempt = 0;
      this.#socket = socket;
      this.#tell();
    });
    // Told by 'close', which follows.
    socket.on('error', () => {});
    socket.on('close', () => {
      const wasThere = this.#socket === socket;
      this.#socket = null;
      if (this.#isClosed) return;
      if (wasThere) this.#hear(null);
      const pauseMs = PAUSES_MS[Math.min(this.#attempt++, PAUSES_MS.length - 1)];
      this.#timer = setTimeout(() => this.#connect(), pauseMs);
    });
  }

  #tell(): void {
    if (this.#wishes === null) return;
    this.#socket?.write(`${JSON.stringify({ wanted: this.#wishes })}\n`);
  }

  #hear(facts: readonly InputFacts[] | null): void {
    for (const listener of [...this.#listeners]) listener(facts);
  }
}
