import type { CommandInput } from '#contract/registry.ts';
import { newCommandId, sendOverHttp, type Failure } from '../../_live/http-command.ts';
import { DoorClock } from '../check-in/door-clock.ts';
import { chooseSession, type DoorSession } from '../session-choice.ts';
import { ReportStore, type DeviceSelf, type Latest, type PendingReport } from './report-store.ts';
import { sendReports, stampAfter } from './send-reports.ts';

export interface HeadcountModel {
  phase: 'opening' | 'ready' | 'no-storage';
  self: DeviceSelf | null;
  session: DoorSession | null;
  latest: Latest | null;
  /** Reports of all sessions that the centre has not answered yet. */
  pending: readonly PendingReport[];
  /** Reports that the centre refused for good, until somebody has seen it. */
  refused: readonly PendingReport[];
  /** Whether a report made on this page has reached the centre. */
  isDelivered: boolean;
  failure: Failure | null;
}

export const START: HeadcountModel = {
  phase: 'opening',
  self: null,
  session: null,
  latest: null,
  pending: [],
  refused: [],
  isDelivered: false,
  failure: null,
};

const RETRY_MS = [2_000, 4_000, 8_000, 15_000, 30_000];
const AS_DEVICE = { as: 'device' } as const;

/** báo cáo quân số from a phone: kept first, sent until the centre answers. */
export class HeadcountEngine {
  readonly #watchers = new Set<() => void>();
  #model: HeadcountModel = START;
  #store: ReportStore | null = null;
  #chosenId: string | null = null;
  #clock = new DoorClock(null);
  #lastStamp: string | null = null;
  #isSending = false;
  #failures = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  readonly watch = (onChange: () => void): (() => void) => {
    this.#watchers.add(onChange);
    return () => void this.#watchers.delete(onChange);
  };

  readonly read = (): HeadcountModel => this.#model;

  async start(): Promise<void> {
    try {
      this.#store = await ReportStore.open();
    } catch {
      return this.#set({ phase: 'no-storage' });
    }
    this.#clock = new DoorClock(await this.#store.clockOffsetMs(), {
      onOffset: (offsetMs) => void this.#store?.saveClockOffsetMs(offsetMs),
    });
    this.#lastStamp = await this.#store.lastStamp();
    const self = await this.#store.self();
    await this.#showKept(this.#store);
    if (self) await this.#enter(self);
    this.#set({ phase: 'ready' });
    window.addEventListener('online', this.#wake);
    await this.#look();
    await this.#deliver();
  }

  stop(): void {
    window.removeEventListener('online', this.#wake);
    clearTimeout(this.#timer);
    this.#store?.close();
  }

  async chooseSession(sessionId: string): Promise<void> {
    this.#chosenId = sessionId;
    if (this.#model.self) await this.#enter(this.#model.self);
    await this.#look();
  }

  /**
   * Keeps one report and sends it.
   * @throws DOMException when the phone could not keep it
   */
  async report(given: { presentCount: number; note: string }): Promise<void> {
    const { self, session } = this.#model;
    if (!this.#store || !self || !session) throw new DOMException('not ready', 'InvalidStateError');
    const input: CommandInput<'headcount:report'> = {
      ...given,
      siteId: self.siteId,
      sessionId: session.id,
      happenedAt: stampAfter(this.#clock.nowMs(), [
        this.#lastStamp,
        this.#model.latest?.report?.happenedAt,
      ]),
    };
    this.#lastStamp = input.happenedAt;
    await this.#store.saveLastStamp(input.happenedAt);
    await this.#store.add({ commandId: newCommandId(), input });
    await this.#showKept(this.#store);
    this.#set({ isDelivered: false });
    await this.#deliver();
  }

  /** Somebody has read that the centre refused this report. */
  async forget(commandId: string): Promise<void> {
    if (!this.#store) return;
    await this.#store.remove(commandId);
    await this.#showKept(this.#store);
  }

  async #showKept(store: ReportStore): Promise<void> {
    const [pending, refused] = await Promise.all([store.pending(), store.refused()]);
    this.#set({ pending, refused });
  }

  readonly #wake = () => {
    this.#failures = 0;
    void this.#look().then(() => this.#deliver());
  };

  /** Who this phone is, and what the centre has. */
  async #look(): Promise<void> {
    const answer = await sendOverHttp('device:self', {}, { ...AS_DEVICE, attempts: 1 });
    if (!answer.ok) return this.#set({ failure: answer });
    await this.#store?.saveSelf(answer.data);
    await this.#enter(answer.data);
    await this.#readLatest();
  }

  async #enter(self: DeviceSelf): Promise<void> {
    const at = { nowMs: this.#clock.nowMs(), chosenId: this.#chosenId };
    const session = chooseSession(self.sessions, at);
    const latest = session ? ((await this.#store?.latest(session.id)) ?? null) : null;
    this.#set({ self, session, latest });
  }

  async #readLatest(): Promise<void> {
    const { self, session } = this.#model;
    if (!self || !session) return;
    const place = { siteId: self.siteId, sessionId: session.id };
    const asked = this.#clock.read();
    const answer = await sendOverHttp('headcount:latest', place, { ...AS_DEVICE, attempts: 1 });
    if (!answer.ok) return this.#set({ failure: answer });
    this.#clock.learn({ asked, serverTime: answer.data.serverTime });
    await this.#store?.saveLatest(session.id, answer.data);
    if (this.#model.session?.id === session.id) this.#set({ latest: answer.data, failure: null });
  }

  async #deliver(): Promise<void> {
    if (this.#isSending || !this.#store) return;
    this.#isSending = true;
    clearTimeout(this.#timer);
    const failure = await this.#sendAll(this.#store);
    this.#isSending = false;
    this.#set({ failure });
    this.#failures = failure ? this.#failures + 1 : 0;
    const pauseMs = RETRY_MS[Math.min(this.#failures, RETRY_MS.length) - 1];
    if (failure) this.#timer = setTimeout(() => void this.#deliver(), pauseMs);
  }

  #sendAll(store: ReportStore): Promise<Failure | null> {
    return sendReports({
      pending: () => store.pending(),
      send: ({ commandId, input }) =>
        sendOverHttp('headcount:report', input, { ...AS_DEVICE, commandId, attempts: 1 }),
      delivered: async ({ commandId }) => {
        await store.remove(commandId);
        await this.#showKept(store);
        this.#set({ isDelivered: true });
        await this.#readLatest();
      },
      refused: async (report, failure) => {
        await store.setAside(report, failure);
        await this.#showKept(store);
      },
    });
  }

  #set(change: Partial<HeadcountModel>): void {
    this.#model = { ...this.#model, ...change };
    for (const watcher of this.#watchers) watcher();
  }
}
