import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { beforeEach, describe, expect, it } from 'vitest';
import { DoorStore, NotThisDoor, type DeviceSelf, type OutboxEntry } from './door-store.ts';
import { newEventId } from './event-id.ts';

const HALL = '0198aaaa-0000-7000-8000-000000000001';
const MORNING = '0198aaaa-0000-7000-8000-000000000002';
const NOW_MS = Date.parse('2026-12-01T00:45:00Z');
const DAY_MS = 24 * 3_600_000;

let store: DoorStore;
beforeEach(async () => {
  // Another factory is an empty disk.
  globalThis.indexedDB = new IDBFactory();
  store = await DoorStore.open();
  await store.saveSetting('self', { siteId: HALL, deviceKind: 'DOOR' } as DeviceSelf);
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
  await store.record(one, NOW_MS);
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

describe('leaving the hall', () => {
  const refuse = async ({ id }: OutboxEntry) => {
    const receipt = { id, outcome: 'REFUSED' as const, code: 'UNKNOWN_DELEGATE' as const };
    await store.settle([{ id, state: 'REFUSED', receipt }]);
  };
  const save = ({ id }: OutboxEntry) => store.settle([{ id, exportedAtMs: NOW_MS }]);

  it('is refused while a mark is neither at the centre nor in a file, a refused one too', async () => {
    const [sent, waits, refused] = [await record(), await record(), await record()];
    await deliver(sent, 'first life');
    await refuse(refused);
    expect(await store.beginLeaving(NOW_MS)).toBe(false);
    await save(waits);
    expect(await store.beginLeaving(NOW_MS)).toBe(false);
    expect(await store.wipe()).toBe(false);
    await save(refused);
    expect(await store.beginLeaving(NOW_MS)).toBe(true);
    expect(await store.wipe()).toBe(true);
    expect(await store.recent(10)).toEqual([]);
  });

  it('takes no mark of any tab from its beginning to its end', async () => {
    const otherTab = await DoorStore.open();
    const [leaving, marking] = await Promise.all([
      store.beginLeaving(NOW_MS),
      otherTab.record(entry(), NOW_MS).then(
        () => 'marked',
        (error: unknown) => (error instanceof NotThisDoor ? 'not marked' : 'broken'),
      ),
    ]);
    expect(marking).toBe(leaving ? 'not marked' : 'marked');
    if (!leaving) await store.settle([{ id: (await waiting())[0]!, exportedAtMs: NOW_MS }]);
    expect(await store.beginLeaving(NOW_MS)).toBe(true);
    await expect(otherTab.record(entry(), NOW_MS + 1)).rejects.toThrow(NotThisDoor);
    await store.wipe();
    await expect(otherTab.record(entry(), NOW_MS + 2)).rejects.toThrow(NotThisDoor);
    expect(await store.recent(10)).toEqual([]);
  });

  it('that did not come about lets the door go on, also when the browser died in between', async () => {
    await store.beginLeaving(NOW_MS);
    await store.stay();
    await store.record(entry(), NOW_MS);
    await save((await store.undelivered())[0]!);
    await store.beginLeaving(NOW_MS);
    await store.record(entry(), NOW_MS + 61_000);
    // A clock that was set back must not close the door for hours.
    await store.record(entry(), NOW_MS - DAY_MS);
    expect(await waiting()).toHaveLength(3);
  });
});

describe('another enrolment of the machine', () => {
  it('as a door of the same hall changes nothing', async () => {
    await store.enrolledAs({ siteId: HALL, deviceKind: 'DOOR' });
    await record();
  });

  it.each([
    ['another hall', { siteId: MORNING, deviceKind: 'DOOR' as const }],
    ['another kind of device', { siteId: HALL, deviceKind: 'HEADCOUNT' as const }],
  ])('as %s ends the marks of a door that is still open', async (_what, device) => {
    await store.enrolledAs(device);
    await expect(store.record(entry(), NOW_MS)).rejects.toThrow(NotThisDoor);
  });
});
