import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { commandOverHttp } from '#contract/program-client.ts';
import type { CommandInput } from '#contract/registry.ts';
import { findRunningPostgres } from '#scripts/postgres/ensure-postgres.ts';
import { startProduct } from './product.ts';
import type { Product } from './product.ts';
import { openHall, signInFirstAdministrator } from './round-of-commands.ts';
import type { OpenHall } from './round-of-commands.ts';
import { mountSmallDisk } from './small-disk.ts';

const DISK_MB = 220;
const PATIENCE = { timeout: 120_000, interval: 100 };
const EVENTS_AT_ONCE = 50;

const disk = mountSmallDisk(DISK_MB);

type Event = CommandInput<'check-in:append'>['events'][number];

function walkIn(): Event {
  const moment = new Date().toISOString();
  return {
    id: randomUUID(),
    subject: { kind: 'WALK_IN', walkInId: randomUUID() },
    kind: 'WALK_IN',
    method: 'MANUAL',
    happenedAt: moment,
    deviceAt: moment,
    detail: { personName: 'Khách mời' },
  };
}

describe.skipIf(disk === null)('a full disk', () => {
  const { folder } = disk ?? { folder: '' };
  const fillDisk = () => disk?.leave(0);
  const emptyDisk = () => disk?.empty();
  let product: Product;
  let hall: OpenHall;
  const acknowledged: string[] = [];

  beforeAll(async () => {
    product = await startProduct({ dataDir: folder });
    const link = product.administratorLink ?? '';
    hall = await openHall(await signInFirstAdministrator(product.origin, link), { delegates: 3 });
  }, 300_000);
  afterAll(async () => {
    emptyDisk();
    await product.stop();
    disk?.remove();
  }, 60_000);

  /** @returns 'ok' or the code of the refusal */
  async function append(): Promise<string> {
    const { sessionId, siteId, door } = hall;
    const events = Array.from({ length: EVENTS_AT_ONCE }, walkIn);
    const identity = { ...door, origin: product.origin };
    const { answer } = await commandOverHttp(identity, 'check-in:append', {
      sessionId,
      siteId,
      events,
    });
    if (!answer.ok) return answer.code;
    const { receipts } = answer.data;
    expect(receipts.filter(({ outcome }) => outcome === 'REFUSED')).toEqual([]);
    acknowledged.push(...receipts.map(({ id }) => id));
    return 'ok';
  }

  const untilAnswered = (code: string) =>
    vi.waitFor(async () => expect(await append()).toBe(code), PATIENCE);

  async function inDatabase<T>(use: (client: pg.Client) => Promise<T>): Promise<T> {
    const client = new pg.Client({ connectionString: (await findRunningPostgres(folder)) ?? '' });
    client.on('error', () => {});
    await client.connect();
    return use(client).finally(() => client.end().catch(() => {}));
  }

  async function expectNothingLost(): Promise<void> {
    const stored = await inDatabase((client) =>
      client.query<{ id: string }>('select id from check_in'),
    );
    const ids = new Set(stored.rows.map(({ id }) => id));
    expect(acknowledged.length).toBeGreaterThan(0);
    expect(acknowledged.filter((id) => !ids.has(id))).toEqual([]);
  }

  it('refuses what it cannot store, shows its pages, and goes on when room returns', async () => {
    expect(await append()).toBe('ok');
    fillDisk();
    await untilAnswered('DISK_FULL');
    expect((await fetch(`${product.origin}/login`)).status).toBe(200);
    emptyDisk();
    await untilAnswered('ok');
    await expectNothingLost();
    expect(product.output()).not.toContain('ended');
  });

  it('brings a database back that had no room for its journal', async () => {
    fillDisk();
    // The next segments of the journal find no room: the database ends.
    await inDatabase(async (client) => {
      for (;;) {
        await client.query('select pg_switch_wal()');
        await client.query(`update site set name = name || ''`);
      }
    }).catch(() => {});
    await vi.waitFor(
      () => expect(product.output()).toContain('The disk is full: the database cannot write.'),
      PATIENCE,
    );
    await untilAnswered('DISK_FULL');
    const health = await fetch(`${product.origin}/healthz`);
    expect([health.status, await health.json()]).toEqual([503, { status: 'disk full' }]);
    emptyDisk();
    await untilAnswered('ok');
    await expectNothingLost();
  });

  it('answers a start with one clear line, and starts when room returns', async () => {
    await product.stop();
    fillDisk();
    await expect(startProduct({ dataDir: folder })).rejects.toThrow(/✗ The disk is full/);
    emptyDisk();
    product = await startProduct({ dataDir: folder });
    await untilAnswered('ok');
    await expectNothingLost();
  });
});
