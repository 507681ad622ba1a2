import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { chooseCodecs, receiveCapabilities } from '#server/demo/simulated-halls/capabilities.ts';
import { HallSocket } from '#server/demo/simulated-halls/hall-socket.ts';
import { stills } from '#server/demo/simulated-halls/footage.ts';
import { retryPauseMs } from '#server/demo/simulated-halls/retry.ts';
import { mapAtOnce } from '../at-once.ts';
import type { JoiningHall, Orders } from './load-protocol.ts';
import { machineMs } from './machine-clock.ts';

interface Member {
  siteId: string;
  socket: HallSocket;
  /** Called once it is connected the next time. */
  onConnected: () => void;
}

/** With their pauses some forty seconds. */
const MOST_ATTEMPTS = 8;

/**
 * Halls' sockets, and lines that are opened but over which nobody connects: what the centre has to carry
 * of many halls besides their packets.
 */
export class HallCrowd {
  readonly #members: Member[] = [];
  readonly #stills = stills('hall-1');
  #sessionId = '';
  #posting: NodeJS.Timeout[] = [];
  #everyMs: number | null = null;
  #taken = 0;

  async connect({ halls, sessionId }: Orders['connect']['input']): Promise<null> {
    this.#sessionId = sessionId;
    await mapAtOnce(halls, 8, (hall) => this.#enter(hall));
    return null;
  }

  /** All lose the connection in one moment and come back as a hall does, with its pauses. */
  async reconnect(): Promise<number[]> {
    return Promise.all(
      this.#members.map(async (member) => {
        const beganMs = machineMs();
        const isBack = untilConnected(member);
        member.socket.pullOut();
        member.socket.plugIn();
        await isBack;
        await this.#follow(member);
        await this.#openLine(member);
        return machineMs() - beganMs;
      }),
    );
  }

  postStills(everyMs: number | null): number {
    const taken = this.#taken;
    this.#taken = 0;
    if (everyMs === this.#everyMs) return taken;
    this.#everyMs = everyMs;
    for (const timer of this.#posting) clearInterval(timer);
    this.#posting = [];
    if (everyMs === null) return taken;
    this.#posting = this.#members.map((member, index) => {
      let number = index;
      const post = () => void this.#post(member, this.#stills[number++ % this.#stills.length]!);
      // Spread over the interval, as halls that joined one after the other are.
      return setTimeout(
        () => this.#posting.push(setInterval(post, everyMs)),
        (index * everyMs) / this.#members.length,
      );
    });
    return taken;
  }

  leave(): void {
    this.postStills(null);
    for (const { socket } of this.#members.splice(0)) socket.close();
  }

  async #enter({ siteId, identity }: JoiningHall): Promise<void> {
    const member: Member = {
      siteId,
      onConnected: () => {},
      socket: new HallSocket({
        identity,
        onConnected: () => member.onConnected(),
        onDismissed: () => {},
      }),
    };
    this.#members.push(member);
    await untilConnected(member);
    await this.#follow(member);
  }

  /** What a hall asks whenever it has come back. */
  async #follow({ socket, siteId }: Member): Promise<void> {
    await socket.request('device:self', {});
    await socket.request('hall:subscribe', { sessionId: this.#sessionId, siteId });
  }

  /** A new line in place of the one before, and a place for each stream of the programme. */
  async #openLine({ socket }: Member): Promise<void> {
    for (let attempt = 0; ; attempt += 1) {
      try {
        const lineId = randomUUID();
        const sessionId = this.#sessionId;
        const opened = await socket.request('line:open', { lineId, sessionId });
        const codecs = chooseCodecs(opened.rtpCapabilities, opened.codec);
        const rtpCapabilities = receiveCapabilities(codecs);
        await socket.request('line:receive-programme', { lineId, rtpCapabilities });
        return;
      } catch (error) {
        if (attempt === MOST_ATTEMPTS) throw error;
        await delay(retryPauseMs(attempt));
      }
    }
  }

  async #post({ socket, siteId }: Member, still: string): Promise<void> {
    await socket.request('hall:still', { sessionId: this.#sessionId, siteId, still });
    this.#taken += 1;
  }
}

function untilConnected(member: Member): Promise<void> {
  return new Promise((resolve) => {
    member.onConnected = resolve;
  });
}
