import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { findHome } from '../postgres/home.ts';
import { ClearError } from '../report.mjs';

const SECRET_BYTES = 32;

export function secretsFileOf(dataDir: string): string {
  return path.join(dataDir, 'secrets.json');
}

/** Where a restore keeps the keys of its rows until these are committed. */
export function restoringFile(dataDir: string): string {
  return `${secretsFileOf(dataDir)}.restoring`;
}

/**
 * Makes `<data>/secrets.json` at the first start: the master key from which device and pass links are
 * derived, and the key that signs sign-in cookies. Losing it invalidates every printed link, so it is
 * on the disk, whole, before anything is derived from it.
 * @returns path of the file
 * @throws ClearError when there is a database and its keys are lost: new ones would void every link
 */
export function ensureSecrets(dataDir: string): string {
  const file = secretsFileOf(dataDir);
  // Which keys are the right ones is known once the database answers (`settleSecretSwap`).
  if (fs.existsSync(restoringFile(dataDir))) return file;
  if (fs.existsSync(file)) {
    checkReadable(file);
    return file;
  }
  if (findHome(dataDir)) throw lost(file, 'is missing');
  const secret = () => randomBytes(SECRET_BYTES).toString('base64url');
  writeDurably(file, JSON.stringify({ masterKey: secret(), authSecret: secret() }, null, 2));
  return file;
}

/** Writes a private file so that after a power loss it is either whole or absent. */
export function writeDurably(file: string, content: string): void {
  const temporary = `${file}.${process.pid}`;
  fs.writeFileSync(temporary, content, { mode: 0o600, flush: true });
  fs.renameSync(temporary, file);
  syncFolder(path.dirname(file));
}

/** Makes the names in a folder survive a power loss. */
export function syncFolder(folder: string): void {
  const descriptor = fs.openSync(folder, 'r');
  fs.fsyncSync(descriptor);
  fs.closeSync(descriptor);
}

function checkReadable(file: string): void {
  try {
    const { masterKey, authSecret } = JSON.parse(fs.readFileSync(file, 'utf8')) as Record<
      string,
      unknown
    >;
    if (typeof masterKey === 'string' && typeof authSecret === 'string') return;
  } catch {
    // Answered below: unreadable, torn and incomplete have the same way out.
  }
  throw lost(file, 'cannot be read');
}

function lost(file: string, what: string): ClearError {
  return new ClearError(
    `${file} ${what}. Without it no printed link works: restore it from a backup (npm run restore).`,
  );
}
