import { createHash, randomBytes } from 'node:crypto';

/** A new secret of 256 bits, in letters that a cookie and an address can carry. */
export function newSecret(): string {
  return randomBytes(32).toString('base64url');
}

/** What the database keeps of a secret of full strength. */
export function hashSecret(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}
