import { deriveToken, readToken } from './derived-token.ts';

/** The secret of a delegate's page, `/pass/<secret>`; raising `passIssue` ends it. */
export function passToken(delegateId: string, passIssue: number, masterKey: string): string {
  return deriveToken(masterKey, 'pass', { id: delegateId, issue: passIssue });
}

/**
 * @returns whose pass it claims to be, to be looked up with `delegateOfPass`; null when altered or cut
 */
export function readPassToken(
  secret: string,
  masterKey: string,
): { delegateId: string; passIssue: number } | null {
  const subject = readToken(masterKey, 'pass', secret);
  return subject && { delegateId: subject.id, passIssue: subject.issue };
}
