import path from 'node:path';
import type { MigrationMeta } from 'drizzle-orm/migrator';
import { readMigrationFiles } from 'drizzle-orm/migrator';
import pg from 'pg';
import { ClearError } from '../report.mjs';
import type { ArchiveHeader, ArchiveTable } from './archive.ts';
import { readFrames, tableSchema } from './archive.ts';
import { copyIn } from './copy.ts';
import { copyColumns, countRows, listTables, quote, withoutReferences } from './tables.ts';

const MIGRATIONS = path.resolve(import.meta.dirname, '../../db/migrations');
/** Its one row is there in an empty database, too. */
const INCARNATION = 'incarnation';

interface RestoreOptions {
  databaseUrl: string;
  file: string;
  header: ArchiveHeader;
  /** Whether rows that are there may be replaced. */
  mayReplace: boolean;
  /** Called in the transaction when everything is in, before it becomes visible. */
  beforeCommit: (client: pg.Client) => Promise<void>;
}

/**
 * Puts an archive (verified before) into a database, in one transaction: afterwards the database is as
 * it was when the archive was written, or unchanged.
 * @returns number of rows
 * @throws ClearError when the archive is newer, the database is in use or not empty
 */
export async function restoreArchive(options: RestoreOptions): Promise<number> {
  const migrations = migrationsOf(options.header);
  const client = new pg.Client({ connectionString: options.databaseUrl });
  // A lost connection is told by the query that it interrupts.
  client.on('error', () => {});
  await client.connect();
  try {
    await refuseWhileUsed(client);
    await client.query('begin');
    if (!options.mayReplace) await refuseUnlessEmpty(client);
    await makeSchema(client, migrations);
    let rows = 0;
    await withoutReferences(client, async () => {
      rows = await loadTables(client, options.file);
    });
    for (const [name, value] of Object.entries(options.header.sequences)) {
      await client.query('select setval($1::regclass, $2)', [name, value]);
    }
    await renewIncarnation(client);
    await options.beforeCommit(client);
    await client.query('commit');
    // The rows are in; without figures of them the first questions are only slower.
    await client.query('analyze').catch(() => {});
    return rows;
  } finally {
    await client.end().catch(() => {});
  }
}

/** The migrations that the archive's database had; this program must know them all. */
function migrationsOf(header: ArchiveHeader): MigrationMeta[] {
  const known = readMigrationFiles({ migrationsFolder: MIGRATIONS });
  const unknown = header.migrations.filter((when) => !known.some((m) => m.folderMillis === when));
  if (unknown.length > 0) {
    throw new ClearError(
      `This backup was made by a newer version (${header.programVersion}): restore it with that version or a later one. Nothing was changed.`,
    );
  }
  return known.filter((migration) => header.migrations.includes(migration.folderMillis));
}

async function refuseWhileUsed(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ pid: number }>(
    `select pid from pg_stat_activity
     where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend'`,
  );
  if (rows.length === 0) return;
  throw new ClearError(
    `The database is in use (${rows.length} connections): stop the program first. Nothing was changed.`,
  );
}

async function refuseUnlessEmpty(client: pg.Client): Promise<void> {
  for (const { name } of await listTables(client)) {
    if (name === INCARNATION) continue;
    if ((await countRows(client, name)) === 0) continue;
    throw new ClearError(
      'The database already holds data: add --replace to put the backup in its place. Nothing was changed.',
    );
  }
}

/** Makes the tables as they were then; the next start brings them to the present version. */
async function makeSchema(client: pg.Client, migrations: MigrationMeta[]): Promise<void> {
  await client.query('drop schema if exists drizzle cascade');
  await client.query('drop schema public cascade');
  await client.query('create schema public');
  await client.query('create schema drizzle');
  await client.query(`create table drizzle.__drizzle_migrations (
    id serial primary key, hash text not null, created_at bigint)`);
  for (const { sql, hash, folderMillis } of migrations) {
    for (const statement of sql) await client.query(statement);
    await client.query(
      'insert into drizzle.__drizzle_migrations (hash, created_at) values ($1, $2)',
      [hash, folderMillis],
    );
  }
}

async function loadTables(client: pg.Client, file: string): Promise<number> {
  const frames = readFrames(file);
  let table: ArchiveTable | null = null;
  let rows = 0;
  for (let next = await frames.next(); !next.done;) {
    if (next.value.kind !== 'T') {
      next = await frames.next();
      continue;
    }
    table = tableSchema.parse(JSON.parse(next.value.payload.toString()));
    // Migrations may have put rows of their own into it.
    await client.query(`truncate public.${quote(table.name)} cascade`);
    const following: { frame: Awaited<ReturnType<typeof frames.next>> | null } = { frame: null };
    await copyIn(client, `copy ${copyColumns(table)} from stdin`, dataUntilNext(frames, following));
    rows += await checkCount(client, table);
    next = following.frame ?? (await frames.next());
  }
  return rows;
}

/** The rows of one table; leaves the frame after them in `following`. */
async function* dataUntilNext(
  frames: ReturnType<typeof readFrames>,
  following: { frame: IteratorResult<{ kind: string; payload: Buffer }> | null },
): AsyncGenerator<Buffer> {
  for (;;) {
    const next = await frames.next();
    if (next.done || next.value.kind !== 'D') {
      following.frame = next;
      return;
    }
    yield next.value.payload;
  }
}

/**
 * Doors hold what they had delivered since the backup: by the new id they know to send it again. The
 * archive of a version without such ids gets one by the migrations of the next start.
 */
async function renewIncarnation(client: pg.Client): Promise<void> {
  const tables = await listTables(client);
  if (!tables.some(({ name }) => name === INCARNATION)) return;
  await client.query(`update ${INCARNATION} set id = gen_random_uuid()`);
}

async function checkCount(client: pg.Client, table: ArchiveTable): Promise<number> {
  const found = await countRows(client, table.name);
  if (found === table.rows) return found;
  throw new ClearError(
    `${table.name}: ${found} rows instead of ${table.rows}. Nothing was changed.`,
  );
}
