import type { ErrorCode } from '#contract/errors.ts';
import type { HallState } from '#contract/hall.ts';
import { RefusedCommand } from '#contract/program-client.ts';
import type { HttpIdentity } from '#contract/program-client.ts';
import type { Slot } from '#domain/programme.ts';
import type { Logger } from '../../logger.ts';
import type { RtpPacket } from '../../rtp/rtp-packet.ts';
import { soundFootage, stills } from './footage.ts';
import type { HallHabits } from './hall-habits.ts';
import { HallLine } from './hall-line.ts';
import { HallSocket } from './hall-socket.ts';
import { MessageReader } from './message-reader.ts';
import { Reception } from './reception.ts';
import { ReceptionReport } from './reception-report.ts';
import { pause, retryPauseMs } from './retry.ts';
import { sessionsToJoin } from './sessions-to-join.ts';

const STILL_EVERY_MS = 5_000;
const REPORT_EVERY_MS = 5_000;
/** A real console of this hall is at work, or its session is over: asked again at leisure. */
const STAND_BACK_MS = 20_000;
const STAND_BACK_CODES: ReadonlySet<string> = new Set([
  'CONSOLE_IN_USE',
  'SESSION_ENDED',
  'SESSION_NOT_OPEN',
  'SESSION_CLOSED',
]);

export interface SimulatedHallParts {
  siteId: string;
  /** The central hall offers a camera of the centre; every other one its picture and sound. */
  isCentral: boolean;
  identity: HttpIdentity;
  habits: HallHabits;
  /** Of the programme's pictures: the low layer alone, as on a thin line. */
  hasThinLine?: boolean | undefined;
  log: Logger;
  onStateChanged?: (hall: SimulatedHall) => void;
  /** Each received and each sent packet, for those who measure. */
  onPacket?: (slot: Slot, packet: RtpPacket) => void;
  onSent?: (packet: Buffer) => void;
  /** The centre no longer knows this device. It has closed itself. */
  onDismissed?: (code: ErrorCode) => void;
}

/**
 * A hall of the demo: a console that speaks the contract as any client does, with a real line, and
 * pre-encoded footage in place of a camera. It follows what the centre says, and comes back by itself
 * after any loss, in the same place.
 */
