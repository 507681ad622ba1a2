import net from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from '../logger.ts';
import { readLines } from '../private-socket/line-reader.ts';
import type { MediaMethod, MediaRequest, NodeMessage } from './media-messages.ts';
import { MOST_MESSAGE_CHARACTERS } from './media-messages.ts';
import type { MediaEvent, MediaPort } from './media-port.ts';
import { MediaRefusal } from './media-port.ts';

/** Longer than the node takes for anything, also while a worker is being replaced. */
const ANSWER_TIMEOUT_MS = 5_000;
const PAUSES_MS = [50, 100, 200, 500, 1_000];

type Input<M extends MediaMethod> = Parameters<MediaPort[M]>[0];
type Result<M extends MediaMethod> = Awaited<ReturnType<MediaPort[M]>>;

interface Waiting {
  resolve: (result: unknown) => void;
  reject: (refusal: MediaRefusal) => void;
  timer: NodeJS.Timeout;
}

interface LinkParts {
  socketPath: string;
  log: Logger;
  answerTimeoutMs?: number;
}

/**
 * The media node over its socket, for the front door. It connects again for as long as it is open. Each
 * time it does, it tells `reset` with the node's epoch: with a new epoch everything is to be opened
 * anew, with the same one events may have been missed. While the node is away, every request is
 * refused with MEDIA_UNAVAILABLE; an answer that takes too long is not waited for.
 */
export class SocketMediaPort implements MediaPort {
  readonly #parts: LinkParts;
  readonly #waiting = new Map<number, Waiting>();
  readonly #listeners = new Set<(event: MediaEvent) => void>();
  readonly #end = new AbortController();
  #socket: net.Socket | null = null;
  #isGreeted = false;
  #number = 0;

  /** Returns at once; the first `reset` says that the node is there. */
  static open(parts: LinkParts): SocketMediaPort {
    const port = new SocketMediaPort(parts);
    void port.#stayConnected();
    return port;
  }

  private constructor(parts: LinkParts) {
    this.#parts = parts;
  }

  readonly openSession = this.#method('openSession');
  readonly closeSession = this.#method('closeSession');
  readonly openLine = this.#method('openLine');
  readonly connectLine = this.#method('connectLine');
  readonly restartLine = this.#method('restartLine');
  readonly closeLine = this.#method('closeLine');
  readonly send = this.#method('send');
  readonly stopSending = this.#method('stopSending');
  readonly receiveProgramme = this.#method('receiveProgramme');
  readonly receiveSource = this.#method('receiveSource');
  readonly resume = this.#method('resume');
  readonly stopReceiving = this.#method('stopReceiving');
  readonly preferLayer = this.#method('preferLayer');
  readonly direct = this.#method('direct');
  readonly snapshot = () => this.#request('snapshot', undefined);

  onEvent(listener: (event: MediaEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** Refuses what still waits; the node goes on. */
  close(): void {
    this.#end.abort();
    this.#socket?.destroy();
    this.#refuseWaiting();
  }

  #method<M extends Exclude<MediaMethod, 'snapshot'>>(
    method: M,
  ): (input: Input<M>) => Promise<Result<M>> {
    return (input) => this.#request(method, input);
  }

  #request<M extends MediaMethod>(method: M, input: Input<M>): Promise<Result<M>> {
    const socket = this.#socket;
    if (!socket || !this.#isGreeted || this.#end.signal.aborted) {
      return Promise.reject(new MediaRefusal('MEDIA_UNAVAILABLE'));
    }
    const request: MediaRequest = { number: ++this.#number, method, input };
    return new Promise<Result<M>>((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#waiting.delete(request.number);
        this.#parts.log.warn({ method }, 'the media node does not answer');
        reject(new MediaRefusal('MEDIA_UNAVAILABLE'));
      }, this.#parts.answerTimeoutMs ?? ANSWER_TIMEOUT_MS);
      const settle = (result: unknown) => resolve(result as Result<M>);
      this.#waiting.set(request.number, { resolve: settle, reject, timer });
      socket.write(`${JSON.stringify(request)}\n`);
    });
  }

  async #stayConnected(): Promise<void> {
    const { signal } = this.#end;
    for (let attempt = 0; !signal.aborted; attempt++) {
      const wasGreeted = await this.#connectOnce();
      if (wasGreeted) attempt = 0;
      const pauseMs = PAUSES_MS[Math.min(attempt, PAUSES_MS.length - 1)];
      await delay(pauseMs, undefined, { signal }).catch(() => {});
    }
  }

  /** Resolves when the connection is over, with whether the node was there. */
  #connectOnce(): Promise<boolean> {
    const socket = net.connect(this.#parts.socketPath);
    this.#socket = socket;
    readLines(socket, {
      mostCharacters: MOST_MESSAGE_CHARACTERS,
      onLine: (line) => this.#onMessage(JSON.parse(line) as NodeMessage),
    });
    return new Promise((resolve) => {
      // Told by 'close', which follows.
      socket.on('error', () => {});
      socket.on('close', () => {
        const wasGreeted = this.#isGreeted;
        this.#isGreeted = false;
        this.#socket = null;
        this.#refuseWaiting();
        resolve(wasGreeted);
      });
    });
  }

  #onMessage(message: NodeMessage): void {
    if (message.type === 'hello') {
      this.#isGreeted = true;
      return this.#tell({ type: 'reset', epoch: message.epoch });
    }
    if (message.type === 'event') return this.#tell(message.event);
    const waiting = this.#waiting.get(message.number);
    if (!waiting) return;
    this.#waiting.delete(message.number);
    clearTimeout(waiting.timer);
    if (message.type === 'answer') waiting.resolve(message.result);
    else waiting.reject(new MediaRefusal(message.code));
  }

  #tell(event: MediaEvent): void {
    for (const listener of [...this.#listeners]) listener(event);
  }

  #refuseWaiting(): void {
    for (const { reject, timer } of this.#waiting.values()) {
      clearTimeout(timer);
      reject(new MediaRefusal('MEDIA_UNAVAILABLE'));
    }
    this.#waiting.clear();
  }
}
