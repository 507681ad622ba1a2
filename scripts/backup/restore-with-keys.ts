import { say } from '../report.mjs';
import { prepareSecretSwap, settleSecretSwap } from '../supervisor/secret-swap.ts';
import type { ArchiveHeader } from './archive.ts';
import { restoreArchive } from './restore-archive.ts';

interface Restore {
  dataDir: string;
  databaseUrl: string;
  file: string;
  header: ArchiveHeader;
  /** Whether rows that are there may be replaced. */
  mayReplace: boolean;
}

/**
 * Puts rows and keys of an archive in place. Links of people are derived from both, so the keys are
 * swapped after the commit only, and by what the database says: also after a lost answer or a kill.
 * @returns number of rows; null when they are in, but the connection broke before they were told
 * @throws ClearError as `restoreArchive` does; rows and keys are then the earlier ones
 */
export async function restoreWithKeys(restore: Restore): Promise<number | null> {
  const { dataDir, header } = restore;
  await settleSecretSwap(restore);
  const { secrets } = header;
  const beforeCommit = (client: Parameters<typeof prepareSecretSwap>[0]) =>
    prepareSecretSwap(client, { dataDir, secrets });
  let rows: number;
  try {
    rows = await restoreArchive({ ...restore, beforeCommit });
  } catch (error) {
    const outcome = await settleSecretSwap(restore).catch(() => 'unknown' as const);
    if (outcome === 'finished') return null;
    if (outcome === 'unknown') say('npm start will finish or undo this restore.');
    throw error;
  }
  await settleSecretSwap(restore);
  return rows;
}
