import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { randomInt } from 'node:crypto';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { migrate } from '#db/migrate.ts';
import { ensurePostgres, findRunningPostgres } from '#scripts/postgres/ensure-postgres.ts';
import { processesOf } from '#scripts/postgres/postmaster.ts';
import { ensureSecrets } from '#scripts/supervisor/secrets.ts';
import { startProduct } from './product.ts';

const KILLS = Number(process.env['KILLS'] ?? 8);
const ROOT = path.join(import.meta.dirname, '..');
const UNITS = 20_000;

/** Two states of everything, told apart by the name of every unit and by the keys. */
type State = 'A' | 'B';
const STATES: State[] = ['A', 'B'];

let folder: string;
let dataDir: string;
const keysOf = {} as Record<State, string>;

const backupOf = (state: State) => path.join(folder, `${state}.backup`);
const folderOf = (state: State) => path.join(folder, `data-${state}`);
const keysIn = (place: string) => readFileSync(path.join(place, 'secrets.json'), 'utf8');

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'diem-cau-restore-kill-'));
  chmodSync(folder, 0o711);
  for (const state of STATES) await prepare(state);
  dataDir = folderOf('A');
}, 300_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A data folder in this state, and its backup. */
async function prepare(state: State): Promise<void> {
  const place = folderOf(state);
  mkdirSync(place, { mode: 0o711 });
  ensureSecrets(place);
  const postgres = await ensurePostgres({ dataDir: place, log: () => {} });
  await migrate(postgres.url);
  await inDatabase(postgres.url, (client) =>
    client.query(
      `insert into unit (id, tree, code, name, search_key, path)
       select gen_random_uuid(), 'PARTY', 'U' || n, $1, $1, 'U' || n from generate_series(1, $2) n`,
      [state, UNITS],
    ),
  );
  await finished(program(['scripts/backup.mjs', '--to', backupOf(state), '--data', place]));
  await postgres.stop();
  keysOf[state] = keysIn(place);
}

async function inDatabase<T>(url: string, use: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await use(client);
  } finally {
    await client.end();
  }
}

function program(args: string[]): ChildProcess {
  return spawn(process.execPath, args, { cwd: ROOT, stdio: 'ignore' });
}

async function finished(child: ChildProcess): Promise<void> {
  const [code] = (await once(child, 'exit')) as [number | null];
  expect(code).toBe(0);
}

function restore(state: State): ChildProcess {
  return program(['scripts/restore.mjs', backupOf(state), '--replace', '--data', dataDir]);
}

/** The state of a running database and of the keys beside it. @throws when anything is mixed */
async function stateOf(databaseUrl: string): Promise<State> {
  const names = await inDatabase(databaseUrl, (client) =>
    client.query<{ name: State; n: number }>(
      'select name, count(*)::int as n from unit group by name',
    ),
  );
  expect(names.rows).toEqual([{ name: expect.stringMatching(/^[AB]$/) as State, n: UNITS }]);
  const { name } = names.rows[0]!;
  expect(JSON.parse(keysIn(dataDir))).toEqual(JSON.parse(keysOf[name]));
  return name;
}

/** `kill -9` of everything that belongs to the restore, and of others with it. */
async function killAll(child: ChildProcess, others: number[]): Promise<void> {
  for (const pid of [child.pid!, ...restoringProcesses(), ...others]) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It has ended by itself.
    }
  }
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
}

function restoringProcesses(): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      const command = commandOf(pid);
      return command.includes('scripts/backup/run-restore.ts') && command.includes(dataDir);
    });
}

function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return '';
  }
}

async function millisecondsOfARestore(): Promise<number> {
  const startedAt = performance.now();
  await finished(restore('A'));
  return performance.now() - startedAt;
}

/** What the next start comes to. */
async function nextStart(): Promise<State> {
  const product = await startProduct({ dataDir });
  const state = await stateOf((await findRunningPostgres(dataDir)) ?? '');
  await product.stop();
  return state;
}

it(`is as before or as in the backup through ${KILLS} kills`, async () => {
  const wholeMs = await millisecondsOfARestore();
  let before = await nextStart();
  expect(before).toBe('A');
  const cluster = path.join(dataDir, 'postgres/cluster');
  const ends: string[] = [];
  for (let kills = 0; kills < KILLS; kills += 1) {
    const target: State = before === 'A' ? 'B' : 'A';
    const afterMs = randomInt(Math.ceil(wholeMs * 0.2), Math.ceil(wholeMs * 1.1));
    const child = restore(target);
    await delay(afterMs);
    await killAll(child, kills % 2 === 0 ? processesOf(cluster) : []);
    const after = await nextStart();
    ends.push(`after ${afterMs} ms: ${after === target ? 'restored' : 'unchanged'}`);
    before = after;
  }
  console.log(`a restore takes ${Math.round(wholeMs)} ms\n${ends.join('\n')}`);
});
