import { execFile } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { exactly } from '../environment.ts';
import type { PostgresBinaries } from './binaries.ts';
import { DATABASE_OWNER } from './connection.ts';
import type { PostgresHome } from './home.ts';
import { explainFailure } from './start-error.ts';
import { giveTo, runAs } from './system-user.ts';

const run = promisify(execFile);
const PASSWORD_BYTES = 24;

/**
 * Makes a new database in a temporary folder and renames it when it is complete, so that a start
 * that was killed half-way leaves nothing that looks like a database.
 * @throws PostgresStartError
 */
export async function initialise(home: PostgresHome, binaries: PostgresBinaries): Promise<void> {
  const parent = path.dirname(home.folder);
  removeLeftovers(parent);
  const unfinished = `${home.folder}.init-${randomUUID()}`;
  try {
    fs.mkdirSync(path.join(unfinished, 'log'), { recursive: true, mode: 0o700 });
    for (const folder of [unfinished, path.join(unfinished, 'log')]) giveTo(home.user, folder);
    const passwordFile = path.join(unfinished, 'password');
    fs.writeFileSync(passwordFile, randomBytes(PASSWORD_BYTES).toString('base64url'), {
      mode: 0o600,
      flush: true,
    });
    giveTo(home.user, passwordFile);
    await runInitdb(home, binaries, unfinished);
    if (home.user) fs.chownSync(passwordFile, 0, 0);
    fs.renameSync(unfinished, home.folder);
    syncFolder(parent);
  } catch (error) {
    fs.rmSync(unfinished, { recursive: true, force: true });
    const { stderr, message } = error as { stderr?: string; message: string };
    throw explainFailure(stderr || message);
  }
}

async function runInitdb(
  home: PostgresHome,
  binaries: PostgresBinaries,
  unfinished: string,
): Promise<void> {
  const args = [
    `--pgdata=${path.join(unfinished, 'cluster')}`,
    `--username=${DATABASE_OWNER}`,
    `--pwfile=${path.join(unfinished, 'password')}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    // PostgreSQL's own rules: an upgrade of the system's C library cannot change the order of an index.
    ...['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C'],
    '--data-checksums',
  ];
  await run(binaries.initdb, args, {
    ...runAs(home.user),
    env: exactly({ LC_ALL: 'C', PATH: '/usr/bin:/bin' }),
  });
}

function removeLeftovers(parent: string): void {
  for (const name of fs.readdirSync(parent)) {
    if (!name.startsWith('postgres.init-')) continue;
    fs.rmSync(path.join(parent, name), { recursive: true, force: true });
  }
}

function syncFolder(folder: string): void {
  const handle = fs.openSync(folder, 'r');
  fs.fsyncSync(handle);
  fs.closeSync(handle);
}
