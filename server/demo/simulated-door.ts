import { randomUUID } from 'node:crypto';
import type { Receipt } from '#contract/check-in.ts';
import type { CommandInput } from '#contract/registry.ts';
import type { HallPlan, PlannedEvent } from './arrival-plan.ts';

type AppendInput = CommandInput<'check-in:append'>;
type OutboxEvent = AppendInput['events'][number];

/** How a door reaches the centre. Both reject when no answer came; the door then tries again. */
export interface DoorLine {
  append(events: OutboxEvent[]): Promise<Receipt[]>;
  report(presentCount: number, happenedAt: string): Promise<void>;
}

export interface DoorParts {
  plan: HallPlan;
  line: DoorLine;
  /** Wall clock (ms) of a planned minute. */
  wallMsOf(minutes: number): number;
  /** Delegates and walk-ins whose mark the centre has already, from an earlier run. */
  alreadyMarked: ReadonlySet<string>;
}

/** As the real door: no batch is larger, so that one slow line never holds a server for long. */
const MAX_BATCH = 100;

/**
 * One hall's door: records what its plan says is due, keeps events until the centre has answered
 * for them, sends nothing while its line is out. Ids are made once, so sending again is harmless.
 */
export class SimulatedDoor {
  readonly #parts: DoorParts;
  readonly #due: PlannedEvent[];
  #outbox: OutboxEvent[] = [];
  #isSending = false;
  /** What the hall declared last; null before its first report. */
  #declared: number | null = null;
  #presentCount: number;
  #next = 0;

  constructor(parts: DoorParts) {
    this.#parts = parts;
    const { alreadyMarked, plan } = parts;
    this.#due = plan.events.filter((event) => !alreadyMarked.has(subjectIdOf(event)));
    this.#presentCount = new Set(
      plan.events
        .filter((event) => isInRoom(event) && alreadyMarked.has(subjectIdOf(event)))
        .map(subjectIdOf),
    ).size;
  }

  /** Events recorded here and not yet answered for by the centre. */
  get waiting(): number {
    return this.#outbox.length;
  }

  /** Whether `deliver` would send something now. */
  hasWork(nowMs: number): boolean {
    if (this.#isSending || !this.#isOnline(nowMs)) return false;
    return this.#outbox.length > 0 || this.#isReportDue(nowMs);
  }

  get isFinished(): boolean {
    return this.#hasLetAllIn && this.#outbox.length === 0 && !this.#owesReport;
  }

  /**
   * Records events whose time has come.
   * @param limit most events to record now
   * @returns how many were recorded
   */
  record(nowMs: number, limit: number): number {
    let recorded = 0;
    while (recorded < limit) {
      const planned = this.#due[this.#next];
      if (!planned || this.#parts.wallMsOf(planned.atMinutes) > nowMs) break;
      this.#next += 1;
      this.#outbox.push(toEvent(planned, nowMs));
      if (isInRoom(planned)) this.#presentCount += 1;
      recorded += 1;
    }
    return recorded;
  }

  /** Sends what waits, unless the line is out or a batch is under way. Never rejects. */
  async deliver(nowMs: number): Promise<'delivered' | 'nothing' | 'failed'> {
    if (!this.hasWork(nowMs)) return 'nothing';
    const batch = this.#outbox.slice(0, MAX_BATCH);
    const isReportDue = this.#isReportDue(nowMs);
    this.#isSending = true;
    try {
      if (batch.length > 0) await this.#send(batch);
      if (isReportDue) await this.#report(nowMs);
      return 'delivered';
    } catch {
      return 'failed';
    } finally {
      this.#isSending = false;
    }
  }

  async #send(batch: OutboxEvent[]): Promise<void> {
    const receipts = await this.#parts.line.append(batch);
    // A refusal is an answer too: the demo's doors have nobody who could mend the event.
    const answered = new Set(receipts.map((receipt) => receipt.id));
    this.#outbox = this.#outbox.filter((event) => !answered.has(event.id));
  }

  async #report(nowMs: number): Promise<void> {
    const error = this.#parts.plan.headcount?.error ?? 0;
    const presentCount = Math.max(0, this.#presentCount + error);
    const counted = this.#presentCount;
    await this.#parts.line.report(presentCount, new Date(nowMs).toISOString());
    this.#declared = counted;
  }

  #isOnline(nowMs: number): boolean {
    const { outage } = this.#parts.plan;
    if (outage === null) return true;
    const { wallMsOf } = this.#parts;
    return nowMs < wallMsOf(outage.fromMinutes) || nowMs >= wallMsOf(outage.toMinutes);
  }

  get #hasLetAllIn(): boolean {
    return this.#next === this.#due.length;
  }

  /** A first report is still to come, or people came after it and nobody else will. */
  get #owesReport(): boolean {
    if (this.#parts.plan.headcount === null) return false;
    if (this.#declared === null) return true;
    return this.#hasLetAllIn && this.#declared !== this.#presentCount;
  }

  #isReportDue(nowMs: number): boolean {
    const { headcount } = this.#parts.plan;
    if (headcount === null || !this.#owesReport || this.#outbox.length > MAX_BATCH) return false;
    return nowMs >= this.#parts.wallMsOf(headcount.atMinutes);
  }
}

/** Delegate's or walk-in's id. */
export function subjectIdOf({ subject }: PlannedEvent): string {
  return subject.kind === 'DELEGATE' ? subject.delegateId : subject.walkInId;
}

function isInRoom(event: PlannedEvent): boolean {
  return event.kind !== 'EXCUSED';
}

function toEvent(planned: PlannedEvent, nowMs: number): OutboxEvent {
  const at = new Date(nowMs).toISOString();
  const { subject, kind, method, detail } = planned;
  return { id: randomUUID(), subject, kind, method, detail, happenedAt: at, deviceAt: at };
}
