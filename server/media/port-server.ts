import net from 'node:net';
import type { Logger } from '../logger.ts';
import { readLines } from '../private-socket/line-reader.ts';
import type { MediaMethod, NodeMessage } from '../media-link/media-messages.ts';
import {
  mediaInputs,
  mediaRequest,
  MOST_MESSAGE_CHARACTERS,
} from '../media-link/media-messages.ts';
import type { MediaEvent, MediaPort } from '../media-link/media-port.ts';
import { MediaRefusal } from '../media-link/media-port.ts';
import { listenPrivately } from '../private-socket/listen-privately.ts';
import { WorkGate } from './work-gate.ts';

/** One front door, and one that is just ending. */
const MOST_CONNECTIONS = 4;
/** A front door that does not read for so long is dropped: it asks for a snapshot when it is back. */
const MOST_UNREAD_BYTES = 32 * 1024 * 1024;
const MOST_REQUESTS = 20_000;
/** What halls ask for when they come, all at once after an outage. A take never waits behind them. */
const QUEUED = new Set<MediaMethod>(['openLine', 'receiveProgramme', 'receiveSource', 'send']);
/** Enough to keep the workers busy. */
const MOST_QUEUED_AT_ONCE = 4;

interface ServerParts {
  socketPath: string;
  epoch: string;
  port: MediaPort;
  log: Logger;
}

/**
 * Offers a media port on a private Unix socket to one life of the front door after another. It ends with
 * the process: closing it would remove a socket that the next life has put in its place.
 */
export class PortServer {
  readonly #parts: ServerParts;
  readonly #server: net.Server;
  readonly #sockets = new Set<net.Socket>();
  readonly #gate = new WorkGate({ most: MOST_QUEUED_AT_ONCE });

  /** Takes the place of a socket that an earlier life left behind. */
  static async create(parts: ServerParts): Promise<PortServer> {
    const server = new PortServer(parts);
    await listenPrivately(server.#server, parts.socketPath);
    return server;
  }

  private constructor(parts: ServerParts) {
    this.#parts = parts;
    this.#server = net.createServer((socket) => this.#welcome(socket));
    parts.port.onEvent((event) => this.#tell(event));
  }

  #welcome(socket: net.Socket): void {
    if (this.#sockets.size >= MOST_CONNECTIONS) return void socket.destroy();
    this.#sockets.add(socket);
    let running = 0;
    socket.on('error', (error) => this.#parts.log.warn({ err: error }, 'a front door is cut off'));
    socket.on('close', () => this.#sockets.delete(socket));
    send(socket, { type: 'hello', epoch: this.#parts.epoch });
    readLines(socket, {
      mostCharacters: MOST_MESSAGE_CHARACTERS,
      onLine: (line) => {
        if (running >= MOST_REQUESTS) return void socket.destroy();
        running += 1;
        void this.#answer(socket, line).finally(() => (running -= 1));
      },
    });
  }

  async #answer(socket: net.Socket, line: string): Promise<void> {
    const request = mediaRequest.safeParse(parseJson(line));
    // Without a number there is nobody to answer: the other side is none of ours.
    if (!request.success) return void socket.destroy();
    const { number } = request.data;
    try {
      const result = await this.#run(request.data);
      send(socket, { type: 'answer', number, result: result ?? null });
    } catch (error) {
      if (!(error instanceof MediaRefusal)) {
        this.#parts.log.error(
          { err: error, method: request.data.method },
          'a media request failed',
        );
      }
      const code = error instanceof MediaRefusal ? error.code : 'MEDIA_UNAVAILABLE';
      send(socket, { type: 'refusal', number, code });
    }
  }

  async #run({ method, input }: { method: keyof typeof mediaInputs; input?: unknown }) {
    const parsed = mediaInputs[method].safeParse(input);
    if (!parsed.success) throw new MediaRefusal('INVALID_MEDIA');
    const { port } = this.#parts;
    const run = () =>
      (port[method] as (input: unknown) => Promise<unknown>).call(port, parsed.data);
    return QUEUED.has(method) ? this.#gate.run(run) : run();
  }

  #tell(event: MediaEvent): void {
    for (const socket of this.#sockets) send(socket, { type: 'event', event });
  }
}

function send(socket: net.Socket, message: NodeMessage): void {
  if (socket.destroyed) return;
  if (socket.writableLength > MOST_UNREAD_BYTES) return void socket.destroy();
  socket.write(`${JSON.stringify(message)}\n`);
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}
