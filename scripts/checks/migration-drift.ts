import { execFile } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

const ROOT = path.resolve(import.meta.dirname, '../..');

/**
 * Whether the migrations bring a database to what the schema says: generating the next migration, in a
 * copy, must write nothing.
 * @returns one line per file that would be new; empty when all is well
 */
export async function checkMigrationDrift(): Promise<string[]> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'diem-cau-drift-'));
  try {
    fs.cpSync(path.join(ROOT, 'db/migrations'), folder, { recursive: true });
    const before = new Set(fs.readdirSync(folder));
    const args = ['generate', '--dialect=postgresql', '--schema=./db/schema/*.ts'];
    const program = path.join(ROOT, 'node_modules/drizzle-kit/bin.cjs');
    await run(process.execPath, [program, ...args, `--out=${path.relative(ROOT, folder)}`], {
      cwd: ROOT,
    });
    return fs
      .readdirSync(folder)
      .filter((name) => !before.has(name))
      .map(
        (name) =>
          `the schema is ahead of the migrations: ${name} is missing (npx drizzle-kit generate)`,
      );
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}
