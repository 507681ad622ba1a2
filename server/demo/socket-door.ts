import { io, type Socket } from 'socket.io-client';
import { commandOverSocket, dataOf, socketOptionsOf } from '#contract/program-client.ts';
import type { HttpIdentity } from '#contract/program-client.ts';
import type { CommandInput, CommandName, CommandOutput } from '#contract/registry.ts';
import type { DoorLine } from './simulated-door.ts';

/** A simulated door's connection: an enrolled device of one hall, on a socket of its own. */
export class SocketDoor {
  readonly siteId: string;
  /** `dc_device=…`, to connect again without a new enrolment. */
  readonly cookie: string;
  readonly #socket: Socket;

  private constructor(parts: { siteId: string; cookie: string; socket: Socket }) {
    this.siteId = parts.siteId;
    this.cookie = parts.cookie;
    this.#socket = parts.socket;
  }

  /** @throws Error when the device is not admitted (any more) */
  static async connect(siteId: string, identity: HttpIdentity): Promise<SocketDoor> {
    const socket = io(identity.origin, socketOptionsOf(identity));
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve);
      socket.once('connect_error', (error) => {
        socket.close();
        reject(error);
      });
    });
    return new SocketDoor({ siteId, cookie: identity.cookie, socket });
  }

  /** @throws Error when the command is refused or no answer comes */
  async command<N extends CommandName>(name: N, input: CommandInput<N>): Promise<CommandOutput<N>> {
    return dataOf(await commandOverSocket(this.#socket, name, input));
  }

  /** The door's line for one session. */
  lineFor(sessionId: string): DoorLine {
    const { siteId } = this;
    return {
      append: async (events) =>
        (await this.command('check-in:append', { sessionId, siteId, events })).receipts,
      report: async (presentCount, happenedAt) => {
        const report = { sessionId, siteId, presentCount, note: '', happenedAt };
        await this.command('headcount:report', report);
      },
    };
  }

  close(): void {
    this.#socket.close();
  }
}
