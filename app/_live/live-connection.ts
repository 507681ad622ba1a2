import { io, type Socket } from 'socket.io-client';
import { PROTOCOL_VERSION, type CommandAnswer, type CommandRequest } from '#contract/command.ts';
import type { ErrorCode } from '#contract/errors.ts';
import type {
  CommandInput,
  CommandName,
  CommandOutput,
  EventName,
  EventPayload,
} from '#contract/registry.ts';
import {
  nextConnectionState,
  type ConnectionHappening,
  type ConnectionState,
} from './connection-state.ts';
import type { ActAs } from './http-command.ts';

const ANSWER_TIMEOUT_MS = 5_000;
const RECONNECT_PAUSE_MS = { first: 400, longest: 5_000 };

interface RefusalData {
  code: ErrorCode;
  message: string;
  messageEn: string;
}

/** One socket to the centre, for one page. It looks for the centre again by itself. */
export class LiveConnection {
  readonly as: ActAs;
  readonly #socket: Socket;
  readonly #watchers = new Set<() => void>();
  #state: ConnectionState = { kind: 'connecting' };

  /** @param origin left out in the browser: the page's own; does not connect until `open()` */
  constructor(as: ActAs, origin?: string) {
    this.as = as;
    const options = {
      autoConnect: false,
      auth: { as, protocol: PROTOCOL_VERSION },
      reconnectionDelay: RECONNECT_PAUSE_MS.first,
      reconnectionDelayMax: RECONNECT_PAUSE_MS.longest,
    };
    this.#socket = origin === undefined ? io(options) : io(origin, { ...options, forceNew: true });
    this.#socket.on('connect', () => this.#happened({ kind: 'opened' }));
    this.#socket.on('disconnect', (reason) => {
      this.#happened({ kind: 'lost', atMs: Date.now() });
      // The centre ended it on purpose (grants changed, revoked): ask again, it may say why not.
      if (reason === 'io server disconnect') this.#socket.connect();
    });
    this.#socket.on('connect_error', (error) => this.#failed(error));
  }

  get state(): ConnectionState {
    return this.#state;
  }

  open(): void {
    this.#socket.connect();
  }

  /** The connection may be dead without anybody having said so, as after a change of networks. */
  connectAnew(): void {
    this.#socket.disconnect().connect();
  }

  close(): void {
    this.#socket.disconnect();
  }

  /** Calls back after each change of `state`. @returns the way to stop */
  watch(onChange: () => void): () => void {
    this.#watchers.add(onChange);
    return () => void this.#watchers.delete(onChange);
  }

  /** Hears one event of the contract. @returns the way to stop */
  on<N extends EventName>(event: N, hear: (payload: EventPayload<N>) => void): () => void {
    const listener = hear as (payload: unknown) => void;
    this.#socket.on(event as string, listener);
    return () => void this.#socket.off(event as string, listener);
  }

  /**
   * Sends a command once.
   * @returns null when the answer did not come in time: it may have been done, so a repeat must
   *   carry the same `commandId`
   */
  async request<N extends CommandName>(
    name: N,
    request: CommandRequest<CommandInput<N>>,
  ): Promise<CommandAnswer<CommandOutput<N>> | null> {
    try {
      return await this.#socket.timeout(ANSWER_TIMEOUT_MS).emitWithAck(name, request);
    } catch {
      return null;
    }
  }

  #failed(error: Error): void {
    const data = (error as Error & { data?: RefusalData }).data;
    if (!data) return this.#happened({ kind: 'lost', atMs: Date.now() });
    // Refused by the centre, Socket.IO does not try again; a restarting centre deserves another try.
    if (data.code === 'UNAVAILABLE') {
      setTimeout(() => this.#socket.connect(), RECONNECT_PAUSE_MS.longest);
      return;
    }
    this.#happened({ kind: 'refused', ...data });
  }

  #happened(happening: ConnectionHappening): void {
    const next = nextConnectionState(this.#state, happening);
    if (next === this.#state) return;
    this.#state = next;
    for (const watcher of this.#watchers) watcher();
  }
}
