import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { continueIdsAfter, newEventId } from './event-id.ts';

describe('newEventId', () => {
  it('makes valid ids that rise in the order they were made', () => {
    const ids = Array.from({ length: 20_000 }, newEventId);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.toSorted()).toEqual(ids);
    for (const id of ids.slice(0, 50)) expect(z.uuidv7().safeParse(id).success).toBe(true);
  });

  it('rises above the ids of a time before the clock was set back', () => {
    const before = newEventId().replace(/^.{8}-.{4}/, 'f0000000-0000');
    continueIdsAfter(before);
    const after = [newEventId(), newEventId()];
    expect([before, ...after].toSorted()).toEqual([before, ...after]);
    continueIdsAfter(undefined);
    expect(newEventId() > after[1]!).toBe(true);
  });
});
