import type { z } from 'zod';
import type { Permission } from '#domain/permissions.ts';
import type { ErrorCode } from './errors.ts';

/** Raised when a change here breaks a client that was written against the version before. */
export const PROTOCOL_VERSION = 1;

/** An event, not a command: whoever is connected gets its acknowledgement at once. */
export const PING_EVENT = 'ping';

/**
 * One command of the contract. Handlers, the client's `request()`, the role walk, the fuzz walk and
 * docs/protocol.md derive from it.
 */
export interface CommandDefinition<
  I extends z.ZodType = z.ZodType,
  O extends z.ZodType = z.ZodType,
> {
  /** One English sentence for the protocol document. */
  summary: string;
  permission: Permission;
  /** `write` carries a `commandId` and stores its answer; `read` changes nothing. */
  kind: 'read' | 'write';
  /**
   * `natural`: a repeat is harmless by itself (the input carries its own event ids, or the command is
   * a sign-in), so no `commandId` is needed and no answer is stored. Only for `write`.
   */
  idempotency?: 'command-id' | 'natural';
  input: I;
  output: O;
  example: { input: z.input<I>; output: z.input<O> };
}

export function defineCommand<I extends z.ZodType, O extends z.ZodType>(
  definition: CommandDefinition<I, O>,
): CommandDefinition<I, O> {
  return definition;
}

/** What a client sends for every command. `commandId` (uuid) is required for writes, made by the client. */
export interface CommandRequest<I> {
  commandId?: string | undefined;
  input: I;
}

export type CommandAnswer<O> =
  | { ok: true; data: O }
  | {
      ok: false;
      code: ErrorCode;
      /** What happened and what to do, in Vietnamese. */
      message: string;
      messageEn: string;
      /** Facts that belong to the code, e.g. `{ field: 'startsAt' }`. */
      details?: Record<string, string | number>;
    };
