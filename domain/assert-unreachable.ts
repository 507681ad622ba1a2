/** Ends a switch over a union: the compiler refuses it while a case is missing. */
export function assertUnreachable(value: never): never {
  throw new Error(`unexpected value ${JSON.stringify(value)}`);
}
