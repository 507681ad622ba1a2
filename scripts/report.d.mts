export class ClearError extends Error {
  constructor(message: string, exitCode?: number);
  exitCode: number;
}
export function say(line: string): void;
export function step<T>(
  name: string,
  run: () => Promise<T> | T,
  describe?: (result: T) => string,
): Promise<T>;
export function secondsSinceStart(): number;
export function reportEnvironment(): { DIEM_CAU_STARTED_AT: string };
export function exitWith(error: unknown): never;
