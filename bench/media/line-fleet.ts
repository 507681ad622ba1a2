import pino from 'pino';
import { FOOTAGE_NAMES } from '#server/demo/simulated-halls/footage.ts';
import type { FootageName } from '#server/demo/simulated-halls/footage.ts';
import { habitsOf } from '#server/demo/simulated-halls/hall-habits.ts';
import { SimulatedHall } from '#server/demo/simulated-halls/simulated-hall.ts';
import { mapAtOnce } from '../at-once.ts';
import { BareReceiver, BareSender } from './bare-line.ts';
import type { JoiningHall, LoadStat, NotedPackets, Orders } from './load-protocol.ts';
import { machineMs } from './machine-clock.ts';
import { payloadIndex, payloadKey } from './payload-index.ts';
import { RecreatingReceiver } from './recreating-receiver.ts';

const JOIN_TIMEOUT_MS = 60_000;
const RTP_HEADER_BYTES = 12;
const log = pino({ level: 'silent' });

/** Halls with real lines in this process, and what is noted of their packets. */
export class LineFleet {
  readonly #halls: SimulatedHall[] = [];
  readonly #recreating: RecreatingReceiver[] = [];
  readonly #bare: BareReceiver[] = [];
  readonly #bareSenders: BareSender[] = [];
  readonly #footageOf = payloadIndex('H264');
  #watched: FootageName | null = null;
  #seen = new Map<object, number>();
  #noted: Orders['notePackets']['output'] | null = null;

  join({ halls, atOnce, hasThinLine }: Orders['join']['input']): Promise<number[]> {
    return mapAtOnce(halls, atOnce, (hall) => this.#joinOne(hall, hasThinLine));
  }

  async joinRecreating(input: Orders['joinRecreating']['input']): Promise<null> {
    const { account, count, sessionId } = input;
    await mapAtOnce(Array.from({ length: count }), 8, async () => {
      const self = {};
      const onPicture = (payload: Buffer) => this.#look(self, payload);
      this.#recreating.push(await RecreatingReceiver.open({ account, sessionId, onPicture }));
    });
    return null;
  }

  async joinBare({ port, receivers, senders }: Orders['joinBare']['input']): Promise<null> {
    for (const footage of senders) this.#bareSenders.push(await BareSender.open(port, footage));
    await mapAtOnce(Array.from({ length: receivers }), 4, async () => {
      this.#bare.push(await BareReceiver.open(port));
    });
    return null;
  }

  watch(footage: FootageName): null {
    if (!FOOTAGE_NAMES.includes(footage)) throw new Error(`no footage ${footage}`);
    this.#watched = footage;
    this.#seen = new Map();
    return null;
  }

  seen(): number[] {
    return [...this.#seen.values()];
  }

  notePackets(isOn: boolean): Orders['notePackets']['output'] {
    const empty = () => ({ sent: { keys: [], atMs: [] }, received: { keys: [], atMs: [] } });
    const noted = this.#noted ?? empty();
    this.#noted = isOn ? empty() : null;
    return noted;
  }

  stat(): LoadStat {
    const total = { onLine: 0, sending: 0, packets: 0, lost: 0 };
    for (const hall of this.#halls) {
      if (hall.isOnLine) total.onLine += 1;
      if (hall.isSending) total.sending += 1;
      total.packets += hall.reception.total.packets;
      total.lost += hall.reception.total.lost;
    }
    for (const { reception } of this.#bare) {
      total.packets += reception.total.packets;
      total.lost += reception.total.lost;
    }
    return total;
  }

  leave(): void {
    const bare = [...this.#bare.splice(0), ...this.#bareSenders.splice(0)];
    const halls = [...this.#halls.splice(0), ...this.#recreating.splice(0)];
    for (const one of [...halls, ...bare]) one.close();
  }

  async #joinOne(given: JoiningHall, hasThinLine: boolean): Promise<number> {
    const { siteId, isCentral, number, identity } = given;
    const beganMs = machineMs();
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`${siteId} did not join`)), JOIN_TIMEOUT_MS);
      const joined = () => {
        clearTimeout(timer);
        resolve(machineMs() - beganMs);
      };
      const hall: SimulatedHall = new SimulatedHall({
        siteId,
        isCentral,
        identity,
        hasThinLine,
        // Nobody gets into trouble here by himself.
        habits: { ...habitsOf(number), absences: null },
        log,
        onPacket: (slot, packet) => {
          if (slot !== 'MAIN') return;
          joined();
          this.#look(hall, packet.bytes.subarray(packet.payloadOffset));
        },
        onSent: (packet) => this.#note('sent', packet.subarray(RTP_HEADER_BYTES)),
      });
      this.#halls.push(hall);
    });
  }

  #look(receiver: object, payload: Buffer): void {
    this.#note('received', payload);
    if (this.#watched === null || this.#seen.has(receiver)) return;
    if (this.#footageOf.get(payloadKey(payload)) === this.#watched) {
      this.#seen.set(receiver, machineMs());
    }
  }

  #note(side: 'sent' | 'received', payload: Buffer): void {
    if (!this.#noted) return;
    const key = payloadKey(payload);
    if (!this.#footageOf.has(key)) return;
    const column: NotedPackets = this.#noted[side];
    column.keys.push(key);
    column.atMs.push(machineMs());
  }
}
