import net from 'node:net';
import type { ProgrammeCodec } from '#contract/line.ts';
import type { Logger } from '../logger.ts';
import { readLines } from '../private-socket/line-reader.ts';
import { tapRequest, writeBeginning, writeTapped } from '../media-link/programme-tap.ts';
import type { TappedPicture, TapRequest } from '../media-link/programme-tap.ts';
import { MediaRefusal } from '../media-link/media-port.ts';
import { systemBusClock } from './bus/bus-clock.ts';
import type { NodeMediaPort } from './node-media-port.ts';
import { listenPrivately } from '../private-socket/listen-privately.ts';
import type { TapListener } from './programme-taps.ts';

const MOST_CONNECTIONS = 64;
const MOST_LINE_CHARACTERS = 1_000;
/** About ten seconds of a programme: a composer that is so far behind begins anew. */
const MOST_UNREAD_BYTES = 8 * 1024 * 1024;

interface ServerParts {
  socketPath: string;
  port: Pick<NodeMediaPort, 'tapsOf' | 'sessionOf'>;
  log: Logger;
}

/**
 * Gives a programme as its bus writes it, or one source by itself, to whoever connects and names a session:
 * composers, and recorders of single sources. A session
 * that is not open, or closes, ends the connection. It ends with the process.
 */
export class TapServer {
  readonly #parts: ServerParts;
  readonly #server: net.Server;
  #connections = 0;

  static async create(parts: ServerParts): Promise<TapServer> {
    const server = new TapServer(parts);
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
    let taps: Promise<KeyFrames | null> | null = null;
    socket.on('error', (error) => this.#parts.log.warn({ err: error }, 'a composer is cut off'));
    socket.on('close', () => (this.#connections -= 1));
    readLines(socket, {
      mostCharacters: MOST_LINE_CHARACTERS,
      onLine: (line) => {
        const request = parse(line);
        if (!request) return void socket.destroy();
        if ('sessionId' in request) taps ??= this.#tap(socket, request);
        else void taps?.then((opened) => opened?.requestKeyFrame(request.keyFrame)).catch(() => {});
      },
    });
  }

  /** Null when there is no such programme: a composer may well be here before its bus is. */
  async #tap(
    socket: net.Socket,
    asked: { sessionId: string; sourceId?: string | undefined },
  ): Promise<KeyFrames | null> {
    try {
      const send = (bytes: Buffer) => {
        if (socket.writableLength > MOST_UNREAD_BYTES) socket.destroy();
        else socket.write(bytes);
      };
      const listen = (codec: ProgrammeCodec): TapListener => ({
        onBeginning: () => send(writeBeginning({ codec, atMs: systemBusClock.nowMs() })),
        onPacket: (slot, packet) => send(writeTapped(slot, packet)),
        onClosed: () => socket.destroy(),
      });
      const { stop, ...opened } = await this.#open(asked, listen);
      if (socket.destroyed) stop();
      else socket.once('close', stop);
      return opened;
    } catch (error) {
      if (!(error instanceof MediaRefusal)) this.#parts.log.error({ err: error }, 'a tap failed');
      socket.destroy();
      return null;
    }
  }

  async #open(
    { sessionId, sourceId }: { sessionId: string; sourceId?: string | undefined },
    listen: (codec: ProgrammeCodec) => TapListener,
  ): Promise<KeyFrames & { stop: () => void }> {
    if (sourceId !== undefined) {
      const session = await this.#parts.port.sessionOf(sessionId);
      return session.tapSource(sourceId, listen(session.codec));
    }
    const { taps, codec } = await this.#parts.port.tapsOf(sessionId);
    return { requestKeyFrame: (slot) => taps.requestKeyFrame(slot), stop: taps.add(listen(codec)) };
  }
}

interface KeyFrames {
  requestKeyFrame(slot: TappedPicture): void;
}

function parse(line: string): TapRequest | null {
  try {
    return tapRequest.parse(JSON.parse(line));
  } catch {
    return null;
  }
}
