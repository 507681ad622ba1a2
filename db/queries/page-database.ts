import { drizzle } from 'drizzle-orm/node-postgres';
import pg from 'pg';
import type { Tx } from '../client.ts';

const MAX_CONNECTIONS = 8;
const LONGEST_QUERY_MS = 20_000;

let opened: Tx | null = null;

/**
 * The database as pages see it: every transaction is read-only, because all writes go through the
 * contract's commands. Opened at the first use, from the `DATABASE_URL` the supervisor set.
 */
export function pageDatabase(): Tx {
  opened ??= open();
  return opened;
}

function open(): Tx {
  const pool = new pg.Pool({
    connectionString: process.env['DATABASE_URL'],
    max: MAX_CONNECTIONS,
    connectionTimeoutMillis: 10_000,
    idleTimeoutMillis: 60_000,
    options: `-c default_transaction_read_only=on -c statement_timeout=${LONGEST_QUERY_MS}`,
  });
  // A connection that breaks while idle must not end the process: the next query opens another.
  pool.on('error', () => {});
  return drizzle(pool);
}
