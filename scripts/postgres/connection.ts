import fs from 'node:fs';
import pg from 'pg';
import type { PostgresHome } from './home.ts';
import { readPostmasterFile } from './postmaster.ts';

export const DATABASE_OWNER = 'diem_cau';
export const DATABASE_NAME = 'diem_cau';
export const SOCKET_PORT = 5432;

const PROBE_TIMEOUT_MS = 3_000;
/** The server is there and not ready: starting up, shutting down, in recovery. */
const NOT_READY = '57P03';

/** Address of the embedded database for `pg`: a Unix socket, by the libpq convention. */
export function connectionUrl(home: PostgresHome, database = DATABASE_NAME): string {
  const password = fs.readFileSync(home.passwordFile, 'utf8').trim();
  const folder = readPostmasterFile(home.cluster)?.socketFolder || home.runFolder;
  const query = new URLSearchParams({ host: folder, port: String(SOCKET_PORT) });
  return `postgres://${DATABASE_OWNER}:${encodeURIComponent(password)}@localhost/${database}?${query}`;
}

export type Probe = 'ready' | 'not-ready' | 'absent';

/** Whether the server of exactly this folder answers on its socket. */
export async function probe(home: PostgresHome): Promise<Probe> {
  const client = new pg.Client({
    connectionString: connectionUrl(home, 'postgres'),
    connectionTimeoutMillis: PROBE_TIMEOUT_MS,
  });
  client.on('error', () => {});
  try {
    await client.connect();
    const { rows } = await client.query<{ data_directory: string }>('show data_directory');
    const answered = rows[0]?.data_directory ?? '';
    return fs.realpathSync(answered) === fs.realpathSync(home.cluster) ? 'ready' : 'absent';
  } catch (error) {
    return (error as { code?: string }).code === NOT_READY ? 'not-ready' : 'absent';
  } finally {
    client.end().catch(() => {});
  }
}

/** Creates the program's database inside a server that has none yet. */
export async function ensureDatabase(home: PostgresHome): Promise<void> {
  const client = new pg.Client({ connectionString: connectionUrl(home, 'postgres') });
  await client.connect();
  try {
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [
      DATABASE_NAME,
    ]);
    if (rowCount === 0) await client.query(`create database ${DATABASE_NAME}`);
  } finally {
    await client.end();
  }
}
