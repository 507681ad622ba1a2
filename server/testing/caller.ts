import { randomUUID } from 'node:crypto';
import type { CommandAnswer } from '#contract/command.ts';
import { COMMANDS } from '#contract/registry.ts';
import type { CommandInput, CommandName, CommandOutput } from '#contract/registry.ts';
import type { Actor } from '#domain/actor.ts';
import type { Execute } from '../commands/execute.ts';
import { dataOf } from './harness.ts';

/** Sends commands in one actor's name. */
export interface Caller {
  /** @throws Error with the code when it was refused */
  ask<N extends CommandName>(name: N, input: CommandInput<N>): Promise<CommandOutput<N>>;
  /** The code of the refusal; null when the command was done. */
  refusal<N extends CommandName>(name: N, input: CommandInput<N>): Promise<string | null>;
  send<N extends CommandName>(
    name: N,
    input: CommandInput<N>,
    commandId?: string,
  ): Promise<CommandAnswer<CommandOutput<N>>>;
}

export function callerOf(execute: Execute, actor: Actor): Caller {
  const send: Caller['send'] = async (name, input, commandId = randomUUID()) => {
    const answer = await execute({
      name,
      request: COMMANDS[name].kind === 'write' ? { commandId, input } : { input },
      actor,
      clientAddress: '192.0.2.1',
      origin: 'https://diemcau.example',
      subscriber: null,
      cookies: null,
    });
    return answer as never;
  };
  return {
    send,
    ask: async (name, input) => dataOf(await send(name, input)),
    refusal: async (name, input) => {
      const answer = await send(name, input);
      return answer.ok ? null : answer.code;
    },
  };
}
