import { randomUUID } from 'node:crypto';
import { TransactionRollbackError } from 'drizzle-orm';
import type { CommandAnswer } from '#contract/command.ts';
import { COMMANDS } from '#contract/registry.ts';
import type { CommandName } from '#contract/registry.ts';
import type { Db } from '#db/client.ts';
import { PERMISSIONS } from '#domain/permissions.ts';
import type { Role } from '#domain/permissions.ts';
import type { Execute } from '../commands/execute.ts';
import { callerOf } from '../testing/caller.ts';
import { dataOf } from '../testing/harness.ts';
import { accountWith, deviceOf } from '../testing/round.ts';
import type { Round } from '../testing/round.ts';
import { COMMAND_WALKS } from './command-table.ts';
import { WALKERS } from './roles.ts';
import type { Walker } from './roles.ts';

export const COMMAND_NAMES = Object.keys(COMMANDS) as CommandName[];

/** Codes that mean "you may not"; every other answer means that the permission was given. */
const REFUSALS = new Set(['FORBIDDEN', 'NOT_SIGNED_IN']);

/**
 * Lets every walker call one command on the near hall's row.
 * @returns a sentence for each walker whose answer isn't what the permission table and the reach say
 */
export async function walkCommand(
  name: CommandName,
  parts: { execute: Execute; round: Round },
): Promise<string[]> {
  const findings: string[] = [];
  for (const walker of WALKERS) {
    if (name.startsWith('line:')) await openLines(parts);
    const answer = await call(name, walker, parts);
    const wasRefused = !answer.ok && REFUSALS.has(answer.code);
    if (wasRefused !== mayCall(name, walker)) continue;
    findings.push(
      `${name}: ${walker.name} ${wasRefused ? 'was refused' : 'was let in'} (${answer.ok ? 'ok' : answer.code})`,
    );
  }
  return findings;
}

export function mayCall(name: CommandName, walker: Walker): boolean {
  const { row } = COMMAND_WALKS[name];
  if (row === 'public') return true;
  const roles: readonly Role[] = PERMISSIONS[COMMANDS[name].permission];
  return roles.includes(walker.role) && walker.reaches.includes(row);
}

/** The lines that the commands about lines touch; the walker before may have closed one. */
async function openLines({ execute, round }: { execute: Execute; round: Round }): Promise<void> {
  const owners = [
    { lineId: round.consoleLineId, actor: deviceOf(round.near, 'CONSOLE') },
    {
      lineId: round.controlRoomLineId,
      actor: accountWith({ role: 'DIRECTOR', scope: { kind: 'ALL' } }),
    },
  ];
  for (const { lineId, actor } of owners) {
    const { send } = callerOf(execute, actor);
    if ((await send('line:check', { lineId })).ok) continue;
    dataOf(await send('line:open', { lineId, sessionId: round.near.sessionId }));
  }
}

function call(
  name: CommandName,
  walker: Walker,
  { execute, round }: { execute: Execute; round: Round },
): Promise<CommandAnswer<unknown>> {
  return execute({
    name,
    request: { commandId: randomUUID(), input: COMMAND_WALKS[name].input(round) },
    actor: walker.actor(round),
    clientAddress: '127.0.0.1',
    origin: 'http://localhost',
    subscriber: { socketId: 'walk', join: () => {}, leave: () => {} },
    cookies: null,
  });
}

/** The same database, in which no transaction of a command is kept: the next walker finds the round whole. */
export function withoutEffects(db: Db): Db {
  return new Proxy(db, {
    get(target, key, receiver) {
      if (key !== 'transaction') return Reflect.get(target, key, receiver) as unknown;
      return async (run: Parameters<Db['transaction']>[0]) => {
        let result: unknown;
        await target
          .transaction(async (tx) => {
            result = await run(tx);
            tx.rollback();
          })
          .catch((error: unknown) => {
            if (!(error instanceof TransactionRollbackError)) throw error;
          });
        return result;
      };
    },
  });
}
