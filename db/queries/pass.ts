import { and, eq, isNull } from 'drizzle-orm';
import { delegate } from '../schema/delegate.ts';
import type { DelegateActor } from '#domain/actor.ts';
import type { Tx } from '../client.ts';

/**
 * Who holds a pass whose secret was checked by `readPassToken`.
 * @returns null when the delegate was taken off the list or the pass was issued anew
 */
export async function delegateOfPass(
  tx: Tx,
  pass: { delegateId: string; passIssue: number },
): Promise<DelegateActor | null> {
  const [row] = await tx
    .select({ conferenceId: delegate.conferenceId })
    .from(delegate)
    .where(
      and(
        eq(delegate.id, pass.delegateId),
        eq(delegate.passIssue, pass.passIssue),
        isNull(delegate.removedAt),
      ),
    );
  if (!row) return null;
  return { kind: 'delegate', delegateId: pass.delegateId, conferenceId: row.conferenceId };
}
