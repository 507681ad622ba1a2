import { io, type Socket } from 'socket.io-client';
import {
  PING_EVENT,
  PROTOCOL_VERSION,
  type CommandAnswer,
  type CommandRequest,
} from '#contract/command.ts';
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
import { Liveness } from './liveness.ts';
import { watchNetwork } from './watch-network.ts';

const ANSWER_TIMEOUT_MS = 5_000;
/** An answer that takes longer makes the connection doubtful; the command itself may still be answered. */
const SILENT_MS = 1_500;
const PING_TIMEOUT_MS = 20_000;
const REACH_TIMEOUT_MS = 3_000;
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
  readonly #liveness: Liveness;
  #stopWatching: (() => void) | null = null;
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
    this.#liveness = new Liveness({
      isOpen: () => this.#socket.connected,
      ping: () => this.#isAnswered(),
      isReachable,
      connectAnew: () => this.#connectAnew(),
    });
  }

  get state(): ConnectionState {
    return this.#state;
  }

  open(): void {
    this.#stopWatching ??= watchNetwork(() => this.networkChanged());
    this.#socket.connect();
  }

  /** The connection may be dead without anybody having said so: it is tried, and made new if need be. */
  networkChanged(): void {
    if (this.#stopWatching) this.#liveness.networkChanged();
  }

  close(): void {
    this.#stopWatching?.();
    this.#stopWatching = null;
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
    const silent = setTimeout(() => void this.#liveness.doubt(), SILENT_MS);
    try {
      return await this.#socket.timeout(ANSWER_TIMEOUT_MS).emitWithAck(name, request);
    } catch {
      return null;
    } finally {
      clearTimeout(silent);
    }
  }

  #connectAnew(): void {
    // Refused or outdated, it stays so: another network would not change it.
    const { kind } = this.#state;
    if (kind !== 'refused' && kind !== 'outdated') this.#socket.disconnect().connect();
  }

  async #isAnswered(): Promise<boolean> {
    try {
      await this.#socket.timeout(PING_TIMEOUT_MS).emitWithAck(PING_EVENT, {});
      return true;
    } catch {
      return false;
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

/** Any answer will do, also one that says that the database is away. */
async function isReachable(): Promise<boolean> {
  try {
    const signal = AbortSignal.timeout(REACH_TIMEOUT_MS);
    await fetch('/healthz', { method: 'HEAD', cache: 'no-store', signal });
    return true;
  } catch {
    return false;
  }
}
