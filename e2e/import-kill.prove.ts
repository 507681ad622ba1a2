import { randomInt, randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { commandOverHttp } from '#contract/program-client.ts';
import type { HttpIdentity } from '#contract/program-client.ts';
import type { ImportJob } from '#contract/import.ts';
import { writeRosterWorkbook } from '#db/seed/roster-workbook.ts';
import { findRunningPostgres } from '#scripts/postgres/ensure-postgres.ts';
import { startProduct } from './product.ts';
import type { Product } from './product.ts';
import { must, openHall, signInFirstAdministrator } from './round-of-commands.ts';

const KILLS = Number(process.env['KILLS'] ?? 9);
const PEOPLE = 6_000;
const VICTIMS = ['front-door', 'postgres', 'everything'] as const;
const UNFINISHED = ['UPLOADING', 'READING', 'COMMITTING'];

let dataDir: string;
let product: Product;
let organiser: HttpIdentity;
let workbook: Uint8Array<ArrayBuffer>;

beforeAll(async () => {
  dataDir = mkdtempSync(path.join(tmpdir(), 'diem-cau-import-kill-'));
  product = await startProduct({ dataDir });
  if (!product.administratorLink) throw new Error('no first administrator link');
  organiser = await signInFirstAdministrator(product.origin, product.administratorLink);
  const sites = [{ code: 'HN-01', name: 'Điểm cầu thử' }];
  const file = path.join(dataDir, 'roster.xlsx');
  await writeRosterWorkbook({ path: file, people: PEOPLE, sites, faultRounds: 0 });
  workbook = new Uint8Array(readFileSync(file));
}, 300_000);
afterAll(async () => {
  await product.stop();
  rmSync(dataDir, { recursive: true, force: true });
}, 60_000);

async function newConference(): Promise<string> {
  return (await openHall(organiser, { delegates: 0 })).conferenceId;
}

async function read(conferenceId: string): Promise<ImportJob> {
  const jobId = randomUUID();
  const place = `conferences/${conferenceId}/imports/${jobId}`;
  const query = new URLSearchParams({ kind: 'ROSTER', fileName: 'danh sách.xlsx' });
  const { cookie, origin } = organiser;
  const response = await fetch(`${origin}/api/uploads/${place}?${query}`, {
    method: 'PUT',
    body: workbook,
    headers: { cookie, origin },
  });
  expect(response.status).toBe(200);
  return settled(jobId);
}

/** Asks until nothing is under way, however often nobody answers meanwhile. */
async function settled(jobId: string): Promise<ImportJob> {
  for (;;) {
    const sent = await commandOverHttp(organiser, 'import:get', { jobId }).catch(() => null);
    if (sent?.answer.ok && !UNFINISHED.includes(sent.answer.data.state.status)) {
      return sent.answer.data;
    }
    await delay(50);
  }
}

function askToCommit({ id: jobId, reading }: ImportJob) {
  return must(organiser, 'import:commit', { jobId, reading, missing: 'KEEP' });
}

async function commit(job: ImportJob): Promise<ImportJob> {
  await askToCommit(job);
  return settled(job.id);
}

async function kill(victim: (typeof VICTIMS)[number]): Promise<void> {
  if (victim !== 'everything') return killAll(product.pidsOf(victim));
  const parts = ['front-door', 'next-process', 'postgres'] as const;
  killAll(parts.flatMap((part) => product.pidsOf(part)));
  await product.kill();
  product = await startProduct({ dataDir });
  organiser = { ...organiser, origin: product.origin };
}

function killAll(pids: number[]): void {
  expect(pids).not.toEqual([]);
  for (const pid of pids) process.kill(pid, 'SIGKILL');
}

/** People on the list of a conference, as the database has them, and different ones of them. */
async function counted(conferenceId: string): Promise<{ rows: number; codes: number }> {
  const client = new pg.Client({ connectionString: (await findRunningPostgres(dataDir)) ?? '' });
  await client.connect();
  const { rows } = await client.query<{ rows: number; codes: number }>(
    `select count(*)::int as rows, count(distinct roster_code)::int as codes
     from delegate where conference_id = $1`,
    [conferenceId],
  );
  await client.end();
  return rows[0]!;
}

async function millisecondsOfACommit(): Promise<number> {
  const job = await read(await newConference());
  const startedAt = performance.now();
  expect((await commit(job)).state).toMatchObject({ status: 'COMMITTED', added: PEOPLE });
  return performance.now() - startedAt;
}

const NOBODY = { rows: 0, codes: 0 };
const EVERYBODY = { rows: PEOPLE, codes: PEOPLE };

async function surviveOne(victim: (typeof VICTIMS)[number], afterMs: number): Promise<string> {
  const conferenceId = await newConference();
  const job = await read(conferenceId);
  await askToCommit(job);
  await delay(afterMs);
  await kill(victim);
  const found = await settled(job.id);
  const { status } = found.state;
  expect({ status, ...(await counted(conferenceId)) }).toEqual(
    status === 'COMMITTED' ? { status, ...EVERYBODY } : { status: 'PREVIEW', ...NOBODY },
  );
  if (status === 'PREVIEW') expect((await commit(found)).state.status).toBe('COMMITTED');
  const again = await read(conferenceId);
  expect(again.summary?.verdicts).toMatchObject({ SAME: { rows: PEOPLE } });
  expect(again.summary?.verdicts).not.toHaveProperty('NEW');
  await commit(again);
  expect(await counted(conferenceId)).toEqual(EVERYBODY);
  return `${victim} after ${Math.round(afterMs)} ms: ${status}`;
}

it(`commits a list whole or not at all through ${KILLS} kills`, async () => {
  const wholeMs = await millisecondsOfACommit();
  const ends: string[] = [];
  for (let kills = 0; kills < KILLS; kills += 1) {
    const victim = VICTIMS[kills % VICTIMS.length]!;
    ends.push(await surviveOne(victim, randomInt(Math.ceil(wholeMs * 1.2))));
  }
  console.log(`a commit takes ${Math.round(wholeMs)} ms\n${ends.join('\n')}`);
});
