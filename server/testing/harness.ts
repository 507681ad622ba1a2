import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { io } from 'socket.io-client';
import type { Socket } from 'socket.io-client';
import { inject } from 'vitest';
import { PROTOCOL_VERSION } from '#contract/command.ts';
import type { CommandAnswer } from '#contract/command.ts';
import type { CommandInput, CommandName, CommandOutput } from '#contract/registry.ts';
import { COMMANDS } from '#contract/registry.ts';
import { openDatabase } from '#db/client.ts';
import type { OpenDatabase } from '#db/client.ts';
import type { BroadcastPort } from '../broadcast-link/broadcast-port.ts';
import type { BroadcastFacts, BroadcastWish } from '../broadcast-link/broadcast-port.ts';
import type { InputPort } from '../input-link/input-port.ts';
import type { InputFacts, InputWish } from '../input-link/input-port.ts';
import { MemoryNodePort } from '../private-socket/memory-node-port.ts';
import type { Config } from '../config.ts';
import { createServer } from '../create-server.ts';
import type { Identify } from '../identity/principal-source.ts';
import { createLogger } from '../logger.ts';
import type { Logger } from '../logger.ts';
import type { MediaPort } from '../media-link/media-port.ts';
import { MemoryMediaPort } from '../media-link/memory-media-port.ts';
import { testConfig } from './config.ts';
import { databaseUrlOf } from './database-url.ts';
import { TEMPLATE_DATABASE } from './template.ts';

/** A real database of its own, copied from the migrated template. */
export async function createTestDatabase(): Promise<{ url: string; drop(): Promise<void> }> {
  const adminUrl = inject('databaseAdminUrl');
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await withAdmin(adminUrl, (admin) =>
    admin.query(`create database ${name} template ${TEMPLATE_DATABASE}`),
  );
  return {
    url: databaseUrlOf(adminUrl, name),
    drop: () =>
      withAdmin(adminUrl, async (admin) => {
        await admin.query(`drop database if exists ${name} with (force)`);
      }),
  };
}

async function withAdmin<T>(adminUrl: string, use: (admin: pg.Client) => Promise<T>): Promise<T> {
  const admin = new pg.Client({ connectionString: adminUrl });
  await admin.connect();
  try {
    return await use(admin);
  } finally {
    await admin.end();
  }
}

export interface TestServer<M extends MediaPort = MemoryMediaPort> {
  origin: string;
  config: Config;
  database: OpenDatabase;
  /** The media node: in memory, unless another was given. */
  media: M;
  /** The server's clock; tests move it. */
  clock: { now: Date };
  /** Sends a command by HTTP; `cookie` says who. Answers carry the cookies that were set. */
  post<N extends CommandName>(name: N, input: CommandInput<N>, as?: Caller): Promise<Posted<N>>;
  /** Asks every socket again who it is, as the server does every few minutes. */
  recheck(): Promise<void>;
  /** Opens a socket; rejects with the server's refusal `{ code }`. */
  connect(as: Caller): Promise<TestSocket>;
  close(): Promise<void>;
}

export interface Caller {
  cookie?: string;
  actAs?: 'account' | 'device';
  commandId?: string;
}

export interface Posted<N extends CommandName> {
  status: number;
  answer: CommandAnswer<CommandOutput<N>>;
  /** `name=value; …` of all cookies set, ready to send back. */
  cookie: string;
}

export interface TestSocket {
  socket: Socket;
  request<N extends CommandName>(
    name: N,
    input: CommandInput<N>,
    commandId?: string,
  ): Promise<CommandAnswer<CommandOutput<N>>>;
  /** Resolves with the next event of that name that fits. */
  next<T>(event: string, fits?: (payload: T) => boolean): Promise<T>;
  close(): void;
}

export interface TestServerOptions<M extends MediaPort = MemoryMediaPort> {
  /** An existing database to go on with, e.g. after a kill; the caller drops it. */
  database?: { url: string };
  config?: Partial<Config>;
  port?: number;
  /** A media node to go on with: it outlives the front door. */
  media?: M;
  /** A broadcast node to go on with; in memory, unless another is given. */
  broadcast?: BroadcastPort;
  /** An input node, likewise. */
  input?: InputPort;
  identify?: Identify;
  /** Silent unless given, or TEST_LOG_LEVEL says otherwise. */
  log?: Logger;
}

