import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import pg from 'pg';
import { ensureFirstAdministratorLink } from '#server/accounts/first-administrator.ts';
import type { Secrets } from '#server/config.ts';
import type { LiveProgram } from '#server/demo/demo-accounts.ts';
import { ClearError, say } from '../report.mjs';
import { networkAddresses } from './ports.ts';

/** @throws ClearError when DATABASE_URL does not lead to a database */
export async function checkReachable(databaseUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl, connectionTimeoutMillis: 10_000 });
  client.on('error', () => {});
  try {
    await client.connect();
  } catch (error) {
    throw new ClearError(
      `The database of DATABASE_URL does not answer: ${(error as Error).message}`,
    );
  } finally {
    client.end().catch(() => {});
  }
}

/**
 * Fills an empty database with the demo round.
 * @returns what was done, for the report
 */
export async function seedWhenDemo(databaseUrl: string): Promise<string> {
  const { isEmptyRound, seedDemo } = await import('#db/seed/seed-demo.ts');
  return withPool(databaseUrl, async (pool) => {
    if (!(await isEmptyRound(pool))) return 'already there';
    const round = await seedDemo(pool, { nowMs: Date.now() });
    return `${round.hallCount} halls, ${round.delegateCount} delegates`;
  });
}

interface WelcomeOptions {
  origin: string;
  port: number;
  host: string;
  databaseUrl: string;
  secrets: Secrets;
  isDemo: boolean;
  /** The local authority's certificate, with `--lan`. */
  caFile?: string | undefined;
}

/** Prints the addresses to open and the one-time links of people who have not signed in yet. */
export async function printWelcome(options: WelcomeOptions): Promise<void> {
  const { origin, port, host } = options;
  const scheme = new URL(origin).protocol;
  const isOpenToNetwork = ['0.0.0.0', '::'].includes(host);
  const others = isOpenToNetwork ? networkAddresses().map((a) => `${scheme}//${a}:${port}`) : [];
  say('');
  for (const address of [origin, ...others]) say(address);
  if (options.caFile) for (const line of trustLines(origin, options.caFile)) say(line);
  for (const line of await oneTimeLinks(options)) say(line);
  say('');
}

/** What a person compares with the page /trust before installing the certificate on a device. */
function trustLines(origin: string, caFile: string): string[] {
  const { fingerprint256 } = new X509Certificate(readFileSync(caFile));
  return ['', `Trust this server on a device: ${origin}/trust`, `  SHA-256 ${fingerprint256}`];
}

async function oneTimeLinks(options: WelcomeOptions): Promise<string[]> {
  const { databaseUrl, secrets, origin, isDemo } = options;
  return withPool(databaseUrl, async (pool) => {
    const first = await ensureFirstAdministratorLink(pool, secrets, origin);
    const accounts = isDemo ? await demoAccounts({ pool, secrets, origin }) : [];
    return [
      ...(first ? ['', 'First administrator (the link works once):', `  ${first}`] : []),
      ...accounts
        .filter((account) => account.link !== null)
        .flatMap(({ role, reach, link }) => [`${role}, ${reach}:`, `  ${link}`]),
    ];
  });
}

/** Loaded for a demo only, as everything about it. */
async function demoAccounts(asked: { pool: pg.Pool; secrets: Secrets; origin: string }) {
  const { ensureDemoAccounts } = await import('#server/demo/demo-accounts.ts');
  return ensureDemoAccounts(asked);
}

interface LiveOptions {
  program: LiveProgram;
  databaseUrl: string;
  secrets: Secrets;
  origin: string;
}

/** The way in of a simulation; null once it has used it. */
export async function liveToken({
  program,
  databaseUrl,
  secrets,
  origin,
}: LiveOptions): Promise<string | null> {
  const { ensureLiveToken } = await import('#server/demo/demo-accounts.ts');
  return withPool(databaseUrl, (pool) => ensureLiveToken({ pool, secrets, origin }, program));
}

async function withPool<T>(databaseUrl: string, run: (pool: pg.Pool) => Promise<T>): Promise<T> {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 2 });
  try {
    return await run(pool);
  } finally {
    await pool.end();
  }
}
