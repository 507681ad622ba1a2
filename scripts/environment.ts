/** Variables for a child process. */
export type Environment = Record<string, string | undefined>;

/** Next declares NODE_ENV as always there; a child's environment may well go without it. */
export function exactly(environment: Environment): NodeJS.ProcessEnv {
  return environment as NodeJS.ProcessEnv;
}
