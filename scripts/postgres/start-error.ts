const WAY_OUT =
  'Or set DATABASE_URL=postgres://user:password@host/database to use a PostgreSQL server of your own (see .env.example).';

/** The embedded database cannot run; the message says why and what to do, for people. */
export class PostgresStartError extends Error {
  readonly code = 'POSTGRES_START';

  constructor(reason: string) {
    super(`${reason}\n  ${WAY_OUT}`);
  }
}

const KNOWN_CAUSES: { sign: RegExp; reason: string }[] = [
  {
    sign: /no space left on device|ENOSPC|disk quota exceeded/i,
    reason: 'The disk is full: the database cannot write. Free some space and start again.',
  },
  {
    sign: /read-only file system|EROFS/i,
    reason: 'The data folder is on a read-only file system. Choose another with --data DIR.',
  },
  {
    sign: /error while loading shared libraries: (\S+)/i,
    reason: 'The database program misses a system library.',
  },
  {
    sign: /could not (create|resize) shared memory|cannot allocate memory/i,
    reason: 'Not enough memory for the database (it asks for 128 MB).',
  },
  {
    sign: /permission denied|EACCES|EPERM/i,
    reason: 'The database may not read or write its folder.',
  },
];

/**
 * Turns what the operating system or PostgreSQL said into one line for people.
 * @param output a log's end or an error's message
 */
export function explainFailure(output: string): PostgresStartError {
  const known = KNOWN_CAUSES.find(({ sign }) => sign.test(output));
  const lines = output.split('\n').filter((line) => line.trim() !== '');
  const sign = known?.sign ?? /FATAL|PANIC|error/i;
  const evidence = lines.findLast((line) => sign.test(line)) ?? lines.at(-1) ?? 'no output';
  const reason = known?.reason ?? 'The embedded database does not start.';
  return new PostgresStartError(`${reason} [${evidence.trim().slice(0, 300)}]`);
}
