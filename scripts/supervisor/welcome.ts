import pg from 'pg';
import { isEmptyRound, seedDemo } from '#db/seed/seed-demo.ts';
import { say } from '../report.mjs';
import { networkAddresses } from './ports.ts';
import type { Settings } from './settings.ts';

/**
 * Fills an empty database with the demo round.
 * @returns what was done, for the report
 */
export async function seedWhenDemo(databaseUrl: string): Promise<string> {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 2 });
  try {
    if (!(await isEmptyRound(pool))) return 'already there';
    const round = await seedDemo(pool, { nowMs: Date.now() });
    return `${round.hallCount} halls, ${round.delegateCount} delegates`;
  } finally {
    await pool.end();
  }
}

interface WelcomeOptions {
  origin: string;
  port: number;
  databaseUrl: string;
  secretsFile: string;
  settings: Settings;
}

/** The addresses to open. */
export async function printWelcome({ origin, port, settings }: WelcomeOptions): Promise<void> {
  const isOpenToNetwork = ['0.0.0.0', '::'].includes(settings.host);
  const scheme = new URL(origin).protocol;
  const others = isOpenToNetwork ? networkAddresses().map((a) => `${scheme}//${a}:${port}`) : [];
  say('');
  for (const address of [origin, ...others]) say(address);
  say('');
}
