import { sql } from 'drizzle-orm';
import { customType, timestamp, uuid } from 'drizzle-orm/pg-core';

/** Primary key made by the server; time-ordered (UUIDv7), so that new rows land at the index's end. */
export const primaryId = () =>
  uuid('id')
    .primaryKey()
    .default(sql`uuidv7()`);

/** A moment, stored in UTC. */
export const moment = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });

export const createdAt = () => moment('created_at').notNull().defaultNow();

/** SHA-256 of a secret: 32 raw bytes. The secret itself is never stored. */
export const secretHash = customType<{ data: Buffer }>({ dataType: () => 'bytea' });
