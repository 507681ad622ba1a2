import net from 'node:net';
import type { Logger } from '../logger.ts';
import { MediaRefusal } from '../media-link/media-port.ts';
import { inletBeginning, readInlet } from '../media-link/source-inlet.ts';
import type { InletTrack } from '../media-link/source-inlet.ts';
import { listenPrivately } from '../private-socket/listen-privately.ts';
import type { Inlet } from './inlet.ts';
import type { NodeMediaPort } from './node-media-port.ts';

const MOST_CONNECTIONS = 64;

interface ServerParts {
  socketPath: string;
  port: Pick<NodeMediaPort, 'openInlet'>;
  log: Logger;
}

/**
 * Takes packets of sources from the input node: a connection is one source, and ends with it. It is
 * answered `open` once its packets are taken; what comes before is lost. It ends with the process.
 */
export class InletServer {
  readonly #parts: ServerParts;
  readonly #server: net.Server;
  #connections = 0;

  static async create(parts: ServerParts): Promise<InletServer> {
    const server = new InletServer(parts);
    await listenPrivately(server.#server, parts.socketPath);
    return server;
  }

  private constructor(parts: ServerParts) {
    this.#parts = parts;
    this.#server = net.createServer((socket) => this.#welcome(socket));
  }

  #welcome(socket: net.Socket): void {
    if (this.#connections >= MOST_CONNECTIONS) return void socket.destroy();
    this.#connections += 1;
    let hasBegun = false;
    let inlet: Inlet | null = null;
    socket.on('error', (error) => this.#parts.log.warn({ err: error }, 'an inlet is cut off'));
    socket.on('close', () => {
      this.#connections -= 1;
      inlet?.close();
    });
    readInlet(socket, {
      onBeginning: (text) => {
        if (hasBegun) return void socket.destroy();
        hasBegun = true;
        void this.#open(socket, text).then((opened) => (inlet = opened));
      },
      onPacket: (track: InletTrack, packet) => inlet?.write(track, packet),
    });
  }

  /** Null where the session's bus is not open: the input node asks again. */
  async #open(socket: net.Socket, text: string): Promise<Inlet | null> {
    try {
      const { sessionId, sourceId } = inletBeginning.parse(JSON.parse(text));
      const onLost = () => socket.destroy();
      const inlet = await this.#parts.port.openInlet({ sessionId, sourceId, onLost });
      if (socket.destroyed) inlet.close();
      else socket.write('open\n');
      return inlet;
    } catch (error) {
      if (!(error instanceof MediaRefusal))
        this.#parts.log.error({ err: error }, 'an inlet failed');
      socket.destroy();
      return null;
    }
  }
}
