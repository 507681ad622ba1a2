import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { CommandInput } from '#contract/registry.ts';
import type { ErrorCode } from '#contract/errors.ts';
import { Delivery, type DeliveryParts, type DeliveryStatus } from './delivery.ts';
import type { OutboxEntry } from './door-store.ts';
import { newEventId } from './event-id.ts';

type Append = CommandInput<'check-in:append'>;
type Happening = 'arrives' | 'answer-lost' | 'never-arrives' | ErrorCode;

const entry = (given: Partial<OutboxEntry> = {}): OutboxEntry => {
  const id = newEventId();
  return {
    id,
    siteId: 'hall',
    sessionId: 'morning',
    event: {
      id,
      subject: { kind: 'DELEGATE', delegateId: 'a' },
      kind: 'PRESENT',
      method: 'QR',
      happenedAt: '2026-12-01T00:45:00Z',
      deviceAt: '2026-12-01T00:45:00Z',
      detail: {},
    },
    state: 'RECORDED',
    label: 'A',
    receipt: null,
    settledAtMs: null,
    exportedAtMs: null,
    ...given,
  };
};

/** One machine's outbox, a line that misbehaves as told, and a centre that stores by id. */
class Bench {
  readonly outbox = new Map<string, OutboxEntry>();
  readonly stored: string[] = [];
  readonly batches: string[][] = [];
  readonly refusals = new Map<string, 'SESSION_NOT_OPEN' | 'UNKNOWN_DELEGATE' | 'UNKNOWN_EVENT'>();
  /** The centre breaks on a batch that holds one of these. */
  readonly poison = new Set<string>();
  readonly statuses: DeliveryStatus[] = [];
  incarnation: string | null = 'first';
  happenings: Happening[] = [];
  inFlight = 0;
  mostInFlight = 0;
  readonly delivery: Delivery;

  constructor(given: Partial<DeliveryParts> = {}) {
    this.delivery = new Delivery({
      undelivered: async () => [...this.outbox.values()].filter((one) => one.state === 'RECORDED'),
      settle: async (changes) => {
        for (const change of changes) {
          this.outbox.set(change.id, { ...this.outbox.get(change.id)!, ...change });
        }
      },
      send: (input) => this.#send(input as Append),
      exclusively: (task) => task(),
      onStatus: (status) => void this.statuses.push(status),
      onDelivered: () => {},
      incarnation: () => this.incarnation,
      now: () => Date.now(),
      ...given,
    });
  }

  add(one: OutboxEntry): OutboxEntry {
    this.outbox.set(one.id, one);
    this.delivery.recorded();
    return one;
  }

  undelivered(): number {
    return [...this.outbox.values()].filter((one) => one.state === 'RECORDED').length;
  }

  async #send({ events }: Append) {
    this.inFlight += 1;
    this.mostInFlight = Math.max(this.mostInFlight, this.inFlight);
    await new Promise((resolve) => setTimeout(resolve, 5));
    this.inFlight -= 1;
    this.batches.push(events.map((event) => event.id));
    const isPoisoned = events.some(({ id }) => this.poison.has(id));
    const planned = this.happenings.shift() ?? 'arrives';
    const happening = isPoisoned && planned !== 'never-arrives' ? 'INTERNAL' : planned;
    if (happening === 'never-arrives') return { ok: false as const, code: 'NO_NETWORK' as const };
    if (happening !== 'arrives' && happening !== 'answer-lost') {
      return { ok: false as const, code: happening, message: '', messageEn: '' };
    }
    const receipts = events.map((event) => this.#receive(event));
    if (happening === 'answer-lost') return { ok: false as const, code: 'NO_NETWORK' as const };
    const data = { receipts, receivedAt: '2026-12-01T00:45:01Z', attendance: [], walkIns: [] };
    return { ok: true as const, data };
  }

  #receive({ id, undoesId }: Append['events'][number]) {
    const isUnknown = undoesId !== undefined && !this.stored.includes(undoesId);
    const code = isUnknown ? ('UNKNOWN_EVENT' as const) : this.refusals.get(id);
    if (code) return { id, outcome: 'REFUSED' as const, code };
    if (!this.stored.includes(id)) this.stored.push(id);
    return { id, outcome: 'COUNTED' as const };
  }
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());
const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);

