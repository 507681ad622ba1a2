import { z } from 'zod';
import type { RosterPlace } from '#db/queries/delegate.ts';
import { Refusal } from '../commands/refusal.ts';

const placeSchema = z.tuple([z.int().min(0).max(2), z.string(), z.string(), z.uuid()]);

/** The place after a person in the order of the roster, as text for the next page's request. */
export function cursorOf({ rank, givenName, familyName, id }: RosterPlace): string {
  return Buffer.from(JSON.stringify([rank, givenName, familyName, id])).toString('base64url');
}

/** @throws Refusal INVALID_INPUT for a text that `cursorOf` did not make */
export function readCursor(cursor: string): RosterPlace {
  const parsed = placeSchema.safeParse(parseJson(Buffer.from(cursor, 'base64url').toString()));
  if (!parsed.success || parsed.data.some((part) => String(part).includes('\0'))) {
    throw new Refusal('INVALID_INPUT', { field: 'cursor' });
  }
  const [rank, givenName, familyName, id] = parsed.data;
  return { rank, givenName, familyName, id };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
