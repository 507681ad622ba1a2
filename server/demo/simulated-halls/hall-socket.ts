import { io, type Socket } from 'socket.io-client';
import { commandOverSocket, dataOf, socketOptionsOf } from '#contract/program-client.ts';
import type { HttpIdentity } from '#contract/program-client.ts';
import type { ErrorCode } from '#contract/errors.ts';
import type {
  CommandInput,
  CommandName,
  CommandOutput,
  EventName,
  EventPayload,
} from '#contract/registry.ts';
import { retryPauseMs } from './retry.ts';

export interface HallSocketParts {
  identity: HttpIdentity;
  /** Connected, at first or again. */
  onConnected(): void;
  /** The device is no longer admitted: another took its place, or the organiser ended it. */
  onDismissed(code: ErrorCode): void;
}

/** Codes with which the centre turns a device away for good. */
const DISMISSALS: ReadonlySet<string> = new Set(['DEVICE_REVOKED', 'NOT_SIGNED_IN']);

/** A hall's connection to the centre; it comes back by itself, until the device is dismissed. */
export class HallSocket {
  readonly #socket: Socket;
  #attempt = 0;
  #isClosed = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(parts: HallSocketParts) {
    const socket = io(parts.identity.origin, socketOptionsOf(parts.identity));
    this.#socket = socket;
    socket.on('connect', () => {
      this.#attempt = 0;
      parts.onConnected();
    });
    // The library comes back after a lost connection, but not after the centre's own word.
    socket.on('disconnect', () => this.#comeBack());
    socket.on('connect_error', (error: Error & { data?: { code?: ErrorCode } }) => {
      const code = error.data?.code;
      if (code && DISMISSALS.has(code)) {
        this.close();
        parts.onDismissed(code);
      } else this.#comeBack();
    });
  }

  get isConnected(): boolean {
    return this.#socket.connected;
  }

  /** @throws RefusedCommand when the command is refused, Error when no answer comes */
  readonly request = async <N extends CommandName>(
    name: N,
    input: CommandInput<N>,
  ): Promise<CommandOutput<N>> => {
    return dataOf(await commandOverSocket(this.#socket, name, input));
  };

  on<N extends EventName>(name: N, listener: (payload: EventPayload<N>) => void): void {
    this.#socket.on(name as string, listener);
  }

  /** Pulls the plug; `plugIn` puts it back. */
  pullOut(): void {
    clearTimeout(this.#timer);
    this.#socket.disconnect();
    clearTimeout(this.#timer);
  }

  plugIn(): void {
    if (!this.#isClosed) this.#socket.connect();
  }

  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    this.#socket.close();
  }

  #comeBack(): void {
    if (this.#isClosed || this.#socket.active) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.plugIn(), retryPauseMs(this.#attempt++));
  }
}
