export const PASSWORD_MIN_LENGTH = 12;

export type PasswordProblem = { kind: 'short'; missing: number } | { kind: 'differs' };

/** What is wrong with a new password typed twice; null when nothing is. */
export function passwordProblem(password: string, repeated: string): PasswordProblem | null {
  const missing = PASSWORD_MIN_LENGTH - password.length;
  if (missing > 0) return { kind: 'short', missing };
  return password === repeated ? null : { kind: 'differs' };
}
