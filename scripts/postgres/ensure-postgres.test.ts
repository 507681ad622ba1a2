import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RunningPostgres } from './ensure-postgres.ts';
import { ensurePostgres, findRunningPostgres } from './ensure-postgres.ts';
import { findHome } from './home.ts';

let folder: string;
let dataDir: string;
let running: RunningPostgres | null;

beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'diem-cau-pg-'));
  fs.chmodSync(folder, 0o711);
  dataDir = path.join(folder, 'data');
  running = null;
});
afterEach(async () => {
  await running?.stop();
  const elsewhere = path.join(dataDir, 'postgres-location');
  if (fs.existsSync(elsewhere)) {
    fs.rmSync(fs.readFileSync(elsewhere, 'utf8').trim(), { recursive: true, force: true });
  }
  fs.rmSync(folder, { recursive: true, force: true });
});

async function open(): Promise<RunningPostgres> {
  running = await ensurePostgres({ dataDir, log: () => {} });
  return running;
}

async function query(text: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: running?.url });
  client.on('error', () => {});
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(text)).rows;
  } finally {
    await client.end();
  }
}

async function killServer(): Promise<void> {
  process.kill(running!.pid, 'SIGKILL');
  await running!.exited;
}

describe('the embedded database', () => {
  it('is durable, private, without TCP, and sorts by ICU', async () => {
    await open();
    const setting = async (name: string) => (await query(`show ${name}`))[0]?.[name];
    expect(await setting('fsync')).toBe('on');
    expect(await setting('synchronous_commit')).toBe('on');
    expect(await setting('listen_addresses')).toBe('');
    expect(await setting('password_encryption')).toBe('scram-sha-256');
    const icu = await query(`select count(*)::int as n from pg_collation where collprovider = 'i'`);
    expect(icu[0]?.['n']).toBeGreaterThan(100);
    const home = findHome(dataDir)!;
    expect(fs.statSync(home.passwordFile).mode & 0o077).toBe(0);
    expect(fs.statSync(home.runFolder).mode & 0o077).toBe(0);
  });

  it('is adopted while it runs, and found by another program', async () => {
    const first = await open();
    const second = await open();
    expect(second).toMatchObject({ isAdopted: true, pid: first.pid });
    expect(await findRunningPostgres(dataDir)).toBe(first.url);
    await first.stop();
    expect(await findRunningPostgres(dataDir)).toBeNull();
  });

  it('keeps what was committed when it is killed', async () => {
    await open();
    await query('create table kept (n int)');
    await query('insert into kept select generate_series(1, 1000)');
    await killServer();
    const again = await open();
    expect(again.isAdopted).toBe(false);
    expect(await query('select count(*)::int as n from kept')).toEqual([{ n: 1000 }]);
  });

  it('recognises a lock whose pid another program has now', async () => {
    await open();
    await killServer();
    const home = findHome(dataDir)!;
    const stranger = spawn('sleep', ['60']);
    try {
      const lock = path.join(home.cluster, 'postmaster.pid');
      const socketLock = path.join(home.runFolder, '.s.PGSQL.5432.lock');
      for (const file of [lock, socketLock]) {
        const text = fs.readFileSync(file, 'utf8');
        fs.writeFileSync(file, text.replace(/^\d+/, String(stranger.pid)));
      }
      expect((await open()).isAdopted).toBe(false);
      expect(stranger.exitCode).toBeNull();
    } finally {
      stranger.kill();
    }
  });

  it('is started once by two at the same moment', async () => {
    const [a, b] = await Promise.all([open(), open()]);
    expect(a.pid).toBe(b.pid);
    expect([a.isAdopted, b.isAdopted].toSorted()).toEqual([false, true]);
  });

  it('leaves nothing that looks like a database when its making was interrupted', async () => {
    fs.mkdirSync(path.join(dataDir, 'postgres.init-left-over', 'cluster'), { recursive: true });
    await open();
    expect(fs.readdirSync(dataDir).filter((name) => name.includes('init'))).toEqual([]);
  });

  it('lives under a path of more than 150 characters with spaces and tone marks', async () => {
    dataDir = path.join(folder, 'Điểm cầu – hội nghị quán triệt '.repeat(3), 'dữ liệu '.repeat(12));
    expect(dataDir.length).toBeGreaterThan(150);
    await open();
    expect(await query('select 1 as one')).toEqual([{ one: 1 }]);
  });

  it.runIf(process.getuid?.() === 0)('runs for root under a folder closed to others', async () => {
    fs.chmodSync(folder, 0o700);
    await open();
    expect(await query('select 1 as one')).toEqual([{ one: 1 }]);
    expect(findHome(dataDir)?.cluster).toMatch(/^\/var\/lib\/diem-cau\//);
    expect((await open()).isAdopted).toBe(true);
  });

  it('refuses a folder of another major version with one clear line', async () => {
    await open();
    await running!.stop();
    fs.writeFileSync(path.join(findHome(dataDir)!.cluster, 'PG_VERSION'), '99\n');
    await expect(open()).rejects.toThrow(/made by PostgreSQL 99 and this program carries \d+/);
    await expect(open()).rejects.toThrow(/DATABASE_URL/);
    running = null;
  });
});
