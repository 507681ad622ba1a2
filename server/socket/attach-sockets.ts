import type { Server as HttpServer } from 'node:http';
import { Server } from 'socket.io';
import type { Socket } from 'socket.io';
import { z } from 'zod';
import { PING_EVENT, PROTOCOL_VERSION } from '#contract/command.ts';
import { errorMessage } from '#contract/errors.ts';
import type { ErrorCode } from '#contract/errors.ts';
import { actorKey } from '#domain/actor.ts';
import type { Actor } from '#domain/actor.ts';
import { refuse } from '../commands/execute.ts';
import type { Execute } from '../commands/execute.ts';
import { clientAddressOf, isOwnOrigin, originOf } from '../http/origin.ts';
import { actorFor } from '../identity/principal-source.ts';
import type { ActAs, Identify, WhyUnknown } from '../identity/principal-source.ts';
import type { Logger } from '../logger.ts';
import { recheckOnce, recheckSockets } from './recheck-sockets.ts';
import type { RecheckParts, SocketData } from './recheck-sockets.ts';
import type { Streams } from './streams.ts';

const handshakeSchema = z.object({
  as: z.enum(['account', 'device']).default('account'),
  protocol: z.literal(PROTOCOL_VERSION),
});
const ACTOR_ROOM = 'actor:';
const MAX_FRAME_BYTES = 1024 * 1024;
/** Commands of one socket that may run at once; a client that needs more batches them. */
const MAX_IN_FLIGHT = 64;

export interface SocketParts extends Pick<RecheckParts, 'onEnded' | 'recheckAbsent'> {
  execute: Execute;
  identify: Identify;
  whyUnknown: WhyUnknown;
  streams: Streams;
  log: Logger;
  publicUrl: string | undefined;
  trustedProxies: number;
}

export interface Sockets {
  io: Server;
  /** Ends every socket of an actor, e.g. of a revoked device; it must identify itself again. */
  disconnect(key: string): void;
  /** Whether a socket of that actor is open. */
  isConnected(key: string): boolean;
  /** Keys of all actors with an open socket. */
  connectedKeys(): string[];
  /** Asks every socket again who it is, as it happens every few minutes. */
  recheck(): Promise<void>;
  close(): Promise<void>;
}

/** Takes commands over Socket.IO: every event of a socket is a command of the contract. */
export function attachSockets(httpServer: HttpServer, parts: SocketParts): Sockets {
  const io = new Server(httpServer, {
    serveClient: false,
    maxHttpBufferSize: MAX_FRAME_BYTES,
    perMessageDeflate: false,
    pingInterval: 15_000,
    pingTimeout: 20_000,
    allowRequest: (request, decide) => decide(null, isOwnOrigin(request, parts)),
  });
  parts.streams.attach(
    (room, event, payload) => void io.to(room).emit(event, payload),
    (room) => io.sockets.adapter.rooms.get(room)?.size ?? 0,
  );
  io.use((socket, next) => {
    admit(socket, parts).then(
      () => next(),
      (error: unknown) => next(connectError(error instanceof Refused ? error.code : 'UNAVAILABLE')),
    );
  });
  io.on('connection', (socket) => serve(socket, parts));
  const { identify, onEnded, recheckAbsent } = parts;
  const sockets = () => io.sockets.sockets.values() as Iterable<Socket>;
  const rechecked = { sockets, identify, onEnded, recheckAbsent };
  const timer = recheckSockets(rechecked);
  return {
    io,
    disconnect: (key) => void io.in(actorRoom(key)).disconnectSockets(true),
    isConnected: (key) => (io.of('/').adapter.rooms.get(actorRoom(key))?.size ?? 0) > 0,
    connectedKeys: () =>
      [...io.of('/').adapter.rooms.keys()]
        .filter((room) => room.startsWith(ACTOR_ROOM))
        .map((room) => room.slice(ACTOR_ROOM.length)),
    recheck: () => recheckOnce(rechecked),
    close: () => {
      timer.close();
      return io.close();
    },
  };
}

class Refused extends Error {
  readonly code: ErrorCode;
  constructor(code: ErrorCode) {
    super(code);
    this.code = code;
  }
}

async function admit(socket: Socket, parts: SocketParts): Promise<void> {
  const handshake = handshakeSchema.safeParse(socket.handshake.auth);
  if (!handshake.success) throw new Refused('PROTOCOL_MISMATCH');
  const { as } = handshake.data;
  const actor = await requireActor(socket, as, parts);
  await socket.join(actorRoom(actorKey(actor)));
  // Asked again: had the rights ended before it was in the room, nobody would have ended the socket.
  socket.data = { actor: await requireActor(socket, as, parts), as } satisfies SocketData;
}

async function requireActor(socket: Socket, as: ActAs, parts: SocketParts): Promise<Actor> {
  const { cookie } = socket.handshake.headers;
  const actor = actorFor(await parts.identify({ cookie }), as);
  if (actor.kind === 'anonymous') throw new Refused(await parts.whyUnknown({ cookie }, as));
  return actor;
}

function serve(socket: Socket, parts: SocketParts): void {
  const { actor } = socket.data as SocketData;
  const { request } = socket;
  const caller = {
    actor,
    clientAddress: clientAddressOf(request, parts.trustedProxies),
    origin: originOf(request, parts),
    cookies: null,
    subscriber: {
      socketId: socket.id,
      join: (room: string) => void socket.join(room),
      leave: (room: string) => void socket.leave(room),
    },
  };
  let inFlight = 0;
  socket.onAny((name: string, commandRequest: unknown, acknowledge: unknown) => {
    // Without an acknowledgement nobody could learn the answer: not a command of the contract.
    if (typeof acknowledge !== 'function') return;
    const reply = acknowledge as (answer: unknown) => void;
    if (name === PING_EVENT) return reply({ ok: true, data: {} });
    if (inFlight >= MAX_IN_FLIGHT) return reply(refuse('TOO_MANY_ATTEMPTS', { seconds: 1 }));
    inFlight += 1;
    void parts
      .execute({ name, request: commandRequest, ...caller })
      .then(reply)
      .finally(() => (inFlight -= 1));
  });
}

function actorRoom(key: string): string {
  return `${ACTOR_ROOM}${key}`;
}

function connectError(code: ErrorCode): Error {
  const error = new Error(code) as Error & { data: unknown };
  error.data = { code, message: errorMessage(code, 'vi'), messageEn: errorMessage(code, 'en') };
  return error;
}
