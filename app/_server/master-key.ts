import { readFileSync } from 'node:fs';
import { z } from 'zod';

const secretsSchema = z.object({ masterKey: z.string().min(32) });

let known: string | null = null;

/**
 * The key from which pass links are derived, out of the file that the supervisor names. Only for
 * checking the secret of an address; it never reaches a page.
 */
export function masterKey(): string {
  known ??= secretsSchema.parse(
    JSON.parse(readFileSync(process.env['SECRETS_FILE'] ?? '', 'utf8')),
  ).masterKey;
  return known;
}
