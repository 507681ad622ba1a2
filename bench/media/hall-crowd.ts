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

/** A hall that is not back by then is counted as missing. */
const BACK_WITHIN_MS = 75_000;

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
    const all = this.#members.map(async (member) => {
      const beganMs = machineMs();
      const isBack = untilConnected(member);
      member.socket.pullOut();
      member.socket.plugIn();
      await isBack;
      await this.#comeBack(member, beganMs + BACK_WITHIN_MS);
      return machineMs() - beganMs;
    });
    const late = delay(BACK_WITHIN_MS, null, { ref: false });
    const settled = await Promise.all(
      all.map((one) => Promise.race([one.catch(() => null), late])),
    );
    return settled.filter((tookMs) => tookMs !== null);
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

  /** What it asks for is tried again until it is there, or too late. */
  async #comeBack(member: Member, untilMs: number): Promise<void> {
    for (let attempt = 0; ; attempt += 1) {
      try {
        await this.#follow(member);
        return await this.#openLine(member);
      } catch (error) {
        if (machineMs() > untilMs) throw error;
        await delay(retryPauseMs(attempt));
      }
    }
  }

  /** A new line in place of the one before, and a place for each stream of the programme. */
  async #openLine({ socket }: Member): Promise<void> {
    const lineId = randomUUID();
    const opened = await socket.request('line:open', { lineId, sessionId: this.#sessionId });
    const rtpCapabilities = receiveCapabilities(chooseCodecs(opened.rtpCapabilities, opened.codec));
    await socket.request('line:receive-programme', { lineId, rtpCapabilities });
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
