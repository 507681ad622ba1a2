import type { CommandInput, CommandName, CommandOutput } from '#contract/registry.ts';
import { newCommandId, sendOverHttp, type ActAs, type ClientAnswer } from './http-command.ts';
import type { LiveConnection } from './live-connection.ts';

/** These answer with a cookie, which only HTTP can set. */
const HTTP_ONLY: ReadonlySet<CommandName> = new Set<CommandName>([
  'account:sign-in',
  'account:sign-out',
  'account:accept-link',
  'account:change-password',
  'device:enrol',
  'device:leave',
]);

export interface CommandLine {
  live: LiveConnection | null;
  as: ActAs;
}

/**
 * Sends one command: over the socket when it is up, else (or when its answer got lost) over HTTP,
 * with the same `commandId` all along. Never throws.
 */
export async function sendCommand<N extends CommandName>(
  { live, as }: CommandLine,
  name: N,
  input: CommandInput<N>,
): Promise<ClientAnswer<CommandOutput<N>>> {
  const commandId = newCommandId();
  if (live?.state.kind === 'connected' && live.as === as && !HTTP_ONLY.has(name)) {
    const answer = await live.request(name, { commandId, input });
    if (answer && (answer.ok || answer.code !== 'UNAVAILABLE')) return answer;
  }
  return sendOverHttp(name, input, { as, commandId });
}
