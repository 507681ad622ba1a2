import fs from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import type { Secrets } from '#server/config.ts';
import { ArchiveWriter } from './archive.ts';
import type { ArchiveHeader } from './archive.ts';
import { copyOut } from './copy.ts';
import { copyColumns, countRows, listTables, readSequences } from './tables.ts';
import { verifyArchive } from './verify-archive.ts';

interface BackupOptions {
  databaseUrl: string;
  secrets: Secrets;
  programVersion: string;
  /** Must not exist. */
  file: string;
}

export interface BackupResult {
  tables: number;
  rows: number;
  bytes: number;
}

/**
 * Writes all tables as of one moment into an archive, while the program goes on working, and reads the
 * archive back before it gets its name.
 */
export async function writeBackup(options: BackupOptions): Promise<BackupResult> {
  const { databaseUrl, file } = options;
  const unfinished = `${file}.unfinished`;
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.rmSync(unfinished, { force: true });
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query('begin transaction isolation level repeatable read, read only');
    const writer = new ArchiveWriter(unfinished);
    writer.header(await header(client, options));
    for (const table of await listTables(client)) {
      const rows = await countRows(client, table.name);
      writer.table({ ...table, rows });
      await copyOut(client, `copy ${copyColumns(table)} to stdout`, (chunk) => writer.rows(chunk));
    }
    await writer.end();
    await client.query('commit');
    const { tables } = await verifyArchive(unfinished);
    fs.renameSync(unfinished, file);
    const rows = tables.reduce((sum, table) => sum + table.rows, 0);
    return { tables: tables.length, rows, bytes: fs.statSync(file).size };
  } finally {
    fs.rmSync(unfinished, { force: true });
    await client.end().catch(() => {});
  }
}

async function header(client: pg.Client, options: BackupOptions): Promise<ArchiveHeader> {
  const { rows } = await client.query<{ created_at: string }>(
    'select created_at from drizzle.__drizzle_migrations order by created_at',
  );
  return {
    format: 'diem-cau-backup-1',
    createdAt: new Date().toISOString(),
    programVersion: options.programVersion,
    migrations: rows.map((row) => Number(row.created_at)),
    sequences: await readSequences(client),
    secrets: options.secrets,
  };
}
