import { once } from 'node:events';
import net from 'node:net';

/** What a station's server may do to its caller. */
export type RtmpHabit = 'SAYS_NOTHING' | 'REFUSES_KEY' | 'READS_NOTHING';

const HANDSHAKE_BYTES = 1_536;
const [SET_CHUNK_SIZE, COMMAND] = [1, 20];

/**
 * As much of an RTMP server as a caller needs to be let down by it: it shakes hands, answers `connect` and
 * `createStream`, and then refuses the key, or takes it and reads no more.
 */
export class RtmpServer {
  readonly address: string;
  readonly #server: net.Server;
  readonly #sockets = new Set<net.Socket>();

  static async listen(habit: RtmpHabit): Promise<RtmpServer> {
    const sockets = new Set<net.Socket>();
    const server = net.createServer((socket) => {
      sockets.add(socket);
      socket.on('error', () => {});
      if (habit !== 'SAYS_NOTHING') answer(socket, habit);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new RtmpServer(server, sockets);
  }

  private constructor(server: net.Server, sockets: Set<net.Socket>) {
    const { port } = server.address() as net.AddressInfo;
    this.address = `rtmp://127.0.0.1:${port}/live/khoa`;
    this.#server = server;
    this.#sockets = sockets;
  }

  close(): void {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
  }
}

function answer(socket: net.Socket, habit: 'REFUSES_KEY' | 'READS_NOTHING'): void {
  let held = Buffer.alloc(0);
  let isShaken = false;
  const answered = new Set<string>();
  const once = (name: string, reply: (transaction: Buffer) => void) => {
    const at = held.indexOf(name);
    // Its transaction stands behind its name: a marker and eight bytes.
    if (at < 0 || answered.has(name) || held.length < at + name.length + 9) return;
    answered.add(name);
    reply(held.subarray(at + name.length, at + name.length + 9));
  };
  socket.on('data', (chunk: Buffer) => {
    held = Buffer.concat([held, chunk]);
    if (!isShaken) {
      if (held.length < 1 + HANDSHAKE_BYTES) return;
      isShaken = true;
      const theirs = held.subarray(1, 1 + HANDSHAKE_BYTES);
      socket.write(Buffer.concat([Buffer.from([3]), Buffer.alloc(HANDSHAKE_BYTES), theirs]));
      held = held.subarray(1 + HANDSHAKE_BYTES);
    }
    once('connect', (transaction) => {
      const chunkSize = Buffer.alloc(4);
      chunkSize.writeUInt32BE(4_096);
      socket.write(message(SET_CHUNK_SIZE, chunkSize));
      const status = object({ level: 'status', code: 'NetConnection.Connect.Success' });
      socket.write(message(COMMAND, text('_result'), transaction, object({}), status));
    });
    once('createStream', (transaction) => {
      const stream = Buffer.alloc(9);
      stream.writeDoubleBE(1, 1);
      socket.write(message(COMMAND, text('_result'), transaction, NOTHING, stream));
    });
    once('publish', () => {
      const says =
        habit === 'REFUSES_KEY'
          ? { level: 'error', code: 'NetStream.Publish.BadName', description: 'Bad stream key' }
          : { level: 'status', code: 'NetStream.Publish.Start', description: 'Go on' };
      const zero = Buffer.alloc(9);
      socket.write(message(COMMAND, text('onStatus'), zero, NOTHING, object(says)));
      if (habit === 'READS_NOTHING') socket.pause();
    });
  });
}

/** AMF0, as far as it is said here. */
const NOTHING = Buffer.from([5]);

function text(value: string): Buffer {
  return Buffer.concat([Buffer.from([2]), counted(value)]);
}

function object(values: Record<string, string>): Buffer {
  const members = Object.entries(values).flatMap(([name, value]) => [counted(name), text(value)]);
  return Buffer.concat([Buffer.from([3]), ...members, Buffer.from([0, 0, 9])]);
}

function counted(value: string): Buffer {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(Buffer.byteLength(value));
  return Buffer.concat([length, Buffer.from(value)]);
}

/** One chunk: a full header, and less than a chunk's size. */
function message(type: number, ...parts: Buffer[]): Buffer {
  const body = Buffer.concat(parts);
  const head = Buffer.alloc(12);
  head[0] = type === COMMAND ? 3 : 2;
  head.writeUIntBE(body.length, 4, 3);
  head[7] = type;
  return Buffer.concat([head, body]);
}
