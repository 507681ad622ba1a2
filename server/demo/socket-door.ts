import { io, type Socket } from 'socket.io-client';
import { PROTOCOL_VERSION } from '#contract/command.ts';
import {
  commandOverHttp,
  commandOverSocket,
  dataOf,
  type HttpIdentity,
} from '#contract/program-client.ts';
import type { CommandInput, CommandName, CommandOutput } from '#contract/registry.ts';
import type { DemoOrganiser } from './demo-organiser.ts';
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

  /**
   * Enrols the hall's door by its link, as a clerk's browser would, and connects.
   * @throws Error when the hall's link does not work or the front door does not answer
   */
  static async enrol(
    origin: string,
    siteId: string,
    organiser: DemoOrganiser,
  ): Promise<SocketDoor> {
    const { links } = await organiser.command('device-link:list', { siteId });
    const link = links.find((entry) => entry.deviceKind === 'DOOR');
    const token = new URL(link?.link ?? origin).pathname.split('/').at(-1) ?? '';
    const stranger: HttpIdentity = { origin, as: 'device', cookie: '' };
    const secret = { kind: 'LINK', token } as const;
    const enrolled = await commandOverHttp(stranger, 'device:enrol', { secret, label: 'Mô phỏng' });
    dataOf(enrolled.answer);
    return SocketDoor.connect({ origin, siteId, cookie: enrolled.cookie });
  }

  /** @throws Error when the device is not admitted any more */
  static async connect(parts: {
    origin: string;
    siteId: string;
    cookie: string;
  }): Promise<SocketDoor> {
    const socket = io(parts.origin, {
      transports: ['websocket'],
      auth: { as: 'device', protocol: PROTOCOL_VERSION },
      extraHeaders: { cookie: parts.cookie },
      // 766 doors that lost one server must not all come back in one second.
      reconnectionDelay: 1_000,
      reconnectionDelayMax: 20_000,
      randomizationFactor: 0.8,
      forceNew: true,
    });
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve);
      socket.once('connect_error', (error) => {
        socket.close();
        reject(error);
      });
    });
    return new SocketDoor({ siteId: parts.siteId, cookie: parts.cookie, socket });
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
