import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { readMigrationFiles } from 'drizzle-orm/migrator';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { migrate } from '#db/migrate.ts';
import { createTestDatabase } from '#server/testing/harness.ts';
import { listTables, quote } from './tables.ts';
import { restoreArchive } from './restore-archive.ts';
import { verifyArchive } from './verify-archive.ts';
import { writeBackup } from './write-backup.ts';

const SECRETS = { masterKey: 'm'.repeat(43), authSecret: 'a'.repeat(43) };

let folder: string;
let file: string;
let source: Awaited<ReturnType<typeof createTestDatabase>>;
let target: Awaited<ReturnType<typeof createTestDatabase>>;

beforeEach(async () => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'diem-cau-backup-'));
  file = path.join(folder, 'one.backup');
  [source, target] = await Promise.all([createTestDatabase(), createTestDatabase()]);
});
afterEach(async () => {
  await Promise.all([source.drop(), target.drop()]);
  fs.rmSync(folder, { recursive: true, force: true });
});

async function inDatabase<T>(url: string, use: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => {});
  await client.connect();
  try {
    return await use(client);
  } finally {
    await client.end();
  }
}

/** Units in two trees with parents, and everything a text column can hold. */
async function fill(url: string): Promise<void> {
  await inDatabase(url, async (client) => {
    await client.query('begin');
    const texts = [
      'Nguyễn Thị Ánh',
      'tab\there',
      'line\nfeed',
      'back\\slash \\N \\.',
      '',
      '“đ/c”\u00a0',
    ];
    for (const [index, name] of Array.from(
      { length: 600 },
      (_, i) => [i, texts[i % 6]!] as const,
    )) {
      await client.query(
        `insert into unit (id, tree, code, name, search_key, path, parent_id)
         values ($1, 'PARTY', $2, $3, $3, $3, $4)`,
        [uuid(index), `U${index}`, name, index === 0 ? null : uuid(Math.floor(index / 3))],
      );
    }
    await client.query('commit');
  });
}

