import type { CommandAnswer } from '#contract/command.ts';
import type { ErrorCode } from '#contract/errors.ts';
import type { CommandInput, CommandName, CommandOutput } from '#contract/registry.ts';

export type ActAs = 'account' | 'device';

/** What the client says by itself when the centre gives no answer; the text is in messages/errors. */
export type ClientErrorCode = 'NO_NETWORK';

type Refused = Extract<CommandAnswer<never>, { ok: false }>;
export type Failure = Refused | { ok: false; code: ClientErrorCode; details?: undefined };
export type ClientAnswer<O> = { ok: true; data: O } | Failure;
export type FailureCode = ErrorCode | ClientErrorCode;

export interface SendOptions {
  as: ActAs;
  /** Given again on a retry: the centre answers a repeat with the first answer. */
  commandId?: string;
  attempts?: number;
}

const PAUSES_MS = [300, 1_000, 3_000];
const ANSWER_TIMEOUT_MS = 15_000;

/**
 * Sends one command by HTTP and retries a lost one with the same `commandId`.
 * Never throws: no answer after all attempts is `NO_NETWORK`.
 */
export async function sendOverHttp<N extends CommandName>(
  name: N,
  input: CommandInput<N>,
  { as, commandId = newCommandId(), attempts = 3 }: SendOptions,
): Promise<ClientAnswer<CommandOutput<N>>> {
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    if (attempt > 0) await pause(PAUSES_MS[attempt - 1] ?? 3_000);
    const answer = await post(name, { commandId, input }, as);
    if (answer) return answer as CommandAnswer<CommandOutput<N>>;
  }
  return { ok: false, code: 'NO_NETWORK' };
}

/** @returns null when there was no answer of ours, so that sending again is right */
async function post(
  name: string,
  body: unknown,
  as: ActAs,
): Promise<CommandAnswer<unknown> | null> {
  try {
    const response = await fetch(`/api/commands/${name}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-act-as': as },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS),
    });
    const answer: unknown = await response.json();
    if (!isAnswer(answer)) return null;
    return !answer.ok && answer.code === 'UNAVAILABLE' ? null : answer;
  } catch {
    return null;
  }
}

function isAnswer(value: unknown): value is CommandAnswer<unknown> {
  return typeof value === 'object' && value !== null && 'ok' in value;
}

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** A version 4 UUID; `crypto.randomUUID` is missing on plain http, `getRandomValues` is not. */
export function newCommandId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6]! & 0x0f) | 0x40;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
