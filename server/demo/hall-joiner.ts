import { enrolDevice } from '#contract/program-client.ts';
import type { Logger } from '../logger.ts';
import type { DemoOrganiser } from './demo-organiser.ts';
import { planHall } from './arrival-plan.ts';
import type { LiveMemory } from './live-memory.ts';
import { chooseSession, type LiveSession } from './live-session.ts';
import { moveRound } from './move-round.ts';
import { SimulatedDoor } from './simulated-door.ts';
import { SocketDoor } from './socket-door.ts';

export interface JoinerParts {
  origin: string;
  /** How many times faster than the clock people come. */
  speed: number;
  organiser: DemoOrganiser;
  /** Takes the cookies of newly enrolled doors. */
  memory: LiveMemory;
  log: Logger;
}

const MINUTE_MS = 60_000;

/** Brings halls in one by one: device, summons list, what is marked already, plan. */
export class HallJoiner {
  readonly doors: SimulatedDoor[] = [];
  readonly #parts: JoinerParts;
  readonly #sockets = new Map<string, SocketDoor>();

  constructor(parts: JoinerParts) {
    this.#parts = parts;
  }

  readonly #warn = (error: unknown): void => {
    this.#parts.log.warn({ reason: String(error) }, 'the sessions keep their times');
  };

  get connected(): number {
    return this.#sockets.size;
  }

  /** Chooses the session by what the first hall's door sees, moves its times, opens its doors. */
  async openSession(siteId: string): Promise<LiveSession | null> {
    const { speed, organiser } = this.#parts;
    const door = await this.#connect(siteId);
    const round = await door.command('device:self', {});
    const arrived = new Set<string>();
    for (const { id, openedAt } of round.sessions) {
      if (openedAt === null) continue;
      const snapshot = await door.command('door:subscribe', { siteId, sessionId: id });
      if (snapshot.attendance.length > 0) arrived.add(id);
    }
    const session = chooseSession({
      sessions: round.sessions,
      nowMs: Date.now(),
      speed,
      hasArrivals: (id) => arrived.has(id),
    });
    if (session === null) return null;
    // A round that an organiser has rearranged may leave no room: people then come at odd hours.
    if (session.shiftMs !== 0) await moveRound(organiser, round, session.shiftMs).catch(this.#warn);
    const { sessionId } = session;
    if (session.needsOpening) await organiser.command('session:open', { sessionId });
    return session;
  }

  async join(siteId: string, { sessionId, startsAtMs }: LiveSession): Promise<void> {
    const door = await this.#connect(siteId);
    const { delegates } = await door.command('door:roster', { siteId });
    const { attendance, walkIns } = await door.command('door:subscribe', { siteId, sessionId });
    const alreadyMarked = new Set([
      ...attendance.filter((entry) => entry.status !== 'UNMARKED').map((e) => e.delegateId),
      ...walkIns.map((entry) => entry.walkInId),
    ]);
    const minuteMs = MINUTE_MS / this.#parts.speed;
    this.doors.push(
      new SimulatedDoor({
        plan: planHall({ siteId, delegateIds: delegates.map((delegate) => delegate.id) }),
        line: door.lineFor(sessionId),
        wallMsOf: (minutes) => startsAtMs + minutes * minuteMs,
        alreadyMarked,
      }),
    );
  }

  close(): void {
    for (const socket of this.#sockets.values()) socket.close();
  }

  async #connect(siteId: string): Promise<SocketDoor> {
    const open = this.#sockets.get(siteId);
    if (open) return open;
    const { origin, organiser, memory } = this.#parts;
    const cookie = memory.doorCookies[siteId];
    const known = cookie
      ? await SocketDoor.connect(siteId, { origin, as: 'device', cookie }).catch(() => null)
      : null;
    const enrol = () =>
      enrolDevice(organiser.identity, { siteId, deviceKind: 'DOOR', label: 'Mô phỏng' });
    const door = known ?? (await SocketDoor.connect(siteId, await enrol()));
    memory.doorCookies[siteId] = door.cookie;
    this.#sockets.set(siteId, door);
    return door;
  }
}
