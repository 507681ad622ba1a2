import type { ErrorCode } from '#contract/errors.ts';

/** Thrown inside a handler to refuse a command: rolls its transaction back and answers the code. */
export class Refusal extends Error {
  readonly code: ErrorCode;
  readonly details: Record<string, string | number>;

  constructor(code: ErrorCode, details: Record<string, string | number> = {}) {
    super(code);
    this.name = 'Refusal';
    this.code = code;
    this.details = details;
  }
}
