import { z } from 'zod';

/** Shapes that many commands share. Text is trimmed and brought to NFC at the boundary. */
/** In small letters, as the database answers it: ids are compared as text. */
export const id = z.uuid().toLowerCase();
export const instant = z.iso.datetime({ offset: true });
export const day = z.iso.date();
export const count = z.int().min(0).max(1_000_000);

/** One line of text: trimmed, NFC, no control characters. */
export const line = (maxLength: number) =>
  z
    .string()
    .max(maxLength * 2)
    .transform((value) => value.normalize('NFC').replace(/\s+/gu, ' ').trim())
    .pipe(
      z
        .string()
        .max(maxLength)
        // PostgreSQL cannot store U+0000, and no other control character has a place in one line.
        .regex(/^[^\p{Cc}\p{Cs}]*$/u),
    );
export const requiredLine = (maxLength: number) => line(maxLength).pipe(z.string().min(1));

/** A page of a list: `cursor` is the answer's `next` of the page before. */
export const page = {
  cursor: z.string().max(200).optional(),
  limit: z.int().min(1).max(500).default(100),
};

export const EXAMPLE_ID = '01980a4e-7c00-7000-8000-000000000001';
export const EXAMPLE_ID_2 = '01980a4e-7c00-7000-8000-000000000002';
