import { createHmac, randomUUID } from 'node:crypto';
import { eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { CommandAnswer, CommandDefinition } from '#contract/command.ts';
import { errorMessage } from '#contract/errors.ts';
import type { ErrorCode } from '#contract/errors.ts';
import { COMMANDS } from '#contract/registry.ts';
import type { CommandName } from '#contract/registry.ts';
import type { Db, Tx } from '#db/client.ts';
import { auditEntry } from '#db/schema/audit.ts';
import { commandAnswer } from '#db/schema/command-answer.ts';
import { actorKey } from '#domain/actor.ts';
import type { Actor } from '#domain/actor.ts';
import { can, PERMISSIONS } from '#domain/permissions.ts';
import type { Role } from '#domain/permissions.ts';
import type { Logger } from '../logger.ts';
import { MediaRefusal } from '../media-link/media-port.ts';
import type { CommandContext, CookieWriter, Handler, Handlers, Subscriber } from './handler.ts';
import { Refusal } from './refusal.ts';

/** One command as it arrived, by whichever way. */
export interface IncomingCommand {
  name: string;
  /** `{ commandId?, input }`; anything else is answered with INVALID_INPUT. */
  request: unknown;
  actor: Actor;
  clientAddress: string;
  origin: string;
  subscriber: Subscriber | null;
  cookies: CookieWriter | null;
}

export type Execute = (incoming: IncomingCommand) => Promise<CommandAnswer<unknown>>;

const requestSchema = z.object({ commandId: z.uuid().optional(), input: z.unknown() });

type AnyHandler = Handler<CommandName>;
type Answer = CommandAnswer<unknown>;

/** @throws Error naming the commands of the contract that have no handler */
export function assertEveryCommandHandled(handlers: object): void {
  const missing = Object.keys(COMMANDS).filter((name) => !Object.hasOwn(handlers, name));
  if (missing.length > 0) throw new Error(`commands without a handler: ${missing.join(', ')}`);
}

interface Call {
  name: CommandName;
  definition: CommandDefinition;
  handler: AnyHandler;
  commandId: string | undefined;
  input: never;
  inputHash: () => Buffer;
  context: Omit<CommandContext, 'tx'>;
  effects: (() => void)[];
}

export interface ExecuteParts {
  db: Db;
  handlers: Handlers;
  log: Logger;
  /** Keys the stored hash of inputs, so that a copy of the database tells nothing about passwords. */
  masterKey: string;
  now?: () => Date;
}

/**
 * The one door of every command: parses, checks the permission for the row, runs, catches, answers.
 * A write runs in one transaction with its stored answer, so a repeat with the same `commandId`
 * gets the same answer and has no second effect.
 */
export function createExecute(parts: ExecuteParts): Execute {
  return async (incoming) => {
    const requestId = randomUUID().slice(0, 8);
    const log = parts.log.child({
      requestId,
      command: incoming.name,
      actor: actorKey(incoming.actor),
    });
    try {
      const call = prepare(incoming, { ...parts, log });
      const answer = await run(call, parts.db);
      runEffects(call.effects, log);
      return answer;
    } catch (error) {
      return answerOfError(error, { requestId, log });
    }
  };
}

function prepare(incoming: IncomingCommand, parts: ExecuteParts): Call {
  const isKnown = Object.hasOwn(COMMANDS, incoming.name);
  if (!isKnown || !Object.hasOwn(parts.handlers, incoming.name))
    throw new Refusal('UNKNOWN_COMMAND');
  const name = incoming.name as CommandName;
  const definition: CommandDefinition = COMMANDS[name];
  const request = parse(requestSchema, incoming.request);
  const needsCommandId = definition.kind === 'write' && definition.idempotency !== 'natural';
  if (needsCommandId && request.commandId === undefined) {
    throw new Refusal('INVALID_INPUT', { field: 'commandId' });
  }
  const effects: (() => void)[] = [];
  const input = parse(definition.input, request.input);
  return {
    name,
    definition,
    handler: parts.handlers[name] as unknown as AnyHandler,
    commandId: needsCommandId ? request.commandId : undefined,
    input: input as never,
    inputHash: () => createHmac('sha256', parts.masterKey).update(JSON.stringify(input)).digest(),
    effects,
    context: {
      actor: incoming.actor,
      db: parts.db,
      now: parts.now ?? (() => new Date()),
      clientAddress: incoming.clientAddress,
      log: parts.log,
      origin: incoming.origin,
      subscriber: incoming.subscriber,
      cookies: incoming.cookies,
      afterCommit: (effect) => void effects.push(effect),
    },
  };
}

/** @throws Refusal INVALID_INPUT naming the first wrong field */
function parse<S extends z.ZodType>(schema: S, value: unknown): z.output<S> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const field = parsed.error.issues[0]?.path.join('.') || 'input';
  throw new Refusal('INVALID_INPUT', { field: field.slice(0, 100) });
}

