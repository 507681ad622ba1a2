import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { newEventId } from './event-id.ts';

describe('newEventId', () => {
  it('makes valid ids that rise in the order they were made', () => {
    const ids = Array.from({ length: 20_000 }, newEventId);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.toSorted()).toEqual(ids);
    for (const id of ids.slice(0, 50)) expect(z.uuidv7().safeParse(id).success).toBe(true);
  });
});
