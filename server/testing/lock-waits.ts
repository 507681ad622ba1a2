import type pg from 'pg';
import { expect, vi } from 'vitest';

/** Resolves once as many statements on the test's own database wait for a lock. */
export async function untilLocksAwaited(pool: pg.Pool, count: number): Promise<void> {
  await vi.waitFor(async () => {
    const { rows } = await pool.query(
      `select pid from pg_stat_activity
        where datname = current_database() and wait_event_type = 'Lock'`,
    );
    expect(rows).toHaveLength(count);
  });
}

/** Begins a transaction with these statements; the answer takes it back. */
export async function holdOpen(
  pool: pg.Pool,
  ...statements: string[]
): Promise<() => Promise<void>> {
  const client = await pool.connect();
  await client.query('begin');
  for (const statement of statements) await client.query(statement);
  return async () => {
    await client.query('rollback');
    client.release();
  };
}
