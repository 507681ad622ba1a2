import type { Tx } from '../client.ts';
import { incarnation } from '../schema/incarnation.ts';

/** @returns the id of this life of the database, which a restore renews */
export async function readIncarnation(tx: Tx): Promise<string> {
  const [row] = await tx.select({ id: incarnation.id }).from(incarnation);
  if (!row) throw new Error('the table incarnation has lost its row');
  return row.id;
}
