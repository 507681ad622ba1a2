import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTestDatabase } from '#server/testing/harness.ts';
import { prepareSecretSwap, settleSecretSwap } from '../supervisor/secret-swap.ts';
import { ensureSecrets, restoringFile, secretsFileOf } from '../supervisor/secrets.ts';
import { restoreArchive } from './restore-archive.ts';
import { restoreWithKeys } from './restore-with-keys.ts';
import { verifyArchive } from './verify-archive.ts';
import { writeBackup } from './write-backup.ts';

const EARLIER = { masterKey: 'e'.repeat(43), authSecret: 'e'.repeat(43) };
const SAVED = { masterKey: 's'.repeat(43), authSecret: 's'.repeat(43) };

let dataDir: string;
let file: string;
let database: Awaited<ReturnType<typeof createTestDatabase>>;

beforeEach(async () => {
  dataDir = fs.mkdtempSync(path.join(os.tmpdir(), 'diem-cau-keys-'));
  file = path.join(dataDir, 'one.backup');
  database = await createTestDatabase();
  const databaseUrl = database.url;
  await writeBackup({ databaseUrl, secrets: SAVED, programVersion: '1.2.3', file });
  fs.writeFileSync(secretsFileOf(dataDir), JSON.stringify(EARLIER, null, 2));
});
afterEach(async () => {
  await database.drop();
  fs.rmSync(dataDir, { recursive: true, force: true });
});

const keys = () => JSON.parse(fs.readFileSync(secretsFileOf(dataDir), 'utf8')) as unknown;
const isWaiting = () => fs.existsSync(restoringFile(dataDir));
const asideFiles = () => fs.readdirSync(dataDir).filter((name) => name.includes('before-restore'));
const settle = () => settleSecretSwap({ dataDir, databaseUrl: database.url });

/** A restore up to its commit, which `end` may prevent; the swap of the keys is left to the next start. */
async function restoreAndDie(end: (client: pg.Client) => Promise<void>): Promise<void> {
  const { header } = await verifyArchive(file);
  await restoreArchive({
    databaseUrl: database.url,
    file,
    header,
    mayReplace: true,
    beforeCommit: async (client) => {
      await prepareSecretSwap(client, { dataDir, secrets: header.secrets });
      expect(keys()).toEqual(EARLIER);
      await end(client);
    },
  });
}

async function killConnection(client: pg.Client): Promise<void> {
  const killer = new pg.Client({ connectionString: database.url });
  await killer.connect();
  const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
  await killer.query('select pg_terminate_backend($1)', [rows[0]!.pid]);
  await killer.end();
}

describe('rows and keys of a restore', () => {
  it('are both in place afterwards, the earlier keys aside', async () => {
    const { header } = await verifyArchive(file);
    const databaseUrl = database.url;
    await restoreWithKeys({ dataDir, databaseUrl, file, header, mayReplace: true });
    expect(keys()).toEqual(SAVED);
    expect(isWaiting()).toBe(false);
    const [aside] = asideFiles();
    expect(JSON.parse(fs.readFileSync(path.join(dataDir, aside!), 'utf8'))).toEqual(EARLIER);
    expect(fs.statSync(path.join(dataDir, aside!)).mode & 0o077).toBe(0);
  });

  it('stay the earlier ones when the commit fails', async () => {
    await expect(restoreAndDie(killConnection)).rejects.toThrow();
    expect(isWaiting()).toBe(true);
    expect(await settle()).toBe('undone');
    expect(keys()).toEqual(EARLIER);
    expect(isWaiting()).toBe(false);
    expect(asideFiles()).toEqual([]);
  });

  it('are made to fit at the next start when it was killed after the commit', async () => {
    await restoreAndDie(async () => {});
    expect(keys()).toEqual(EARLIER);
    expect(await settle()).toBe('finished');
    expect(keys()).toEqual(SAVED);
    expect(asideFiles()).toHaveLength(1);
    expect(await settle()).toBe('none');
  });

  it('stay the earlier ones when a refused restore never came to the keys', async () => {
    const { header } = await verifyArchive(file);
    header.migrations.push(99_999_999_999_999);
    const restore = { dataDir, databaseUrl: database.url, file, header, mayReplace: true };
    await expect(restoreWithKeys(restore)).rejects.toThrow(/newer version/);
    expect(keys()).toEqual(EARLIER);
    expect(asideFiles()).toEqual([]);
  });

  it('are waited for: a start makes no new keys while a swap is half way', () => {
    fs.renameSync(secretsFileOf(dataDir), restoringFile(dataDir));
    ensureSecrets(dataDir);
    expect(fs.existsSync(secretsFileOf(dataDir))).toBe(false);
  });
});
