import { setTimeout as delay } from 'node:timers/promises';
import { enrolDevice, RefusedCommand } from '#contract/program-client.ts';
import type { HttpIdentity } from '#contract/program-client.ts';
import type { Logger } from '../../logger.ts';
import type { LiveMemory } from '../live-memory.ts';
import { habitsOf } from './hall-habits.ts';
import { SimulatedHall } from './simulated-hall.ts';

/** Halls that enrol at once. */
const JOINING_AT_ONCE = 4;
/** A hall whose console belongs to somebody else now is asked for again as seldom. */
const ASK_AGAIN_MS = 60_000;
const FIRST_HAND_MS = 8_000;
const HAND_EVERY_MS = 40_000;
const MOST_HANDS = 4;
/** One in so many lowers its hand again before it is called. */
const LOWERS_ONE_IN = 6;
const LOWERED_AFTER_MS = 60_000;

const TOPICS = [
  'Kinh nghiệm sắp xếp tổ chức bộ máy ở cơ sở',
  'Kiến nghị về hạ tầng số cho tổ dân phố',
  'Cách làm hay trong phát triển kinh tế tư nhân',
  'Tình hình quán triệt nghị quyết tại chi bộ',
  '',
] as const;

export interface PlannedHall {
  siteId: string;
  isCentral: boolean;
}

export interface HallGroupParts {
  /** In the order of joining. */
  halls: readonly PlannedHall[];
  organiser: HttpIdentity;
  /** Takes the cookies of newly enrolled consoles. */
  memory: LiveMemory;
  /** What the memory holds has changed. */
  onRemember(): void;
  log: Logger;
}

/** All simulated halls of a demo: enrols and connects them, and lets one after another ask to speak. */
export class HallGroup {
  readonly #parts: HallGroupParts;
  readonly #halls = new Map<string, SimulatedHall>();
  readonly #timers = new Set<NodeJS.Timeout>();
  #isClosed = false;

  constructor(parts: HallGroupParts) {
    this.#parts = parts;
    this.#later(FIRST_HAND_MS, () => this.#raiseHands());
  }

  /** Brings every hall in; one that can't come now is tried again later. */
  async join(): Promise<void> {
    const waiting = this.#parts.halls.map((hall, number) => ({ hall, number }));
    const worker = async () => {
      for (let next = waiting.shift(); next && !this.#isClosed; next = waiting.shift()) {
        await this.#bring(next.hall, next.number);
      }
    };
    await Promise.all(Array.from({ length: JOINING_AT_ONCE }, worker));
  }

  get counts(): { halls: number; onLine: number; sending: number; handsRaised: number } {
    const halls = [...this.#halls.values()];
    return {
      halls: halls.length,
      onLine: halls.filter((hall) => hall.isOnLine).length,
      sending: halls.filter((hall) => hall.isSending).length,
      handsRaised: halls.filter((hall) => hall.state?.speakerRequest?.status === 'REQUESTED')
        .length,
    };
  }

  close(): void {
    this.#isClosed = true;
    for (const timer of this.#timers) clearTimeout(timer);
    for (const hall of this.#halls.values()) hall.close();
  }

  async #bring(planned: PlannedHall, number: number): Promise<void> {
    const { siteId, isCentral } = planned;
    const { log } = this.#parts;
    const again = () => this.#later(ASK_AGAIN_MS, () => void this.#bring(planned, number));
    try {
      const identity = await this.#identityOf(siteId);
      if (this.#isClosed) return;
      const hall = new SimulatedHall({
        siteId,
        isCentral,
        identity,
        habits: habitsOf(number),
        log,
        onDismissed: (code) => {
          log.info({ siteId, code }, 'a simulated hall gives way');
          this.#halls.delete(siteId);
          delete this.#parts.memory.consoleCookies[siteId];
          again();
        },
      });
      this.#halls.set(siteId, hall);
    } catch (error) {
      // A real console has the hall, or the centre restarts.
      const isTaken = error instanceof RefusedCommand && error.code === 'CONSOLE_IN_USE';
      log.info({ siteId, reason: String(error) }, 'a simulated hall does not join now');
      if (!isTaken) await delay(1_000);
      again();
    }
  }

  async #identityOf(siteId: string): Promise<HttpIdentity> {
    const { organiser, memory, onRemember } = this.#parts;
    const cookie = memory.consoleCookies[siteId];
    if (cookie) return { ...organiser, as: 'device', cookie };
    const asked = { siteId, deviceKind: 'CONSOLE', label: 'Mô phỏng' } as const;
    const identity = await enrolDevice(organiser, asked);
    memory.consoleCookies[siteId] = identity.cookie;
    onRemember();
    return identity;
  }

  #raiseHands(): void {
    this.#later(HAND_EVERY_MS, () => this.#raiseHands());
    if (this.counts.handsRaised >= MOST_HANDS) return;
    const central = this.#parts.halls.find(({ isCentral }) => isCentral)?.siteId;
    const quiet = [...this.#halls.values()].filter(
      (hall) =>
        hall.siteId !== central &&
        hall.isOnLine &&
        hall.state !== null &&
        hall.state.speakerRequest === null &&
        !hall.state.isPictureOnAir,
    );
    const hall = quiet[Math.floor(Math.random() * quiet.length)];
    if (!hall) return;
    const topic = TOPICS[Math.floor(Math.random() * TOPICS.length)]!;
    hall.raiseHand(topic).catch(this.#warn);
    if (Math.random() * LOWERS_ONE_IN < 1) this.#later(LOWERED_AFTER_MS, () => this.#lower(hall));
  }

  #lower(hall: SimulatedHall): void {
    if (hall.state?.speakerRequest?.status !== 'REQUESTED') return;
    hall.lowerHand().catch(this.#warn);
  }

  readonly #warn = (error: unknown): void => {
    this.#parts.log.debug({ reason: String(error) }, 'a simulated hall was not heard');
  };

  #later(ms: number, run: () => void): void {
    if (this.#isClosed) return;
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      run();
    }, ms);
    this.#timers.add(timer);
  }
}
