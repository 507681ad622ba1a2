import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { restoringFile, secretsFileOf, syncFolder, writeDurably } from './secrets.ts';

interface Place {
  dataDir: string;
  databaseUrl: string;
}

/** What became of the keys that waited: `none` when none did. */
export type SwapOutcome = 'none' | 'finished' | 'undone';

/**
 * Keeps the keys of a restored database beside the present ones and, in the transaction that brings
 * the rows, notes which keys they belong to: whoever looks afterwards knows whether it was committed.
 */
export async function prepareSecretSwap(
  client: pg.Client,
  swap: { dataDir: string; secrets: object },
): Promise<void> {
  const content = JSON.stringify(swap.secrets, null, 2);
  writeDurably(restoringFile(swap.dataDir), content);
  // Not in `public`, so it is no part of a backup; the next restore drops it with its schema.
  await client.query('create table drizzle.restored_keys (fingerprint text not null)');
  await client.query('insert into drizzle.restored_keys values ($1)', [fingerprint(content)]);
}

/**
 * Ends a swap that a restore began, however the restore ended: the keys follow the rows that the
 * database holds. The earlier keys are kept aside.
 * @throws the database's error when it cannot say; then nothing was changed
 */
export async function settleSecretSwap({ dataDir, databaseUrl }: Place): Promise<SwapOutcome> {
  const waiting = restoringFile(dataDir);
  if (!fs.existsSync(waiting)) return 'none';
  const content = fs.readFileSync(waiting, 'utf8');
  if ((await readFingerprint(databaseUrl)) !== fingerprint(content)) {
    fs.rmSync(waiting);
    syncFolder(dataDir);
    return 'undone';
  }
  const file = secretsFileOf(dataDir);
  if (fs.existsSync(file) && fs.readFileSync(file, 'utf8') !== content) {
    writeDurably(`${file}.before-restore-${Date.now()}`, fs.readFileSync(file, 'utf8'));
  }
  fs.renameSync(waiting, file);
  syncFolder(path.dirname(file));
  return 'finished';
}

async function readFingerprint(databaseUrl: string): Promise<string | null> {
  const client = new pg.Client({ connectionString: databaseUrl });
  client.on('error', () => {});
  await client.connect();
  try {
    const { rows: tables } = await client.query<{ name: string | null }>(
      `select to_regclass('drizzle.restored_keys')::text as name`,
    );
    if (!tables[0]?.name) return null;
    const { rows } = await client.query<{ fingerprint: string }>(
      'select fingerprint from drizzle.restored_keys',
    );
    return rows[0]?.fingerprint ?? null;
  } finally {
    await client.end().catch(() => {});
  }
}

function fingerprint(content: string): string {
  return createHash('sha256').update(content).digest('hex');
}
