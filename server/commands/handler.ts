import type { Actor } from '#domain/actor.ts';
import type { RowScope } from '#domain/permissions.ts';
import type { Db, Tx } from '#db/client.ts';
import type { Logger } from '../logger.ts';
import type { CommandName, CommandOutput, CommandParsedInput } from '#contract/registry.ts';

/** What a handler is given besides its input. */
export interface CommandContext {
  actor: Actor;
  /** For writes: the transaction that also stores the answer. For reads: the pool. */
  tx: Tx;
  /** For the few handlers that run their own transactions (`idempotency: 'natural'`). */
  db: Db;
  now: () => Date;
  /** The client's address, for throttling. */
  clientAddress: string;
  log: Logger;
  /** Origin that people use, for links in answers. */
  origin: string;
  /** Runs after the commit: announcements, never anything that may fail the command. */
  afterCommit(effect: () => void): void;
  /** Joins the caller's socket to a stream; refused with NOT_FOUND over plain HTTP. */
  subscriber: Subscriber | null;
  /** Sets or clears a cookie; only commands over HTTP can. */
  cookies: CookieWriter | null;
}

export interface Subscriber {
  readonly socketId: string;
  join(room: string): void;
  leave(room: string): void;
}

export interface CookieWriter {
  /** The value that the browser sent with this request. */
  read(name: string): string | null;
  set(name: string, value: string, options: { maxAgeSeconds: number }): void;
  setRaw(headerValue: string): void;
  clear(name: string): void;
}

export interface Handler<N extends CommandName> {
  /** The row that the command touches, read from the database, never taken from the input. */
  scope(input: CommandParsedInput<N>, context: CommandContext): Promise<RowScope> | RowScope;
  run(
    input: CommandParsedInput<N>,
    context: CommandContext,
  ): Promise<CommandOutput<N>> | CommandOutput<N>;
}

export type Handlers<N extends CommandName = CommandName> = { [K in N]: Handler<K> };

/** Types the handler of one command; the way each file of `server/live` writes its handlers. */
export function handle<N extends CommandName>(_name: N, handler: Handler<N>): Handler<N> {
  return handler;
}
