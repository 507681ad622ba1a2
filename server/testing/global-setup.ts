import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { migrate } from '#db/migrate.ts';
import { ensurePostgres } from '#scripts/postgres/ensure-postgres.ts';
import { databaseUrlOf } from './database-url.ts';
import { TEMPLATE_DATABASE } from './template.ts';

declare module 'vitest' {
  interface ProvidedContext {
    databaseAdminUrl: string;
  }
}

/**
 * One real PostgreSQL for all server tests, with a migrated template from which every test file
 * copies a database of its own.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'diem-cau-test-'));
  // As root, the database runs under another account, which must be able to come in.
  chmodSync(dataDir, 0o711);
  const postgres = await ensurePostgres({ dataDir, log: () => {} });
  const admin = new pg.Client({ connectionString: postgres.url });
  await admin.connect();
  await admin.query(`create database ${TEMPLATE_DATABASE}`);
  await migrate(databaseUrlOf(postgres.url, TEMPLATE_DATABASE));
  await admin.end();
  project.provide('databaseAdminUrl', postgres.url);
  return async () => {
    await postgres.stop();
    rmSync(dataDir, { recursive: true, force: true });
  };
}