async function run(call: Call, db: Db): Promise<Answer> {
  const { commandId } = call;
  if (commandId === undefined) return { ok: true, data: await checkAndRun(call, db) };
  return db.transaction(async (tx) => {
    const stored = await claimCommand(tx, call, commandId);
    if (stored) return stored;
    const answer: Answer = { ok: true, data: await checkAndRun(call, tx) };
    await tx.update(commandAnswer).set({ answer }).where(eq(commandAnswer.commandId, commandId));
    await tx.insert(auditEntry).values({
      actorKey: actorKey(call.context.actor),
      action: call.name,
      subject: idsOf(call.input, answer.data),
    });
    return answer;
  });
}

async function checkAndRun(call: Call, tx: Tx): Promise<unknown> {
  const context: CommandContext = { ...call.context, tx };
  // Nobody unknown learns which rows exist.
  if (context.actor.kind === 'anonymous' && !isPublic(call.definition)) {
    throw new Refusal('NOT_SIGNED_IN');
  }
  const row = await call.handler.scope(call.input, context);
  if (!can(context.actor, call.definition.permission, row)) {
    throw new Refusal('FORBIDDEN');
  }
  return call.definition.output.parse(await call.handler.run(call.input, context));
}

function isPublic(definition: CommandDefinition): boolean {
  const roles: readonly Role[] = PERMISSIONS[definition.permission];
  return roles.includes('PUBLIC');
}

/**
 * Inserts the command's row; a concurrent repeat waits for the first one's commit on the key.
 * @returns the stored answer of an earlier run by the same actor with the same input
 */
async function claimCommand(tx: Tx, call: Call, commandId: string): Promise<Answer | null> {
  const key = actorKey(call.context.actor);
  const inputHash = call.inputHash();
  const claimed = await tx
    .insert(commandAnswer)
    .values({ commandId, actorKey: key, command: call.name, inputHash, answer: sql`'null'::jsonb` })
    .onConflictDoNothing()
    .returning({ commandId: commandAnswer.commandId });
  if (claimed.length > 0) return null;
  const [earlier] = await tx
    .select()
    .from(commandAnswer)
    .where(eq(commandAnswer.commandId, commandId));
  const isSame =
    earlier?.actorKey === key &&
    earlier.command === call.name &&
    earlier.inputHash.equals(inputHash);
  if (!isSame) throw new Refusal('COMMAND_ID_REUSED');
  return earlier.answer as Answer;
}

/** The ids in a command's input and answer: what the audit entry says about its subject. */
function idsOf(input: unknown, data: unknown): Record<string, string> {
  const ids: Record<string, string> = {};
  for (const source of [input, data]) {
    if (typeof source !== 'object' || source === null) continue;
    for (const [key, value] of Object.entries(source)) {
      if (/(^id|Id)$/.test(key) && typeof value === 'string') ids[key] = value;
    }
  }
  return ids;
}

function runEffects(effects: (() => void)[], log: Logger): void {
  for (const effect of effects) {
    try {
      effect();
    } catch (error) {
      log.error({ err: error }, 'an announcement failed');
    }
  }
}

function answerOfError(error: unknown, where: { requestId: string; log: Logger }): Answer {
  if (error instanceof Refusal) return refuse(error.code, error.details);
  if (error instanceof MediaRefusal) return refuse(error.code);
  const sqlState = sqlStateOf(error);
  // 53100: disk full. 57P01-03: the database is stopping or starting. 08*: its connection broke.
  // 40001, 40P01: it chose this transaction to give way. 53200, 53300: it is out of room for a moment.
  if (sqlState === '53100') return refuse('DISK_FULL');
  if (sqlState !== null && /^(57P0|08|40001|40P01|53[23]00|ECONN|EPIPE|ENOENT)/.test(sqlState))
    return refuse('UNAVAILABLE');
  if (/Connection terminated|timeout exceeded when trying to connect/.test(messageOf(error))) {
    return refuse('UNAVAILABLE');
  }
  // The error of a failed statement carries its parameters, which may hold names: log its kind only.
  where.log.error(
    { errorName: nameOf(error), sqlState, stack: stackOf(error) },
    'a command failed',
  );
  return refuse('INTERNAL', { requestId: where.requestId });
}

export function refuse(code: ErrorCode, details: Record<string, string | number> = {}): Answer {
  return {
    ok: false,
    code,
    message: errorMessage(code, 'vi', details),
    messageEn: errorMessage(code, 'en', details),
    details,
  };
}

function causeOf(error: unknown): unknown {
  return error instanceof Error && error.cause !== undefined ? error.cause : error;
}

function sqlStateOf(error: unknown): string | null {
  const cause = causeOf(error) as { code?: unknown } | null;
  return typeof cause?.code === 'string' ? cause.code : null;
}

function messageOf(error: unknown): string {
  return `${error instanceof Error ? error.message : ''} ${String((causeOf(error) as Error)?.message ?? '')}`;
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : typeof error;
}

/** Only the frames: the first lines may quote data. */
function stackOf(error: unknown): string[] {
  const stack = causeOf(error) instanceof Error ? ((causeOf(error) as Error).stack ?? '') : '';
  return stack
    .split('\n')
    .filter((entry) => entry.trimStart().startsWith('at '))
    .slice(0, 8);
}
