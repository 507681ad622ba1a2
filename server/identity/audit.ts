import type { Tx } from '#db/client.ts';
import { auditEntry } from '#db/schema/audit.ts';

/** Writes down what the one door of commands doesn't by itself: sign-ins, and looks at secrets. */
export async function audit(
  tx: Tx,
  entry: { actorKey: string; action: string; subject?: Record<string, string> },
): Promise<void> {
  await tx.insert(auditEntry).values(entry);
}
