import { ensurePostgres, findRunningPostgres } from '../postgres/ensure-postgres.ts';
import { ClearError, say } from '../report.mjs';
import { takeDataFolder } from '../supervisor/data-folder.ts';
import type { Settings } from '../supervisor/settings.ts';

type DatabasePlace = Pick<Settings, 'dataDir' | 'databaseUrl'>;

/**
 * Runs `use` with the address of the program's database: of DATABASE_URL, of the embedded server that
 * runs (without becoming its owner), or of one that is started for this moment.
 */
export async function withDatabase<T>(
  place: DatabasePlace,
  use: (databaseUrl: string) => Promise<T>,
): Promise<T> {
  const address = place.databaseUrl ?? (await findRunningPostgres(place.dataDir));
  return address ? use(address) : withOwnDatabase(place, use);
}

/** The same as the only owner of the data folder: the program must not run on it. */
export async function withOwnDatabase<T>(
  { dataDir, databaseUrl }: DatabasePlace,
  use: (databaseUrl: string) => Promise<T>,
): Promise<T> {
  const lock = takeDataFolder(dataDir);
  const onDisconnect = () => process.exit(1);
  process.on('disconnect', onDisconnect);
  try {
    if (databaseUrl) return await use(databaseUrl);
    const postgres = await ensurePostgres({ dataDir, log: say });
    try {
      return await use(postgres.url);
    } finally {
      await postgres.stop();
    }
  } finally {
    lock.release();
  }
}

/** @throws ClearError when the command line is not understood */
export function understood<T>(parse: () => T, usage: string): T {
  try {
    return parse();
  } catch (error) {
    throw new ClearError(`${(error as Error).message.split('. ')[0]}\n${usage}`, 2);
  }
}
