export class ClearError extends Error {
  constructor(message: string, exitCode?: number);
  exitCode: number;
}
export function say(line: string): void;
export function secondsSinceStart(): number;
export function reportEnvironment(): { DIEM_CAU_STARTED_AT: string };
export function exitWith(error: unknown): never;
export function step<T>(name: string, run: () => Promise<T> | T): Promise<T>;
