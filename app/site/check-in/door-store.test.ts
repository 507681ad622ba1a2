import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { beforeEach, describe, expect, it } from 'vitest';
import { DoorStore, type OutboxEntry } from './door-store.ts';
import { newEventId } from './event-id.ts';

const HALL = '0198aaaa-0000-7000-8000-000000000001';
const MORNING = '0198aaaa-0000-7000-8000-000000000002';
const DAY_MS = 24 * 3_600_000;

let store: DoorStore;
beforeEach(async () => {
  // Another factory is an empty disk.
  globalThis.indexedDB = new IDBFactory();
  store = await DoorStore.open();
});

function entry(given: Partial<OutboxEntry> = {}): OutboxEntry {
  const id = newEventId();
  return {
    id,
    siteId: HALL,
    sessionId: MORNING,
    event: {
      id,
      subject: { kind: 'DELEGATE', delegateId: '0198aaaa-0000-7000-8000-000000000003' },
      kind: 'PRESENT',
      method: 'QR',
      happenedAt: '2026-12-01T00:45:00Z',
      deviceAt: '2026-12-01T00:45:00Z',
      detail: {},
    },
    state: 'RECORDED',
    label: 'Nguyễn Văn An',
    receipt: null,
    settledAtMs: null,
    exportedAtMs: null,
    ...given,
  };
}

async function record(given: Partial<OutboxEntry> = {}): Promise<OutboxEntry> {
  const one = entry(given);
  await store.record(one);
  return one;
}

/** The centre has it, in that life of its memory. */
async function deliver({ id }: OutboxEntry, deliveredTo: string, settledAtMs = 1): Promise<void> {
  const receipt = { id, outcome: 'COUNTED' as const };
  await store.settle([{ id, state: 'DELIVERED', receipt, settledAtMs, deliveredTo }]);
}

const waiting = async () => (await store.undelivered()).map(({ id }) => id);

describe('the outbox, when the centre was restored', () => {
  it('holds again what an earlier life of the centre acknowledged, and only that', async () => {
    const [older, newer] = [await record(), await record()];
    await deliver(older, 'first life');
    expect(await store.enterIncarnation('first life')).toBe(0);
    expect(await store.enterIncarnation('second life')).toBe(1);
    await deliver(newer, 'second life');
    expect(await store.enterIncarnation('second life')).toBe(0);
    expect(await waiting()).toEqual([older.id]);
    await deliver(older, 'second life');
    expect(await store.enterIncarnation('second life')).toBe(0);
    expect(await waiting()).toEqual([]);
    expect(await store.setting('incarnation')).toBe('second life');
  });

  it('sends once more what was acknowledged before this machine knew of lives', async () => {
    const one = await record({ state: 'DELIVERED', settledAtMs: 1 });
    expect(await store.enterIncarnation('first life')).toBe(1);
    expect(await store.undelivered()).toMatchObject([{ id: one.id, receipt: null }]);
  });

  it('finds an answer that a sleeping tab brought in from the earlier life', async () => {
    const late = await record();
    await store.enterIncarnation('second life');
    await deliver(late, 'first life');
    expect(await store.enterIncarnation('second life')).toBe(1);
    expect(await waiting()).toEqual([late.id]);
  });

  it('leaves what the centre refused where it is', async () => {
    const { id } = await record();
    const receipt = { id, outcome: 'REFUSED' as const, code: 'UNKNOWN_DELEGATE' as const };
    await store.settle([{ id, state: 'REFUSED', receipt }]);
    expect(await store.enterIncarnation('second life')).toBe(0);
    expect(await store.refused()).toHaveLength(1);
  });

  it('keeps what was delivered for a week, for this', async () => {
    const nowMs = 30 * DAY_MS;
    const [kept, old] = [await record(), await record()];
    await deliver(kept, 'first life', nowMs - 6 * DAY_MS);
    await deliver(old, 'first life', nowMs - 8 * DAY_MS);
    await store.prune(nowMs);
    await store.enterIncarnation('second life');
    expect(await waiting()).toEqual([kept.id]);
  });
});
