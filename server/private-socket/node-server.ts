import net from 'node:net';
import type { Logger } from '../logger.ts';
import { listenPrivately } from './listen-privately.ts';
import { readLines } from './line-reader.ts';
import type { NodeWords } from './node-port.ts';
import { MOST_MESSAGE_CHARACTERS } from './node-port.ts';

const FACTS_EVERY_MS = 500;

interface ServerParts<Wish, Facts> {
  socketPath: string;
  words: NodeWords<Wish, Facts>;
  log: Logger;
  want: (wishes: readonly Wish[]) => void;
  facts: () => readonly Facts[];
}

/** Hears of one front door after another what is wanted, and tells them what is, when it has changed. */
export class NodeServer<Wish, Facts> {
  readonly #parts: ServerParts<Wish, Facts>;
  readonly #server: net.Server;
  readonly #sockets = new Set<net.Socket>();
  #told = '';

  static async create<Wish, Facts>(
    parts: ServerParts<Wish, Facts>,
  ): Promise<NodeServer<Wish, Facts>> {
    const server = new NodeServer(parts);
    await listenPrivately(server.#server, parts.socketPath);
    setInterval(() => server.#tell(), FACTS_EVERY_MS);
    return server;
  }

  private constructor(parts: ServerParts<Wish, Facts>) {
    this.#parts = parts;
    this.#server = net.createServer((socket) => this.#welcome(socket));
  }

  #welcome(socket: net.Socket): void {
    this.#sockets.add(socket);
    socket.on('error', (error) => this.#parts.log.warn({ err: error }, 'a front door is cut off'));
    socket.on('close', () => this.#sockets.delete(socket));
    socket.write(`${JSON.stringify({ facts: this.#parts.facts() })}\n`);
    readLines(socket, {
      mostCharacters: MOST_MESSAGE_CHARACTERS,
      onLine: (line) => {
        const message = this.#parse(line);
        if (message) this.#parts.want(message.wanted);
        else socket.destroy();
      },
    });
  }

  #tell(): void {
    const text = JSON.stringify({ facts: this.#parts.facts() });
    if (text === this.#told) return;
    this.#told = text;
    for (const socket of this.#sockets) socket.write(`${text}\n`);
  }

  #parse(line: string): { wanted: Wish[] } | null {
    try {
      return this.#parts.words.wanted.parse(JSON.parse(line));
    } catch {
      return null;
    }
  }
}