describe('Delivery', () => {
  it('sends in order, at most a hundred at once, one batch in flight', async () => {
    const bench = new Bench();
    const ids = Array.from({ length: 250 }, () => bench.add(entry()).id);
    await pass(1_000);
    expect(bench.stored).toEqual(ids);
    expect(bench.batches.every((batch) => batch.length <= 100)).toBe(true);
    expect(bench.mostInFlight).toBe(1);
    expect(bench.statuses.at(-1)).toEqual({ kind: 'idle' });
  });

  it('waits longer after each failure, and not at all when the line is back', async () => {
    const bench = new Bench();
    bench.happenings = Array<Happening>(20).fill('never-arrives');
    bench.add(entry());
    await pass(60_000);
    expect(bench.batches.length).toBeGreaterThan(4);
    expect(bench.batches.length).toBeLessThan(9);
    expect(bench.statuses.at(-1)?.kind).toBe('waiting');
    bench.happenings = [];
    bench.delivery.wake();
    await pass(20);
    expect(bench.undelivered()).toBe(0);
  });

  it('keeps hall and session apart, and one that is blocked does not block the other', async () => {
    const bench = new Bench();
    bench.happenings = ['FORBIDDEN'];
    const foreign = bench.add(entry({ siteId: 'former hall' }));
    const own = bench.add(entry());
    await pass(100);
    expect(bench.stored).toEqual([own.id]);
    expect(bench.outbox.get(foreign.id)?.state).toBe('RECORDED');
    expect(bench.statuses.at(-1)?.kind).toBe('blocked');
  });

  it('keeps what comes too early and sends it again later', async () => {
    const bench = new Bench();
    const early = entry();
    bench.refusals.set(early.id, 'SESSION_NOT_OPEN');
    bench.add(early);
    await pass(1_000);
    expect(bench.outbox.get(early.id)?.state).toBe('RECORDED');
    bench.refusals.clear();
    await pass(180_000);
    expect(bench.stored).toEqual([early.id]);
  });

  it('puts a refused event aside with its reason', async () => {
    const bench = new Bench();
    const stranger = entry();
    bench.refusals.set(stranger.id, 'UNKNOWN_DELEGATE');
    bench.add(stranger);
    const good = bench.add(entry());
    await pass(100);
    expect(bench.stored).toEqual([good.id]);
    expect(bench.outbox.get(stranger.id)).toMatchObject({
      state: 'REFUSED',
      receipt: { code: 'UNKNOWN_DELEGATE' },
    });
  });

  it('notes which life of the centre has an event: the one that was known before the sending', async () => {
    const bench = new Bench();
    const one = bench.add(entry());
    await pass(2);
    bench.incarnation = 'second';
    await pass(100);
    expect(bench.outbox.get(one.id)).toMatchObject({ state: 'DELIVERED', deliveredTo: 'first' });
  });

  it('keeps an undo that is sent again after a restore until the other door has sent the mark', async () => {
    const bench = new Bench();
    const again = entry({ deliveredTo: 'first' });
    const own = entry();
    for (const { id } of [again, own]) bench.refusals.set(id, 'UNKNOWN_EVENT');
    bench.add(again);
    bench.add(own);
    await pass(1_000);
    expect(bench.outbox.get(again.id)?.state).toBe('RECORDED');
    expect(bench.outbox.get(own.id)?.state).toBe('REFUSED');
    bench.refusals.clear();
    await pass(180_000);
    expect(bench.stored).toEqual([again.id]);
  });

  it('finds the malformed one in a batch', async () => {
    const bench = new Bench();
    const [bad, ...good] = [entry(), entry(), entry()];
    for (const one of [bad!, ...good]) bench.outbox.set(one.id, one);
    bench.happenings = ['INVALID_INPUT', 'INVALID_INPUT'];
    bench.delivery.wake();
    await pass(200);
    expect(bench.stored).toEqual(good.map(({ id }) => id));
    expect(bench.outbox.get(bad!.id)?.state).toBe('REFUSED');
  });

  it('sets aside the one event that the centre fails on, and delivers the rest', async () => {
    const bench = new Bench();
    const all = Array.from({ length: 30 }, () => entry());
    const bad = all[11]!;
    bench.poison.add(bad.id);
    for (const one of all) bench.outbox.set(one.id, one);
    bench.delivery.wake();
    await pass(10_000);
    expect([...bench.stored].sort()).toEqual(all.filter((one) => one !== bad).map(({ id }) => id));
    expect(bench.outbox.get(bad.id)?.state).toBe('RECORDED');
    expect(bench.statuses.at(-1)).toMatchObject({ kind: 'aside', ids: [bad.id] });
    const tries = bench.batches.length;
    const later = bench.add(entry());
    await pass(100);
    expect(bench.batches.slice(tries)).toEqual([[later.id]]);
    await pass(3_600_000);
    expect(bench.batches.length - tries).toBeLessThan(12);
    bench.poison.clear();
    await pass(3_600_000);
    expect(bench.undelivered()).toBe(0);
    expect(bench.statuses.at(-1)).toEqual({ kind: 'idle' });
  });

  it('does not storm a centre that fails on everything, and delivers all once it works', async () => {
    const bench = new Bench();
    const all = Array.from({ length: 100 }, () => entry());
    for (const one of all) bench.outbox.set(one.id, one);
    for (const { id } of all) bench.poison.add(id);
    bench.delivery.wake();
    await pass(600_000);
    expect(bench.batches.length).toBeLessThan(120);
    bench.poison.clear();
    bench.delivery.wake();
    await pass(5_000);
    expect(bench.undelivered()).toBe(0);
  });

  it('keeps an undo back while its mark is set aside', async () => {
    const bench = new Bench();
    const mark = entry();
    const undo = entry();
    undo.event.undoesId = mark.id;
    bench.poison.add(mark.id);
    for (const one of [mark, undo, entry()]) bench.outbox.set(one.id, one);
    bench.delivery.wake();
    await pass(20_000);
    expect(bench.outbox.get(undo.id)?.state).toBe('RECORDED');
    bench.poison.clear();
    await pass(600_000);
    expect(bench.stored.slice(-2)).toEqual([mark.id, undo.id]);
  });

  it('forgets what another tab brought in', async () => {
    const bench = new Bench();
    bench.happenings = ['FORBIDDEN'];
    const one = bench.add(entry());
    await pass(100);
    expect(bench.statuses.at(-1)?.kind).toBe('blocked');
    bench.outbox.set(one.id, { ...one, state: 'DELIVERED' });
    bench.delivery.recorded();
    await pass(100);
    expect(bench.statuses.at(-1)).toEqual({ kind: 'idle' });
  });

  it('delivers everything once, in order, whatever the line does', async () => {
    const happening = fc.constantFrom<Happening>(
      'arrives',
      'answer-lost',
      'never-arrives',
      'UNAVAILABLE',
    );
    const steps = fc.array(
      fc.record({ adds: fc.nat({ max: 5 }), happening, wakes: fc.boolean() }),
      {
        maxLength: 20,
      },
    );
    await fc.assert(
      fc.asyncProperty(steps, async (plan) => {
        const bench = new Bench();
        bench.happenings = plan.map((step) => step.happening);
        const ids: string[] = [];
        for (const step of plan) {
          for (let made = 0; made < step.adds; made += 1) ids.push(bench.add(entry()).id);
          if (step.wakes) bench.delivery.wake();
          await pass(40);
        }
        await pass(400_000);
        bench.delivery.close();
        expect(bench.stored).toEqual(ids);
        expect(bench.undelivered()).toBe(0);
        expect(bench.mostInFlight).toBeLessThanOrEqual(1);
      }),
      { numRuns: 60 },
    );
  });

  it('delivers all but the poisoned ones, whatever else happens, an undo never before its mark', async () => {
    const happening = fc.constantFrom<Happening>(
      'arrives',
      'answer-lost',
      'INTERNAL',
      'never-arrives',
    );
    const step = fc.record({
      happening: fc.option(happening, { nil: undefined }),
      kind: fc.constantFrom('good', 'poison', 'undo'),
      wakes: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (plan) => {
        const bench = new Bench();
        bench.happenings = plan.flatMap((one) => one.happening ?? []);
        let last: OutboxEntry | null = null;
        for (const { kind, wakes } of plan) {
          const one = entry();
          if (kind === 'undo' && last) one.event.undoesId = last.id;
          if (kind === 'poison') bench.poison.add(one.id);
          last = bench.add(one);
          if (wakes) bench.delivery.wake();
          await pass(40);
        }
        await pass(3 * 3_600_000);
        const states = [...bench.outbox.values()];
        expect(states.filter(({ state }) => state === 'REFUSED')).toEqual([]);
        for (const { id, event, state } of states) {
          const waits = event.undoesId !== undefined && !bench.stored.includes(event.undoesId);
          expect(state).toBe(bench.poison.has(id) || waits ? 'RECORDED' : 'DELIVERED');
        }
        bench.poison.clear();
        await pass(3 * 3_600_000);
        bench.delivery.close();
        expect(bench.undelivered()).toBe(0);
        expect(bench.mostInFlight).toBeLessThanOrEqual(1);
      }),
      { numRuns: 60 },
    );
  });
});
