import type { DeviceKind } from '#domain/actor.ts';
import { PROTOCOL_VERSION } from './command.ts';
import type { CommandAnswer } from './command.ts';
import type { ErrorCode } from './errors.ts';
import type { CommandInput, CommandName, CommandOutput } from './registry.ts';

/**
 * How a program (a simulation, a load generator, an integrator) speaks the contract: commands over
 * HTTP with cookies, and over a socket. It needs nothing but `fetch`.
 */
export interface HttpIdentity {
  /** e.g. `http://127.0.0.1:3000` */
  origin: string;
  as: 'account' | 'device';
  /** `name=value` pairs joined by `; `; empty for a stranger. */
  cookie: string;
}

export interface HttpAnswer<O> {
  answer: CommandAnswer<O>;
  /** `name=value` pairs that the answer set; send them back as `cookie`. */
  cookie: string;
}

/** Settings for a Socket.IO client that acts as the given account or device. */
export function socketOptionsOf({ as, cookie }: HttpIdentity) {
  return {
    transports: ['websocket'],
    auth: { as, protocol: PROTOCOL_VERSION },
    extraHeaders: { cookie },
    // Programs open many: each has a connection of its own, and not all come back in one second.
    forceNew: true,
    reconnectionDelay: 1_000,
    reconnectionDelayMax: 20_000,
    randomizationFactor: 0.8,
  };
}

/** What this needs of a Socket.IO client's socket. */
export interface CommandSocket {
  timeout(ms: number): { emitWithAck(event: string, request: unknown): Promise<unknown> };
}

const ANSWER_TIMEOUT_MS = 20_000;

/**
 * Sends one command over HTTP.
 * @param commandId given again on a retry, so that a write has its effect once
 * @throws when no answer comes within 20 s, or one that is no answer of this contract
 */
export async function commandOverHttp<N extends CommandName>(
  identity: HttpIdentity,
  name: N,
  input: CommandInput<N>,
  commandId: string = crypto.randomUUID(),
): Promise<HttpAnswer<CommandOutput<N>>> {
  const response = await fetch(`${identity.origin}/api/commands/${name}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-act-as': identity.as,
      ...(identity.cookie ? { cookie: identity.cookie } : {}),
    },
    body: JSON.stringify({ commandId, input }),
    signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS),
  });
  const answer = (await response.json()) as CommandAnswer<CommandOutput<N>>;
  const cookie = response.headers
    .getSetCookie()
    .map((header) => header.split(';')[0]!)
    .join('; ');
  return { answer, cookie };
}

/**
 * Sends one command over a socket.
 * @throws when no answer comes within 20 s: the work may still be done, so retry with the same ids
 */
export async function commandOverSocket<N extends CommandName>(
  socket: CommandSocket,
  name: N,
  input: CommandInput<N>,
  commandId: string = crypto.randomUUID(),
): Promise<CommandAnswer<CommandOutput<N>>> {
  const answer = await socket.timeout(ANSWER_TIMEOUT_MS).emitWithAck(name, { commandId, input });
  return answer as CommandAnswer<CommandOutput<N>>;
}

/** The centre said no; its code says why. */
export class RefusedCommand extends Error {
  readonly code: ErrorCode;
  constructor(code: ErrorCode, messageEn: string) {
    super(`${code}: ${messageEn}`);
    this.code = code;
  }
}

/**
 * An answer's data.
 * @throws RefusedCommand with the code and the English sentence of a refusal
 */
export function dataOf<O>(answer: CommandAnswer<O>): O {
  if (answer.ok) return answer.data;
  throw new RefusedCommand(answer.code, answer.messageEn);
}

/**
 * Enrols a device of a hall by the hall's link, as a person's browser would.
 * @param organiser an account that may see the hall's links
 * @returns the device's identity
 * @throws RefusedCommand when a command is refused, Error when no answer comes
 */
export async function enrolDevice(
  organiser: HttpIdentity,
  asked: { siteId: string; deviceKind: DeviceKind; label: string },
): Promise<HttpIdentity> {
  const { siteId, deviceKind, label } = asked;
  const { links } = dataOf(
    (await commandOverHttp(organiser, 'device-link:list', { siteId })).answer,
  );
  const link = links.find((entry) => entry.deviceKind === deviceKind)?.link ?? organiser.origin;
  const token = new URL(link).pathname.split('/').at(-1) ?? '';
  const stranger: HttpIdentity = { origin: organiser.origin, as: 'device', cookie: '' };
  const secret = { kind: 'LINK', token } as const;
  const enrolled = await commandOverHttp(stranger, 'device:enrol', { secret, label });
  dataOf(enrolled.answer);
  return { ...stranger, cookie: enrolled.cookie };
}
