import type { BroadcastFacts, BroadcastWish } from '../broadcast-link/broadcast-port.ts';

/** What is needed of a session's broadcast to keep it. */
interface Kept {
  readonly facts: BroadcastFacts;
  want(wish: BroadcastWish): void;
  close(): Promise<void>;
}

/**
 * The broadcasts of all sessions, as they are wanted. A session that is wanted again while its last
 * broadcast is being ended waits for that end: two of them would write the same files, and call the same
 * stations twice.
 */
export class SessionBroadcasts {
  readonly #open: (sessionId: string) => Kept;
  readonly #running = new Map<string, Kept>();
  readonly #ending = new Map<string, Promise<void>>();
  #wishes: readonly BroadcastWish[] = [];
  #isClosed = false;

  constructor(parts: { open: (sessionId: string) => Kept }) {
    this.#open = parts.open;
  }

  get facts(): BroadcastFacts[] {
    return [...this.#running.values()].map(({ facts }) => facts);
  }

  /** The whole of what is wanted; what is not named ends. */
  want(wishes: readonly BroadcastWish[]): void {
    this.#wishes = wishes;
    if (this.#isClosed) return;
    const wanted = new Set(wishes.map(({ sessionId }) => sessionId));
    for (const [sessionId, broadcast] of this.#running) {
      if (!wanted.has(sessionId)) void this.#end(sessionId, broadcast);
    }
    for (const wish of wishes) {
      if (this.#ending.has(wish.sessionId)) continue;
      const broadcast = this.#running.get(wish.sessionId) ?? this.#open(wish.sessionId);
      this.#running.set(wish.sessionId, broadcast);
      broadcast.want(wish);
    }
  }

  /** Resolves when every one has come to its end in order. */
  async close(): Promise<void> {
    this.#isClosed = true;
    for (const [sessionId, broadcast] of this.#running) void this.#end(sessionId, broadcast);
    await Promise.all(this.#ending.values());
  }

  async #end(sessionId: string, broadcast: Kept): Promise<void> {
    this.#running.delete(sessionId);
    const ended = broadcast.close();
    this.#ending.set(sessionId, ended);
    await ended;
    this.#ending.delete(sessionId);
    this.want(this.#wishes);
  }
}
