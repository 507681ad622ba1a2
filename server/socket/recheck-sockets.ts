import { actorKey } from '#domain/actor.ts';
import type { Actor } from '#domain/actor.ts';
import { actorFor } from '../identity/principal-source.ts';
import type { ActAs, Identify } from '../identity/principal-source.ts';

const RECHECK_EVERY_MS = 5 * 60_000;

/** What a socket remembers of its handshake. */
export interface SocketData {
  actor: Actor;
  as: ActAs;
}

/** The part of a socket that is looked at again. */
export interface RecheckedSocket {
  data: SocketData;
  handshake: { headers: { cookie?: string | undefined } };
  disconnect(close: boolean): unknown;
}

export interface RecheckParts {
  sockets: () => Iterable<RecheckedSocket>;
  identify: Identify;
  /** Ends what the actor has open beside its sockets: its lines. */
  onEnded(actorKey: string): void;
  /** Looks again at those who have lines but no socket. */
  recheckAbsent(): Promise<void>;
}

/**
 * A socket outlives its handshake by hours, and a line outlives its sockets. Every few minutes each is
 * asked again who it is: one whose sign-in expired, or whose rights another process changed, must
 * connect anew; a sign-in that is only used over its socket stays in use.
 */
export function recheckSockets(parts: RecheckParts): { close(): void } {
  const timer = setInterval(() => void recheckOnce(parts), RECHECK_EVERY_MS);
  timer.unref();
  return { close: () => clearInterval(timer) };
}

/** One after the other, so that thousands of sockets are no burst of queries. */
export async function recheckOnce(parts: RecheckParts): Promise<void> {
  try {
    for (const socket of [...parts.sockets()]) {
      const { actor, as } = socket.data;
      const principal = await parts.identify({ cookie: socket.handshake.headers.cookie });
      if (isSame(actorFor(principal, as), actor)) continue;
      socket.disconnect(true);
      parts.onEnded(actorKey(actor));
    }
    await parts.recheckAbsent();
  } catch {
    // The database is away: nobody loses his place for that.
  }
}

function isSame(left: Actor, right: Actor): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}
