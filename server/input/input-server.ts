import net from 'node:net';
import type { InputFacts, InputWish } from '../input-link/input-port.ts';
import { MOST_MESSAGE_CHARACTERS, wantedInputsMessage } from '../input-link/input-port.ts';
import { listenPrivately } from '../private-socket/listen-privately.ts';
import { readLines } from '../private-socket/line-reader.ts';
import type { Logger } from '../logger.ts';

const FACTS_EVERY_MS = 500;

interface ServerParts {
  socketPath: string;
  log: Logger;
  want: (wishes: readonly InputWish[]) => void;
  facts: () => readonly InputFacts[];
}

/** Hears of one front door after another what is wanted, and tells them what is, when it has changed. */
export class InputServer {
  readonly #parts: ServerParts;
  readonly #server: net.Server;
  readonly #sockets = new Set<net.Socket>();
  #told = '';

  static async create(parts: ServerParts): Promise<InputServer> {
    const server = new InputServer(parts);
    await listenPrivately(server.#server, parts.socketPath);
    setInterval(() => server.#tell(), FACTS_EVERY_MS);
    return server;
  }

  private constructor(parts: ServerParts) {
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
        const message = parse(line);
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
}

function parse(line: string) {
  try {
    return wantedInputsMessage.parse(JSON.parse(line));
  } catch {
    return null;
  }
}
