import { timingSafeEqual, createHash } from 'node:crypto';
import net from 'node:net';
import type { Logger } from '../../logger.ts';
import type { PublishAnswer } from './guarded-rtmp.ts';
import { RtmpCaller } from './rtmp-caller.ts';
import type { StreamHearing, StreamReceiver } from './stream-receiver.ts';

const MOST_CALLERS = 64;
const TRY_AGAIN_MS = 3_000;
/** Who comes with the right key takes over from a sender that is quiet for so long. */
const QUIET_MS = 2_000;

interface Place {
  place: string;
  key: string;
  hearing: StreamHearing;
  sender: RtmpCaller | null;
}

/** Where other machines send by RTMP. It listens while something is expected, and not otherwise. */
export class RtmpDoor {
  readonly #port: number;
  readonly #log: Logger;
  readonly #places = new Set<Place>();
  readonly #callers = new Set<RtmpCaller>();
  #server: net.Server | null = null;
  #retry: NodeJS.Timeout | undefined;
  #isTaken = false;

  constructor(parts: { port: number; log: Logger }) {
    this.#port = parts.port;
    this.#log = parts.log;
  }

  /** Of its socket; null while it does not listen. */
  get port(): number | null {
    const address = this.#server?.address();
    return address && typeof address === 'object' ? address.port : null;
  }

  /** @param expected the address's path and the key with which its sender may send */
  expect(expected: { place: string; key: string }, hearing: StreamHearing): StreamReceiver {
    const place: Place = { ...expected, hearing, sender: null };
    this.#places.add(place);
    this.#listen();
    const troubleOf = () => (this.#isTaken ? 'PORT_TAKEN' : null);
    return {
      get trouble() {
        return troubleOf();
      },
      close: () => {
        this.#places.delete(place);
        place.sender?.close();
        if (this.#places.size === 0) this.#close();
      },
    };
  }

  #listen(): void {
    if (this.#server) return;
    clearTimeout(this.#retry);
    const server = net.createServer((socket) => this.#welcome(socket));
    this.#server = server;
    server.on('listening', () => (this.#isTaken = false));
    server.on('error', (error: NodeJS.ErrnoException) => {
      this.#isTaken = true;
      this.#server = null;
      this.#log.warn({ code: error.code, port: this.#port }, 'the RTMP port cannot be listened on');
      this.#retry = setTimeout(() => this.#places.size > 0 && this.#listen(), TRY_AGAIN_MS).unref();
    });
    server.listen(this.#port);
  }

  #close(): void {
    clearTimeout(this.#retry);
    this.#server?.close();
    this.#server = null;
    for (const caller of this.#callers) caller.close();
  }

  #welcome(socket: net.Socket): void {
    if (this.#callers.size >= MOST_CALLERS) return void socket.destroy();
    let place: Place | null = null;
    const caller: RtmpCaller = new RtmpCaller({
      socket,
      onPublish: (asked) => {
        const answer = this.#answer(asked, caller);
        if (answer.said === 'TAKEN') place = answer.place;
        return answer.said;
      },
      onPiece: (piece) => place?.hearing.onPiece(piece),
      onEnded: (reason) => {
        this.#callers.delete(caller);
        if (reason) this.#log.info({ reason }, 'an RTMP sender was sent away');
        if (place?.sender !== caller) return;
        place.sender = null;
        place.hearing.onEnd();
      },
    });
    this.#callers.add(caller);
  }

  #answer(
    asked: { place: string; key: string },
    caller: RtmpCaller,
  ): { said: PublishAnswer; place: Place | null } {
    const places = [...this.#places].filter(({ place }) => place === asked.place);
    const place = places.find(({ key }) => isSame(key, asked.key));
    if (!place) {
      for (const { hearing } of places) hearing.onRefused();
      return { said: 'WRONG_KEY', place: null };
    }
    if (place.sender && place.sender.quietMs < QUIET_MS) return { said: 'BUSY', place: null };
    place.sender?.close();
    place.sender = caller;
    place.hearing.onBegin();
    return { said: 'TAKEN', place };
  }
}

/** In a time that tells nothing of where they differ. */
function isSame(left: string, right: string): boolean {
  const [one, other] = [left, right].map((text) => createHash('sha256').update(text).digest());
  return timingSafeEqual(one!, other!);
}
