import type { Receipt } from '#contract/check-in.ts';
import type { CommandInput, CommandOutput } from '#contract/registry.ts';
import type { ClientAnswer, Failure } from '../../_live/http-command.ts';
import type { OutboxEntry } from './door-store.ts';

export type DeliveryStatus =
  | { kind: 'idle' }
  | { kind: 'sending' }
  /** No answer from the centre; it is tried again by itself. */
  | { kind: 'waiting'; failure: Failure }
  /** The centre failed on these, one by one; it is tried again, everything else is delivered. */
  | { kind: 'aside'; failure: Failure; ids: string[] }
  /** The centre does not take this machine's events: a person has to do something. */
  | { kind: 'blocked'; failure: Failure };

type Append = CommandOutput<'check-in:append'>;
type Settled = Pick<OutboxEntry, 'id'> & Partial<OutboxEntry>;

export interface DeliveryParts {
  undelivered(): Promise<OutboxEntry[]>;
  settle(changes: Settled[]): Promise<void>;
  send(input: CommandInput<'check-in:append'>): Promise<ClientAnswer<Append>>;
  /** Runs the task while no other tab of this machine sends. */
  exclusively(task: () => Promise<void>): Promise<void>;
  onStatus(status: DeliveryStatus): void;
  onDelivered(answer: Append, batch: readonly OutboxEntry[]): void;
  /** The centre's life as this machine knows it; null before the first word of it. */
  incarnation(): string | null;
  now(): number;
}

const MAX_BATCH = 100;
const PAUSES_MS = [1_000, 2_000, 4_000, 8_000, 15_000, 30_000];
/** Refused for now: the session is not open yet, or this machine may not (any more). */
const HELD_MS = 60_000;
const LONGEST_HELD_MS = 15 * 60_000;
/** So often a batch that the centre fails on is sent whole; then its events go one by one. */
const TRIES_TOGETHER = 3;
const NEEDS_A_PERSON: ReadonlySet<string> = new Set([
  'NOT_SIGNED_IN',
  'FORBIDDEN',
  'DEVICE_REVOKED',
  'NOT_FOUND',
  'UNKNOWN_COMMAND',
  'PROTOCOL_MISMATCH',
]);

/**
 * Brings this machine's events to the centre: in order, in batches, one in flight, the same ids again
 * after every doubt. Nothing leaves the outbox but by a receipt of the centre.
 */
