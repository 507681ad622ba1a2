import { readFileSync } from 'node:fs';
import path from 'node:path';
import { drizzle } from 'drizzle-orm/node-postgres';
import { migrate as applyMigrations } from 'drizzle-orm/node-postgres/migrator';
import pg from 'pg';

const MIGRATIONS_FOLDER = path.join(import.meta.dirname, 'migrations');
/** Any fixed number: two programs that start at once migrate one after the other. */
const MIGRATION_LOCK = 7_660_519;

/** The database holds migrations that this program does not know. */
export class NewerDatabaseError extends Error {
  readonly code = 'DATABASE_NEWER';
}

/** The server is older than what the schema needs. */
export class OlderServerError extends Error {
  readonly code = 'DATABASE_SERVER_OLD';
}

/** Keys are made by `uuidv7()`, which PostgreSQL has since 18. */
const OLDEST_MAJOR = 18;

/**
 * Brings a database to this program's schema, under an advisory lock.
 * @returns how many migrations were applied
 * @throws NewerDatabaseError when a newer program has already changed the database
 * @throws OlderServerError when the server is older than PostgreSQL 18
 */
export async function migrate(url: string): Promise<number> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await refuseOldServer(client);
    await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    const before = await appliedMigrations(client);
    refuseNewer(before);
    await applyMigrations(drizzle(client), { migrationsFolder: MIGRATIONS_FOLDER });
    return (await appliedMigrations(client)).length - before.length;
  } finally {
    await client.end();
  }
}

/** Creation times (ms) of the migrations that this program carries, oldest first. */
export function knownMigrations(): number[] {
  const journal = JSON.parse(
    readFileSync(path.join(MIGRATIONS_FOLDER, 'meta', '_journal.json'), 'utf8'),
  ) as { entries: { when: number }[] };
  return journal.entries.map((entry) => entry.when);
}

async function refuseOldServer(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ version: number }>(
    `select current_setting('server_version_num')::int / 10000 as version`,
  );
  const version = rows[0]?.version ?? 0;
  if (version >= OLDEST_MAJOR) return;
  throw new OlderServerError(
    `the database server is PostgreSQL ${version}, ${OLDEST_MAJOR} or newer is needed: ` +
      'use a newer server in DATABASE_URL, or leave it out for the embedded one',
  );
}

async function appliedMigrations(client: pg.Client): Promise<number[]> {
  const { rows: tables } = await client.query<{ found: boolean }>(
    `select to_regclass('drizzle.__drizzle_migrations') is not null as found`,
  );
  if (!tables[0]?.found) return [];
  const { rows } = await client.query<{ created_at: string }>(
    'select created_at from drizzle.__drizzle_migrations order by created_at',
  );
  return rows.map((row) => Number(row.created_at));
}

function refuseNewer(applied: number[]): void {
  const known = new Set(knownMigrations());
  const unknown = applied.filter((when) => !known.has(when));
  if (unknown.length === 0) return;
  throw new NewerDatabaseError(
    `the database was changed by a newer version of this program (${unknown.length} unknown migrations): ` +
      'start that version, or restore a backup made by this one',
  );
}
