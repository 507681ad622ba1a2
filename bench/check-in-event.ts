import { randomUUID } from 'node:crypto';
import type { CommandInput } from '#contract/registry.ts';

/** An event as a door makes it when a card is scanned now. */
export function scanOf(delegateId: string): CommandInput<'check-in:append'>['events'][number] {
  const now = new Date().toISOString();
  return {
    id: randomUUID(),
    subject: { kind: 'DELEGATE', delegateId },
    kind: 'PRESENT',
    method: 'QR',
    happenedAt: now,
    deviceAt: now,
    detail: {},
  };
}

/**
 * The least that a durable check-in can be: one statement that appends the event and sets the
 * record, without permission, fold, duplicates or receipts. $1 session, $2 hall, $3 delegates.
 */
export const BARE_STATEMENT = `
  with people as (select unnest($3::uuid[]) as delegate_id),
  appended as (
    insert into check_in (id, session_id, site_id, subject_kind, subject_id, kind, method,
                          happened_at, device_at)
    select gen_random_uuid(), $1, $2, 'DELEGATE', delegate_id, 'PRESENT', 'QR', now(), now()
      from people
    returning id, subject_id
  )
  insert into attendance (session_id, delegate_id, status, present_at, present_site_id,
                          deciding_check_in_id)
  select $1, subject_id, 'PRESENT', now(), $2, id from appended
  on conflict (session_id, delegate_id) do nothing`;
