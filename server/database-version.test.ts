import pg from 'pg';
import { expect, it } from 'vitest';
import { migrate, NewerDatabaseError } from '#db/migrate.ts';
import { createTestDatabase } from './testing/harness.ts';

it('refuses a database that a newer program changed, and changes nothing', async () => {
  const database = await createTestDatabase();
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  try {
    await client.query(
      `insert into drizzle.__drizzle_migrations (hash, created_at) values ('of the future', 4102444800000)`,
    );
    await expect(migrate(database.url)).rejects.toThrow(NewerDatabaseError);
    await client.query('delete from drizzle.__drizzle_migrations where created_at = 4102444800000');
    expect(await migrate(database.url)).toBe(0);
  } finally {
    await client.end();
    await database.drop();
  }
});
