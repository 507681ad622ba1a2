import { randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { eq, sql } from 'drizzle-orm';
import type { ImportJob } from '#contract/import.ts';
import type { CommandInput, CommandName, CommandOutput } from '#contract/registry.ts';
import { writeRosterWorkbook } from '#db/seed/roster-workbook.ts';
import type { RosterWorkbook } from '#db/seed/roster-workbook.ts';
import { site } from '#db/schema/site.ts';
import type { Actor } from '#domain/actor.ts';
import { createTestDatabase, dataOf, startTestServer } from '../testing/harness.ts';
import type { TestServer } from '../testing/harness.ts';
import { accountWith, seedRound } from '../testing/round.ts';
import type { Round } from '../testing/round.ts';

const ORGANISER = accountWith({ role: 'ORGANISER', scope: { kind: 'ALL' } });
const ASK_AGAIN_MS = 30;

/** People in the workbooks of these tests. */
export const PEOPLE = 300;

/**
 * A server with a data folder and a database of its own that can be stopped and started again, and
 * somebody who brings in lists. One for all tests of a file: the import thread is loaded once.
 */
export class ImportOffice {
  readonly folder: string;
  readonly #database: Awaited<ReturnType<typeof createTestDatabase>>;
  server!: TestServer;
  /** Conferences of the present test alone. */
  round!: Round;
  actor: Actor = ORGANISER;

  private constructor(folder: string, database: Awaited<ReturnType<typeof createTestDatabase>>) {
    this.folder = folder;
    this.#database = database;
  }

  static async open(): Promise<ImportOffice> {
    const folder = await mkdtemp(join(tmpdir(), 'import-'));
    const office = new ImportOffice(folder, await createTestDatabase());
    await office.#start();
    return office;
  }

  async #start(): Promise<void> {
    this.server = await startTestServer({
      database: this.#database,
      config: { dataDir: this.folder },
      identify: async () => ({
        account: this.actor.kind === 'account' ? this.actor : null,
        device: null,
      }),
    });
  }

  async newRound(): Promise<void> {
    this.actor = ORGANISER;
    this.round = await seedRound(this.server.database.db);
  }

  async restart(): Promise<void> {
    await this.server.close();
    await this.#start();
  }

  async close(): Promise<void> {
    await this.server.close();
    await this.#database.drop();
    await rm(this.folder, { recursive: true });
  }

  async ask<N extends CommandName>(name: N, input: CommandInput<N>): Promise<CommandOutput<N>> {
    return dataOf((await this.server.post(name, input)).answer);
  }

  async halls(): Promise<{ code: string; name: string }[]> {
    return this.server.database.db
      .select({ code: site.code, name: site.name })
      .from(site)
      .where(eq(site.conferenceId, this.round.near.conferenceId))
      .orderBy(site.code);
  }

  async workbook(faultRounds: number): Promise<RosterWorkbook> {
    const path = join(this.folder, `${randomUUID()}.xlsx`);
    return writeRosterWorkbook({ path, people: PEOPLE, sites: await this.halls(), faultRounds });
  }

  async put(body: Buffer, options: { kind?: string; jobId?: string; fileName?: string } = {}) {
    const { kind = 'ROSTER', jobId = randomUUID(), fileName = 'danh sách.xlsx' } = options;
    const query = new URLSearchParams({ kind, fileName });
    const url = `${this.uploadUrl(jobId)}?${query}`;
    const response = await fetch(url, { method: 'PUT', body: new Uint8Array(body) });
    const answer = (await response.json()) as { ok: boolean; code?: string };
    return { jobId, status: response.status, answer };
  }

  uploadUrl(jobId: string): string {
    const { conferenceId } = this.round.near;
    return `${this.server.origin}/api/uploads/conferences/${conferenceId}/imports/${jobId}`;
  }

  async settled(jobId: string): Promise<ImportJob> {
    for (;;) {
      const job = await this.ask('import:get', { jobId });
      const { status } = job.state;
      if (!['UPLOADING', 'READING', 'COMMITTING'].includes(status)) return job;
      await delay(ASK_AGAIN_MS);
    }
  }

  async read(path: string): Promise<ImportJob> {
    return this.settled((await this.put(await readFile(path))).jobId);
  }

  async commit(job: ImportJob, missing: 'KEEP' | 'REMOVE' = 'KEEP'): Promise<ImportJob> {
    await this.ask('import:commit', { jobId: job.id, reading: job.reading, missing });
    return this.settled(job.id);
  }

  async summoned(): Promise<number> {
    const { rows } = await this.server.database.db.execute<{ n: number }>(
      sql`select count(*)::int as n from delegate
        where conference_id = ${this.round.near.conferenceId} and removed_at is null`,
    );
    return rows[0]!.n;
  }
}
