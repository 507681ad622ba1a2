import net from 'node:net';
import { readLines } from './line-reader.ts';
import type { NodePort, NodeWords } from './node-port.ts';
import { MOST_MESSAGE_CHARACTERS } from './node-port.ts';

const PAUSES_MS = [50, 100, 200, 500, 1_000];

interface PortParts<Wish, Facts> {
  socketPath: string;
  words: NodeWords<Wish, Facts>;
}

/** A node over its socket, for the front door; it connects again for as long as it is open. */
export class SocketNodePort<Wish, Facts> implements NodePort<Wish, Facts> {
  readonly #parts: PortParts<Wish, Facts>;
  readonly #listeners = new Set<(facts: readonly Facts[] | null) => void>();
  #socket: net.Socket | null = null;
  #wishes: readonly Wish[] | null = null;
  #attempt = 0;
  #timer: NodeJS.Timeout | undefined;
  #isClosed = false;

  /** Returns at once; the first facts say that the node is there. */
  static open<Wish, Facts>(parts: PortParts<Wish, Facts>): SocketNodePort<Wish, Facts> {
    const port = new SocketNodePort(parts);
    port.#connect();
    return port;
  }

  private constructor(parts: PortParts<Wish, Facts>) {
    this.#parts = parts;
  }

  want(wishes: readonly Wish[]): void {
    this.#wishes = wishes;
    this.#tell();
  }

  onFacts(listener: (facts: readonly Facts[] | null) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    this.#socket?.destroy();
  }

  #connect(): void {
    const { socketPath, words } = this.#parts;
    const socket = net.connect(socketPath);
    readLines(socket, {
      mostCharacters: MOST_MESSAGE_CHARACTERS,
      onLine: (line) => this.#hear(words.facts.parse(JSON.parse(line)).facts),
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

  #hear(facts: readonly Facts[] | null): void {
    for (const listener of [...this.#listeners]) listener(facts);
  }
}
