import { changedFields } from '#domain/changed-fields.ts';
import { Refusal } from './refusal.ts';

type Value = string | number | null;

/**
 * Refuses a change by somebody who has not seen what is stored. The row must be locked.
 * @throws Refusal CONFLICT, which names the fields that somebody else changed
 */
export function refuseChanged<T extends Readonly<Record<keyof T, Value>>>(
  stored: T,
  expected: T,
): void {
  const changed = changedFields(stored, expected);
  if (changed.length > 0) throw new Refusal('CONFLICT', { fields: changed.join(',') });
}