/**
 * The whole front door on a free loopback port, with a database of its own. Next is not part of it:
 * pages answer "restarting".
 */
export async function startTestServer<M extends MediaPort = MemoryMediaPort>(
  options: TestServerOptions<M> = {},
): Promise<TestServer<M>> {
  const own = options.database ? null : await createTestDatabase();
  const databaseUrl = options.database?.url ?? own?.url ?? '';
  const dataDir = mkdtempSync(path.join(tmpdir(), 'diem-cau-server-'));
  const config = testConfig({ databaseUrl, dataDir, port: options.port ?? 0, ...options.config });
  const database = openDatabase(databaseUrl, { maxConnections: 8 });
  const clock = { now: new Date() };
  // Without a given one, M is the one in memory.
  const media = (options.media ?? new MemoryMediaPort()) as M;
  const server = createServer({
    config,
    database,
    log: options.log ?? createLogger(process.env['TEST_LOG_LEVEL'] ?? 'silent'),
    now: () => clock.now,
    media,
    broadcast: options.broadcast ?? new MemoryNodePort<BroadcastWish, BroadcastFacts>(),
    input: options.input ?? new MemoryNodePort<InputWish, InputFacts>(),
    ...(options.identify ? { identify: options.identify } : {}),
  });
  const origin = `http://127.0.0.1:${await server.listen()}`;
  return {
    origin,
    config,
    database,
    media,
    clock,
    post: (name, input, as) => post(origin, { name, input, as: as ?? {} }),
    recheck: () => server.sockets.recheck(),
    connect: (as) => connect(origin, as),
    close: async () => {
      await server.close();
      await database.close();
      await own?.drop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

async function post<N extends CommandName>(
  origin: string,
  call: { name: N; input: CommandInput<N>; as: Caller },
): Promise<Posted<N>> {
  const { name, input, as } = call;
  const commandId = as.commandId ?? commandIdFor(name);
  const response = await fetch(`${origin}/api/commands/${name}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-act-as': as.actAs ?? 'account',
      ...(as.cookie ? { cookie: as.cookie } : {}),
    },
    body: JSON.stringify({ commandId, input }),
  });
  const cookie = response.headers
    .getSetCookie()
    .map((header) => header.split(';')[0])
    .join('; ');
  const answer = (await response.json()) as CommandAnswer<CommandOutput<N>>;
  return { status: response.status, answer, cookie };
}

function commandIdFor(name: CommandName): string | undefined {
  return COMMANDS[name].kind === 'write' ? randomUUID() : undefined;
}

async function connect(origin: string, as: Caller): Promise<TestSocket> {
  const socket = io(origin, {
    transports: ['websocket'],
    reconnection: false,
    auth: { as: as.actAs ?? 'account', protocol: PROTOCOL_VERSION },
    extraHeaders: as.cookie ? { cookie: as.cookie } : {},
  });
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('connect_error', (error: Error & { data?: unknown }) =>
      reject(Object.assign(new Error(error.message), error.data)),
    );
  });
  return {
    socket,
    request: (name, input, commandId) =>
      socket.emitWithAck(name, { commandId: commandId ?? commandIdFor(name), input }),
    next: (event, fits = () => true) => nextEvent(socket, event, fits),
    close: () => void socket.close(),
  };
}

function nextEvent<T>(socket: Socket, event: string, fits: (payload: T) => boolean): Promise<T> {
  return new Promise((resolve) => {
    const listen = (payload: T) => {
      if (!fits(payload)) return;
      socket.off(event, listen);
      resolve(payload);
    };
    socket.on(event, listen);
  });
}

/** @throws Error with the code when the command was refused */
export function dataOf<O>(answer: CommandAnswer<O>): O {
  if (answer.ok) return answer.data;
  throw new Error(`refused: ${answer.code} ${JSON.stringify(answer.details ?? {})}`);
}