export class Delivery {
  readonly #parts: DeliveryParts;
  /** Not sent again before a moment; with the failure that a person has to mend, if it is one. */
  readonly #held = new Map<string, { untilMs: number; failure: Failure | null }>();
  /** Events that the centre failed on, with how often alone: they go singly, after all others. */
  readonly #alone = new Map<string, number>();
  #brokenTogether = 0;
  #brokenAlone = 0;
  #isRunning = false;
  #isAskedAgain = false;
  #isClosed = false;
  #failures = 0;
  #batchSize = MAX_BATCH;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(parts: DeliveryParts) {
    this.#parts = parts;
  }

  /** Something was recorded; joins the pause that is running, if the centre is silent. */
  recorded(): void {
    if (this.#failures === 0) void this.#run();
  }

  /** The line is back, or a person asked: sends at once, also what was held. */
  wake(): void {
    this.#failures = 0;
    this.#held.clear();
    void this.#run();
  }

  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#timer);
  }

  async #run(): Promise<void> {
    if (this.#isRunning) {
      this.#isAskedAgain = true;
      return;
    }
    this.#isRunning = true;
    clearTimeout(this.#timer);
    try {
      do {
        this.#isAskedAgain = false;
        await this.#parts.exclusively(() => this.#sendAll());
      } while (this.#isAskedAgain && this.#failures === 0 && !this.#isClosed);
    } finally {
      this.#isRunning = false;
      this.#planNext();
    }
  }

  async #sendAll(): Promise<void> {
    while (!this.#isClosed) {
      const batch = await this.#nextBatch();
      const [first] = batch;
      if (!first) break;
      this.#parts.onStatus({ kind: 'sending' });
      const { siteId, sessionId } = first;
      const events = batch.map((entry) => entry.event);
      // Before the sending: a later life only makes the door send once more, an earlier one would not.
      const deliveredTo = this.#parts.incarnation();
      const answer = await this.#parts.send({ siteId, sessionId, events });
      if (answer.ok) await this.#settle(batch, { ...answer.data, deliveredTo });
      else if (NEEDS_A_PERSON.has(answer.code)) this.#hold(batch, answer);
      else if (!(await this.#narrow(batch, answer)) && !this.#isolate(batch, answer)) {
        return this.#failed(answer);
      }
    }
    this.#parts.onStatus(this.#restStatus());
  }

  /** What is left to say when everything that may be sent now was sent. */
  #restStatus(): DeliveryStatus {
    const held = [...this.#held].flatMap(([id, { failure }]) => (failure ? { id, failure } : []));
    const blocked = held.find(({ id }) => !this.#alone.has(id));
    if (blocked) return { kind: 'blocked', failure: blocked.failure };
    const [aside] = held;
    if (!aside) return { kind: 'idle' };
    return { kind: 'aside', failure: aside.failure, ids: held.map(({ id }) => id) };
  }

  /** The oldest events, of one hall and session. */
  async #nextBatch(): Promise<OutboxEntry[]> {
    const nowMs = this.#parts.now();
    const undelivered = await this.#parts.undelivered();
    this.#forgetSettled(undelivered);
    const free = this.#inOrder(undelivered, nowMs);
    const together = free.filter(({ id }) => !this.#alone.has(id));
    const [first = free[0]] = together;
    if (!first) return [];
    if (together.length === 0) return [first];
    return together
      .filter((one) => one.siteId === first.siteId && one.sessionId === first.sessionId)
      .slice(0, this.#batchSize);
  }

  /** What may be sent now, oldest first: an undo never before the event that it takes back. */
  #inOrder(undelivered: readonly OutboxEntry[], nowMs: number): OutboxEntry[] {
    const late = new Set<string>();
    return [...undelivered]
      .sort((a, b) => (a.id < b.id ? -1 : 1))
      .filter(({ id, event }) => {
        const isHeld = (this.#held.get(id)?.untilMs ?? 0) > nowMs;
        const mustWait = isHeld || late.has(event.undoesId ?? '');
        if (mustWait || this.#alone.has(id)) late.add(id);
        return !mustWait;
      });
  }

  /** Another tab may have brought them in. */
  #forgetSettled(undelivered: readonly OutboxEntry[]): void {
    const ids = new Set(undelivered.map(({ id }) => id));
    for (const known of [this.#held, this.#alone]) {
      for (const id of known.keys()) if (!ids.has(id)) known.delete(id);
    }
  }

  async #settle(
    batch: readonly OutboxEntry[],
    answer: Append & { deliveredTo: string | null },
  ): Promise<void> {
    this.#failures = 0;
    this.#brokenTogether = 0;
    this.#brokenAlone = 0;
    this.#batchSize = MAX_BATCH;
    const settledAtMs = this.#parts.now();
    const receipts = new Map(answer.receipts.map((receipt) => [receipt.id, receipt]));
    const changes = batch.flatMap((entry): Settled[] => {
      const { id } = entry;
      const receipt = receipts.get(id);
      if (!receipt || isTooEarly(receipt, entry)) {
        this.#held.set(id, { untilMs: settledAtMs + HELD_MS, failure: null });
        return [];
      }
      this.#held.delete(id);
      this.#alone.delete(id);
      const settled = { id, receipt, settledAtMs };
      if (receipt.outcome === 'REFUSED') return [{ ...settled, state: 'REFUSED' }];
      return [{ ...settled, state: 'DELIVERED', deliveredTo: answer.deliveredTo }];
    });
    await this.#parts.settle(changes);
    this.#parts.onDelivered(answer, batch);
  }

  #hold(batch: readonly OutboxEntry[], failure: Failure): void {
    const untilMs = this.#parts.now() + HELD_MS;
    for (const { id } of batch) this.#held.set(id, { untilMs, failure });
  }

  /** One malformed event must not hold up the others: they go one by one, and it is put aside. */
  async #narrow(batch: readonly OutboxEntry[], failure: Failure): Promise<boolean> {
    if (failure.code !== 'INVALID_INPUT' && failure.code !== 'TOO_LARGE') return false;
    const [only] = batch;
    if (batch.length > 1 || !only) {
      this.#batchSize = 1;
      return true;
    }
    const receipt = { id: only.id, outcome: 'REFUSED' as const, code: 'INVALID_EVENT' as const };
    const settledAtMs = this.#parts.now();
    await this.#parts.settle([{ id: only.id, state: 'REFUSED', receipt, settledAtMs }]);
    return true;
  }

  /**
   * One event that the centre fails on must not hold up the others for ever: after some tries the batch
   * goes one by one, and what fails alone is set aside for longer and longer.
   * @returns whether to go on at once
   */
  #isolate(batch: readonly OutboxEntry[], failure: Failure): boolean {
    if (failure.code !== 'INTERNAL') return false;
    const untried = batch.filter(({ id }) => !this.#alone.has(id));
    if (untried.length > 0) {
      this.#brokenTogether += 1;
      if (this.#brokenTogether < TRIES_TOGETHER) return false;
      this.#brokenTogether = 0;
      for (const { id } of untried) this.#alone.set(id, 0);
      return true;
    }
    for (const { id } of batch) {
      const failures = this.#alone.get(id) ?? 0;
      this.#alone.set(id, failures + 1);
      const heldMs = Math.min(HELD_MS * 2 ** failures, LONGEST_HELD_MS);
      this.#held.set(id, { untilMs: this.#parts.now() + heldMs, failure });
    }
    // A centre that fails on one after the other is broken itself: it is not stormed.
    this.#brokenAlone += 1;
    return this.#brokenAlone % TRIES_TOGETHER !== 0;
  }

  #failed(failure: Failure): void {
    this.#failures += 1;
    this.#parts.onStatus({ kind: 'waiting', failure });
  }

  #planNext(): void {
    if (this.#isClosed) return;
    const pauseMs =
      this.#failures > 0
        ? (PAUSES_MS[Math.min(this.#failures, PAUSES_MS.length) - 1] ?? 0)
        : this.#held.size > 0
          ? HELD_MS
          : 0;
    if (pauseMs === 0) return;
    // Doors that lost the centre together must not come back together.
    this.#timer = setTimeout(() => void this.#run(), pauseMs * (0.8 + 0.4 * Math.random()));
  }
}

/** Whether the centre will take it later, though it refuses it now. */
function isTooEarly(receipt: Receipt, { deliveredTo }: OutboxEntry): boolean {
  if (receipt.outcome !== 'REFUSED') return false;
  if (receipt.code === 'SESSION_NOT_OPEN') return true;
  // After a restore, the event that this one takes back may still be on its way from another door.
  return receipt.code === 'UNKNOWN_EVENT' && deliveredTo !== null && deliveredTo !== undefined;
}