export class SimulatedHall {
  readonly siteId: string;
  readonly reception: Reception;
  readonly #parts: SimulatedHallParts;
  readonly #socket: HallSocket;
  readonly #end = new AbortController();
  readonly #reader = new MessageReader({
    see: (messageId) => this.#seeMessage(messageId),
    signal: this.#end.signal,
  });
  readonly #stills: readonly string[];
  readonly #timers: NodeJS.Timeout[] = [];
  #state: HallState | null = null;
  #sessionId: string | null = null;
  #line: HallLine | null = null;
  /** Ends the pause of the loop: something happened that it should look at. */
  #wake = new AbortController();
  #isAway = false;
  #stillNumber = 0;
  #hasMutedItself = false;

  constructor(parts: SimulatedHallParts) {
    this.#parts = parts;
    this.siteId = parts.siteId;
    this.reception = new Reception(parts.onPacket);
    this.#stills = stills(parts.habits.footage);
    this.#socket = new HallSocket({
      identity: parts.identity,
      onConnected: () => this.#lookAgain(),
      onDismissed: (code) => {
        this.close();
        parts.onDismissed?.(code);
      },
    });
    this.#socket.on('hall:changed', ({ hall }) => this.#follow(hall));
    this.#socket.on('line:closed', ({ lineId }) => {
      if (lineId === this.#line?.lineId) this.#dropLine();
    });
    void this.#stay();
    this.#keepTelling();
    if (parts.habits.absences) this.#goAwayNowAndThen(parts.habits.absences);
  }

  /** As the centre says; null before the first word. */
  get state(): HallState | null {
    return this.#state;
  }

  get isOnLine(): boolean {
    return this.#line !== null;
  }

  get isSending(): boolean {
    return this.#line?.isSending ?? false;
  }

  get sourceId(): string | null {
    return this.#line?.sourceId ?? null;
  }

  /** @throws RefusedCommand, or Error when no answer comes */
  async raiseHand(note: string): Promise<void> {
    const sessionId = this.#sessionId;
    if (sessionId === null) throw new Error('the hall has not joined');
    await this.#socket.request('speaker:request', { sessionId, siteId: this.siteId, note });
  }

  /** @throws RefusedCommand, or Error when no answer comes */
  async lowerHand(): Promise<void> {
    const requestId = this.#state?.speakerRequest?.requestId;
    if (requestId) await this.#socket.request('speaker:withdraw', { requestId });
  }

  /** Loses its network: nothing is said to anybody. */
  goAway(): void {
    this.#isAway = true;
    this.#socket.pullOut();
    this.#dropLine();
  }

  /** Its network is back. */
  comeBack(): void {
    this.#isAway = false;
    this.#socket.plugIn();
  }

  close(): void {
    this.#end.abort();
    for (const timer of this.#timers) clearInterval(timer);
    this.#wake.abort();
    this.#socket.close();
    this.#line?.close();
    this.#line = null;
  }

  /** One loop: whenever the hall is connected and has no line, it joins. */
  async #stay(): Promise<void> {
    const { signal } = this.#end;
    for (let attempt = 0; !signal.aborted;) {
      this.#wake = new AbortController();
      let restMs: number | null = null;
      try {
        if (this.#socket.isConnected && !this.#isAway) await this.#join();
        attempt = 0;
      } catch (error) {
        const { siteId } = this;
        const isRefused = error instanceof RefusedCommand;
        this.#parts.log.debug({ siteId, reason: String(error) }, 'a simulated hall tries again');
        const isEarly = isRefused && STAND_BACK_CODES.has(error.code);
        restMs = isEarly ? STAND_BACK_MS : retryPauseMs(attempt++);
      }
      await this.#rest(restMs);
    }
  }

  async #rest(restMs: number | null): Promise<void> {
    if (restMs !== null) return pause(restMs, this.#end.signal);
    const { signal } = this.#wake;
    if (signal.aborted || this.#end.signal.aborted) return;
    await new Promise<void>((resolve) => {
      signal.addEventListener('abort', () => resolve(), { once: true });
    });
  }

  #lookAgain(): void {
    this.#wake.abort();
  }

  /** Subscribes anew, and opens a line unless the one it has is still there. */
  async #join(): Promise<void> {
    const { request } = this.#socket;
    if (this.#line && this.#sessionId) {
      await this.#subscribe(this.#sessionId);
      const { lineId } = this.#line;
      const check = await request('line:check', { lineId }).catch(
        refusedAs({ isConnected: false }),
      );
      if (check.isConnected) return;
      this.#dropLine();
    }
    const { sessions } = await request('device:self', {});
    let refusal: unknown = new RefusedCommand('SESSION_NOT_OPEN', 'no session to join');
    for (const sessionId of sessionsToJoin(sessions)) {
      try {
        return await this.#joinSession(sessionId);
      } catch (error) {
        if (!(error instanceof RefusedCommand) || error.code !== 'SESSION_ENDED') throw error;
        refusal = error;
      }
    }
    throw refusal;
  }

  async #joinSession(sessionId: string): Promise<void> {
    const { request } = this.#socket;
    let isLost = false;
    const line = await HallLine.open({
      request,
      sessionId,
      source: this.#parts.isCentral ? CENTRE_CAMERA : HALL_CAMERA,
      footage: this.#parts.habits.footage,
      sound: soundFootage('SILENCE'),
      reception: this.reception,
      hasThinLine: this.#parts.hasThinLine,
      onSent: this.#parts.onSent,
      onLost: () => {
        isLost = true;
        if (this.#line === line) this.#dropLine();
      },
    });
    if (isLost || this.#isAway || this.#end.signal.aborted) return line.close();
    this.#sessionId = sessionId;
    this.#line = line;
    await this.#subscribe(sessionId);
    this.#parts.onStateChanged?.(this);
  }

  async #subscribe(sessionId: string): Promise<void> {
    const { siteId } = this;
    const { hall } = await this.#socket.request('hall:subscribe', { sessionId, siteId });
    this.#follow(hall);
  }

  #follow(hall: HallState): void {
    if (hall.sessionId !== this.#sessionId) return;
    this.#state = hall;
    const line = this.#line;
    if (line?.sourceId) line.setWanted(hall.wantedSourceIds.includes(line.sourceId));
    this.#setMicrophone(hall);
    this.#reader.look(hall);
    this.#parts.onStateChanged?.(this);
  }

  async #seeMessage(messageId: string): Promise<void> {
    const { siteId } = this;
    const sessionId = this.#sessionId;
    if (sessionId === null) throw new Error('the hall has not joined');
    await this.#socket.request('hall:see-message', { sessionId, siteId, messageId });
  }

  /** A hall that listens keeps its microphone off; one that is called up switches it on. */
  #setMicrophone(hall: HallState): void {
    const { isCentral, habits } = this.#parts;
    const step = hall.speakerRequest?.status;
    const isCalled = step === 'STANDBY' || step === 'ON_AIR';
    const shouldMute = !isCentral && !isCalled && !hall.isPictureOnAir && !hall.isSoundOnAir;
    const isHeard = !shouldMute && !hall.isMutedByCentre && !habits.isSilent;
    this.#line?.carrySound(soundFootage(isHeard ? 'MURMUR' : 'SILENCE'));
    if (hall.isMutedByHall === shouldMute || this.#hasMutedItself) return;
    // One at a time: the answer comes with the hall's next state.
    this.#hasMutedItself = true;
    const { sessionId, siteId } = hall;
    this.#socket
      .request('hall:mute-self', { sessionId, siteId, isMuted: shouldMute })
      .catch(() => {})
      .finally(() => (this.#hasMutedItself = false));
  }

  #dropLine(): void {
    this.#line?.close();
    this.#line = null;
    this.#parts.onStateChanged?.(this);
    this.#lookAgain();
  }

  #keepTelling(): void {
    const reports = new ReceptionReport(this.reception);
    let roundTripMs = 0;
    this.#every(REPORT_EVERY_MS, async (place) => {
      const report = reports.next(this.#parts.habits, roundTripMs);
      const sentAtMs = performance.now();
      await this.#socket.request('hall:report', { ...place, report });
      roundTripMs = performance.now() - sentAtMs;
    });
    this.#every(STILL_EVERY_MS, (place) => {
      const still = this.#stills[this.#stillNumber++ % this.#stills.length]!;
      return this.#socket.request('hall:still', { ...place, still });
    });
  }

  /** Only while it is on the line; spread, so that many halls don't speak at the same moment. */
  #every(
    intervalMs: number,
    tell: (place: { sessionId: string; siteId: string }) => Promise<unknown>,
  ): void {
    const beginning = setTimeout(() => {
      const telling = setInterval(() => {
        const sessionId = this.#sessionId;
        if (!this.#line || !this.#socket.isConnected || sessionId === null) return;
        // The next one tells more than a repetition.
        tell({ sessionId, siteId: this.siteId }).catch(() => {});
      }, intervalMs);
      this.#timers.push(telling);
    }, Math.random() * intervalMs);
    this.#timers.push(beginning);
  }

  #goAwayNowAndThen({ everyMs, forMs }: { everyMs: number; forMs: number }): void {
    let back: NodeJS.Timeout | undefined;
    const leaving = setInterval(() => {
      this.goAway();
      clearTimeout(back);
      this.#timers.push((back = setTimeout(() => this.comeBack(), forMs)));
    }, everyMs + forMs);
    this.#timers.push(leaving);
  }
}

const HALL_CAMERA = { key: 'main', kind: 'HALL', name: 'Hội trường' } as const;
const CENTRE_CAMERA = { key: 'main', kind: 'CAMERA', name: 'Máy quay chủ tọa' } as const;

/** An answer in place of a refusal; other failures go on. */
function refusedAs<T>(answer: T): (error: unknown) => T {
  return (error) => {
    if (error instanceof RefusedCommand) return answer;
    throw error;
  };
}