function uuid(n: number): string {
  return `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
}

/** Every row of every table, in an order of its own. */
async function everything(url: string): Promise<Record<string, unknown>> {
  return inDatabase(url, async (client) => {
    const content: Record<string, unknown> = {};
    for (const { name } of await listTables(client)) {
      const { rows } = await client.query(
        `select row_to_json(t)::text as row from public.${quote(name)} t order by 1`,
      );
      content[name] = rows;
    }
    return content;
  });
}

async function incarnationOf(url: string): Promise<string | undefined> {
  return inDatabase(url, async (client) => {
    const { rows } = await client.query<{ id: string }>('select id from incarnation');
    return rows[0]?.id;
  });
}

/** The tables as they were before the migration that brought the lives. */
async function makeSchemaBeforeLives(client: pg.Client): Promise<void> {
  const migrationsFolder = path.resolve(import.meta.dirname, '../../db/migrations');
  const all = readMigrationFiles({ migrationsFolder });
  const first = all.findIndex(({ sql }) => sql.join().includes('CREATE TABLE "incarnation"'));
  await client.query('drop schema public cascade; create schema public');
  await client.query('truncate drizzle.__drizzle_migrations');
  for (const { sql, hash, folderMillis } of all.slice(0, first)) {
    for (const statement of sql) await client.query(statement);
    await client.query(
      'insert into drizzle.__drizzle_migrations (hash, created_at) values ($1, $2)',
      [hash, folderMillis],
    );
  }
}

const backup = () =>
  writeBackup({ databaseUrl: source.url, secrets: SECRETS, programVersion: '1.2.3', file });

async function restore(parts: { mayReplace?: boolean; beforeCommit?: () => Promise<void> } = {}) {
  const { header } = await verifyArchive(file);
  return restoreArchive({
    databaseUrl: target.url,
    file,
    header,
    mayReplace: parts.mayReplace ?? false,
    beforeCommit: parts.beforeCommit ?? (async () => {}),
  });
}

describe('backup and restore', () => {
  it('brings every row back as it was, with the keys of the links', async () => {
    await fill(source.url);
    const result = await backup();
    expect(result.rows).toBeGreaterThanOrEqual(600);
    expect(fs.statSync(file).mode & 0o077).toBe(0);
    expect((await verifyArchive(file)).header.secrets).toEqual(SECRETS);
    expect(await restore()).toBe(result.rows);
    const { incarnation: renewed, ...restored } = await everything(target.url);
    const { incarnation: saved, ...original } = await everything(source.url);
    expect(restored).toEqual(original);
    expect(renewed).not.toEqual(saved);
  });

  it('begins another life each time, by which doors know what to send again', async () => {
    await backup();
    const seen = [await incarnationOf(source.url), await incarnationOf(target.url)];
    for (const mayReplace of [false, true]) {
      await restore({ mayReplace });
      const id = await incarnationOf(target.url);
      expect(id).toMatch(/^[0-9a-f-]{36}$/);
      expect(seen).not.toContain(id);
      seen.push(id);
    }
  });

  it('lets a backup from before such lives begin one at the next start', async () => {
    await inDatabase(source.url, makeSchemaBeforeLives);
    await backup();
    const before = await incarnationOf(target.url);
    await restore();
    await migrate(target.url);
    expect(await incarnationOf(target.url)).not.toBe(before);
  });

  it('brings references, indexes and the migrations back, too', async () => {
    await fill(source.url);
    await backup();
    await restore();
    const shape = (url: string) =>
      inDatabase(url, async (client) => {
        const { rows } = await client.query(`
          select conrelid::regclass::text as t, conname as n, pg_get_constraintdef(oid) as d
          from pg_constraint where connamespace = 'public'::regnamespace
          union all select tablename, indexname, indexdef from pg_indexes where schemaname = 'public'
          union all select 'migration', hash, created_at::text from drizzle.__drizzle_migrations
          order by 1, 2, 3`);
        return rows as unknown[];
      });
    expect(await shape(target.url)).toEqual(await shape(source.url));
  });

  it('shows one moment while others write', async () => {
    await fill(source.url);
    let isOver = false;
    let written = 0;
    const writing = inDatabase(source.url, async (client) => {
      for (; !isOver; written++) {
        await client.query(
          `insert into unit (id, tree, code, name, search_key, path) values (gen_random_uuid(), 'PARTY', $1, '', '', '')`,
          [`W${written}`],
        );
      }
    });
    await backup();
    isOver = true;
    await writing;
    await restore();
    const codes = await inDatabase(target.url, async (client) => {
      const { rows } = await client.query<{ n: number }>(
        `select substr(code, 2)::int as n from unit where code like 'W%' order by 1`,
      );
      return rows.map(({ n }) => n);
    });
    expect(codes).toEqual(codes.map((_, index) => index));
  });

  it('does not touch a database that holds data, unless told to replace it', async () => {
    await fill(source.url);
    await backup();
    await restore();
    const before = await everything(target.url);
    await expect(restore()).rejects.toThrow(/already holds data/);
    expect(await everything(target.url)).toEqual(before);
    expect(await restore({ mayReplace: true })).toBeGreaterThan(0);
  });

  it('leaves everything as it was when the last step fails', async () => {
    await fill(target.url);
    await backup();
    const before = await everything(target.url);
    const beforeCommit = () => Promise.reject(new Error('the disk is full'));
    await expect(restore({ mayReplace: true, beforeCommit })).rejects.toThrow('the disk is full');
    expect(await everything(target.url)).toEqual(before);
  });

  it('refuses while the program is connected', async () => {
    await backup();
    await inDatabase(target.url, () =>
      expect(restore()).rejects.toThrow(/in use \(1 connections\)/),
    );
  });

  it('refuses the backup of a newer version', async () => {
    await inDatabase(source.url, (client) =>
      client.query(
        `insert into drizzle.__drizzle_migrations (hash, created_at) values ('x', 99999999999999)`,
      ),
    );
    await backup();
    await expect(restore()).rejects.toThrow(/newer version \(1\.2\.3\)/);
  });

  it('refuses a file that is torn, altered or something else', async () => {
    await fill(source.url);
    await backup();
    const whole = fs.readFileSync(file);
    const altered = Buffer.from(whole);
    altered[whole.length >> 1]! ^= 1;
    for (const bad of [
      whole.subarray(0, whole.length >> 1),
      altered,
      Buffer.from('PK'),
      Buffer.alloc(0),
    ]) {
      fs.writeFileSync(file, bad);
      await expect(verifyArchive(file)).rejects.toThrow(/not a whole backup/);
    }
  });
});
