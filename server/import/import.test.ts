import { randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { and, eq, sql } from 'drizzle-orm';
import ExcelJS from 'exceljs';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ImportJob } from '#contract/import.ts';
import type { CommandInput, CommandName, CommandOutput } from '#contract/registry.ts';
import { writeRosterWorkbook } from '#db/seed/roster-workbook.ts';
import type { RosterWorkbook } from '#db/seed/roster-workbook.ts';
import { delegate } from '#db/schema/delegate.ts';
import { importJob } from '#db/schema/import.ts';
import { site } from '#db/schema/site.ts';
import type { Actor } from '#domain/actor.ts';
import { createTestDatabase, dataOf, startTestServer } from '../testing/harness.ts';
import type { TestServer } from '../testing/harness.ts';
import { accountWith, seedRound } from '../testing/round.ts';
import type { Round } from '../testing/round.ts';

const ORGANISER = accountWith({ role: 'ORGANISER', scope: { kind: 'ALL' } });
const PEOPLE = 300;

let folder: string;
let server: TestServer;
let round: Round;
let actor: Actor;
let database: Awaited<ReturnType<typeof createTestDatabase>>;

// One server for all: the import thread is loaded once. Every test has conferences of its own.
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'import-'));
  database = await createTestDatabase();
  server = await start();
});
afterAll(async () => {
  await server.close();
  await database.drop();
  await rm(folder, { recursive: true });
});
beforeEach(async () => {
  actor = ORGANISER;
  round = await seedRound(server.database.db);
});

const start = (): Promise<TestServer> =>
  startTestServer({
    database,
    config: { dataDir: folder },
    identify: async () => ({ account: actor.kind === 'account' ? actor : null, device: null }),
  });

async function ask<N extends CommandName>(
  name: N,
  input: CommandInput<N>,
): Promise<CommandOutput<N>> {
  return dataOf((await server.post(name, input)).answer);
}

async function halls(): Promise<{ code: string; name: string }[]> {
  return server.database.db
    .select({ code: site.code, name: site.name })
    .from(site)
    .where(eq(site.conferenceId, round.near.conferenceId))
    .orderBy(site.code);
}

async function workbook(faultRounds: number): Promise<RosterWorkbook> {
  const path = join(folder, `${randomUUID()}.xlsx`);
  return writeRosterWorkbook({ path, people: PEOPLE, sites: await halls(), faultRounds });
}

async function put(
  body: Buffer,
  options: { kind?: string; jobId?: string; fileName?: string } = {},
) {
  const { kind = 'ROSTER', jobId = randomUUID(), fileName = 'danh sách.xlsx' } = options;
  const query = new URLSearchParams({ kind, fileName });
  const url = `${server.origin}/api/uploads/conferences/${round.near.conferenceId}/imports/${jobId}?${query}`;
  const response = await fetch(url, { method: 'PUT', body: new Uint8Array(body) });
  return {
    jobId,
    status: response.status,
    answer: (await response.json()) as { ok: boolean; code?: string },
  };
}

async function settled(jobId: string): Promise<ImportJob> {
  for (;;) {
    const job = await ask('import:get', { jobId });
    const { status } = job.state;
    if (!['UPLOADING', 'READING', 'COMMITTING'].includes(status)) return job;
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
}

async function read(path: string): Promise<ImportJob> {
  const { jobId, status } = await put(await readFile(path));
  expect(status).toBe(200);
  return settled(jobId);
}

async function commit(job: ImportJob, missing: 'KEEP' | 'REMOVE' = 'KEEP'): Promise<ImportJob> {
  await ask('import:commit', { jobId: job.id, reading: job.reading, missing });
  return settled(job.id);
}

async function summoned(): Promise<number> {
  const { rows } = await server.database.db.execute<{ n: number }>(
    sql`select count(*)::int as n from delegate where conference_id = ${round.near.conferenceId} and removed_at is null`,
  );
  return rows[0]!.n;
}

describe('a roster with planted faults', () => {
  it('shows each fault at its row, takes decisions, brings the good rows in, and sends the rest back', async () => {
    const book = await workbook(1);
    const before = await summoned();
    let job = await read(book.path);
    expect(job.state).toEqual({ status: 'PREVIEW', isReadAgain: false });
    expect(job.summary!.verdicts).toMatchObject({
      NEW: { rows: PEOPLE - book.refused, open: book.asked },
      REFUSED: { rows: book.refused },
      MISSING: { rows: 6 },
    });
    for (const fault of book.faults) {
      const { rows } = await ask('import:rows', { jobId: job.id, doubt: fault.doubt as 'FORMULA' });
      expect(
        rows.map((row) => row.number),
        fault.doubt,
      ).toContain(fault.row);
    }

    await ask('import:adjust', {
      jobId: job.id,
      choice: {
        byCode: {
          CODE_LOST_ZEROS: 'SUGGESTION',
          SITE_SIMILAR: 'SUGGESTION',
          ERROR_CELL: 'LEAVE_OUT',
        },
      },
    });
    job = await settled(job.id);
    expect(job.summary!.verdicts.NEW).toEqual({
      rows: PEOPLE - book.refused - 1,
      open: book.asked - 3,
    });

    const done = await commit(job);
    const added = PEOPLE - book.refused - 1 - (book.asked - 3);
    expect(done.state).toMatchObject({ status: 'COMMITTED', added, changed: 0, removed: 0 });
    expect(await summoned()).toBe(before + added);
    await expectReturned(job.id, PEOPLE - added);
  });

  async function expectReturned(jobId: string, count: number): Promise<void> {
    const response = await fetch(`${server.origin}/api/exports/imports/${jobId}/returned.xlsx`);
    const returned = new ExcelJS.Workbook();
    await returned.xlsx.load(await response.arrayBuffer());
    const sheet = returned.worksheets[0]!;
    expect(sheet.actualRowCount).toBe(count + 1);
    expect(sheet.getRow(1).getCell(3).value).toBe('Mã đại biểu');
    expect(String(sheet.getRow(2).getCell(14).value)).toContain('Mã này đã có ở một dòng trước');
  }

  it('stores people as the list wants them', async () => {
    const book = await workbook(1);
    await commit(await read(book.path));
    const rows = await server.database.db
      .select()
      .from(delegate)
      .where(
        and(eq(delegate.rosterCode, '000001'), eq(delegate.conferenceId, round.near.conferenceId)),
      );
    expect(rows[0]).toMatchObject({
      familyName: 'Nguyễn Văn',
      givenName: 'An',
      searchKey: 'an|nguyen van an|nva',
      phone: '0910000000',
      birthYear: 1950,
      seat: 'A1',
    });
    expect(rows[0]!.checkInCode).toMatch(/^[0-9A-Z]{10}$/);
    const { rows: odd } = await server.database.db.execute(sql`
      select 1 from delegate where family_name is not nfc normalized or family_name ~ '[\u00A0]|đ/c' or (category_id is null and roster_code ~ '^0')`);
    expect(odd).toEqual([]);
  });
});

describe('the same file again', () => {
  it('changes nothing', async () => {
    const book = await workbook(0);
    await commit(await read(book.path));
    const versions = () =>
      server.database.db.execute(sql`select id, xmin::text from delegate order by id`);
    const before = (await versions()).rows;
    const again = await read(book.path);
    expect(again.summary!.verdicts).toMatchObject({
      SAME: { rows: PEOPLE, open: 0 },
      MISSING: { rows: 6 },
    });
    expect((await commit(again)).state).toMatchObject({
      status: 'COMMITTED',
      added: 0,
      changed: 0,
      removed: 0,
    });
    expect((await versions()).rows).toEqual(before);
  });

  it('is understood as it was, its decisions too', async () => {
    const book = await workbook(1);
    const job = await read(book.path);
    const byCode = { CODE_LOST_ZEROS: 'SUGGESTION', NAME_ONE_WORD: 'KEEP' } as const;
    await ask('import:adjust', { jobId: job.id, choice: { byCode } });
    const { state } = await commit(await settled(job.id));
    const again = await read(book.path);
    expect(again.choice.byCode).toEqual(byCode);
    const { SAME, NEW, MISSING } = again.summary!.verdicts;
    expect(SAME!.rows).toBe(state.status === 'COMMITTED' ? state.added : -1);
    expect(NEW!.rows).toBe(NEW!.open);
    expect(MISSING!.rows).toBe(6);
  });

  it('removes who is missing only when asked, and puts them back when they return', async () => {
    const book = await workbook(0);
    const whole = await summoned();
    await commit(await read(book.path), 'REMOVE');
    expect(await summoned()).toBe(PEOPLE);
    expect(whole).toBe(6);
    const csv = join(folder, 'back.csv');
    await writeFile(csv, `\uFEFFMã đại biểu;Họ và tên;Mã điểm cầu\nHN-01-1;Nguyễn Văn An;HN-01\n`);
    const back = await read(csv);
    expect(back.summary!.verdicts).toMatchObject({ CHANGED: { rows: 1 } });
    await commit(back);
    expect(await summoned()).toBe(PEOPLE + 1);
  });
});

describe('a list that changes under a preview', () => {
  it('writes nothing, reads the file again and shows what is different now', async () => {
    const book = await workbook(0);
    const job = await read(book.path);
    const { siteId, conferenceId } = round.near;
    await server.database.db.insert(delegate).values({
      conferenceId,
      siteId,
      rosterCode: '000005',
      checkInCode: 'TAKEN00000',
      familyName: 'Lê',
      givenName: 'An',
      searchKey: 'an|le an|la',
    });
    const again = await commit(job);
    expect(again).toMatchObject({
      state: { status: 'PREVIEW', isReadAgain: true },
      reading: job.reading + 1,
    });
    expect(again.summary!.verdicts).toMatchObject({
      NEW: { rows: PEOPLE - 1 },
      CHANGED: { rows: 1 },
    });
    expect(await summoned()).toBe(7);
    const stale = await server.post('import:commit', {
      jobId: job.id,
      reading: job.reading,
      missing: 'KEEP',
    });
    expect(stale.answer).toMatchObject({ ok: false, code: 'CONFLICT' });
    expect((await commit(again)).state).toMatchObject({
      status: 'COMMITTED',
      added: PEOPLE - 1,
      changed: 1,
    });
  });

  it('does not write over what somebody changed while it was being written', async () => {
    const csv = join(folder, 'renamed.csv');
    await writeFile(csv, `\uFEFFMã đại biểu;Họ và tên;Mã điểm cầu\nHN-01-1;Trần Văn An;HN-01\n`);
    const job = await read(csv);
    const { db } = server.database;
    const own = and(
      eq(delegate.conferenceId, round.near.conferenceId),
      eq(delegate.rosterCode, 'HN-01-1'),
    );
    await db.transaction(async (tx) => {
      await tx.update(delegate).set({ seat: 'A1' }).where(own);
      await ask('import:commit', { jobId: job.id, reading: job.reading, missing: 'KEEP' });
      await somebodyWaitsForALock();
    });
    expect((await settled(job.id)).state).toEqual({ status: 'PREVIEW', isReadAgain: true });
    const [row] = await db.select().from(delegate).where(own);
    expect(row).toMatchObject({ seat: 'A1', familyName: 'Nguyễn Văn' });
  });
});

async function somebodyWaitsForALock(): Promise<void> {
  for (;;) {
    const { rows } = await server.database.db.execute<{ waiting: number }>(
      sql`select count(*)::int as waiting from pg_stat_activity
        where datname = current_database() and wait_event_type = 'Lock'`,
    );
    if (rows[0]!.waiting > 0) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

describe('a server that stops', () => {
  it('reads and commits to the end after the next start', async () => {
    const book = await workbook(0);
    const { jobId } = await put(await readFile(book.path));
    await server.close();
    server = await start();
    let job = await settled(jobId);
    expect(job.state.status).toBe('PREVIEW');
    await server.database.db
      .update(importJob)
      .set({ status: 'COMMITTING' })
      .where(eq(importJob.id, jobId));
    await server.close();
    server = await start();
    job = await settled(jobId);
    expect(job.state).toMatchObject({ status: 'COMMITTED', added: PEOPLE });
    expect(await summoned()).toBe(PEOPLE + 6);
  });

  it('says that an upload was interrupted, and takes it again', async () => {
    const jobId = randomUUID();
    await server.database.db.insert(importJob).values({
      id: jobId,
      conferenceId: round.near.conferenceId,
      kind: 'ROSTER',
      status: 'UPLOADING',
      fileName: 'a.xlsx',
      createdBy: 'account:test-account',
    });
    await server.close();
    server = await start();
    await expect
      .poll(async () => (await ask('import:get', { jobId })).state)
      .toMatchObject({ status: 'FAILED', failureCode: 'UPLOAD_INTERRUPTED' });
    const book = await workbook(0);
    await put(await readFile(book.path), { jobId });
    expect((await settled(jobId)).state.status).toBe('PREVIEW');
  });
});

describe('an import that nobody finished', () => {
  it('is forgotten after 30 days, with its file and its rows', async () => {
    const book = await workbook(0);
    const job = await read(book.path);
    const { db } = server.database;
    const createdAt = new Date(Date.now() - 31 * 24 * 3_600_000);
    await db.update(importJob).set({ createdAt }).where(eq(importJob.id, job.id));
    await server.close();
    server = await start();
    const state = async () => (await ask('import:get', { jobId: job.id })).state.status;
    await expect.poll(state).toBe('DISCARDED');
    expect((await ask('import:rows', { jobId: job.id })).total).toBe(0);
    await expect(readFile(join(folder, 'uploads', `${job.id}.upload`))).rejects.toThrow();
  });
});

describe('files that are no roster', () => {
  it('are refused with a code and leave nothing behind', async () => {
    const cases: [Buffer, string][] = [
      [Buffer.alloc(0), 'FILE_EMPTY'],
      [Buffer.from('%PDF-1.7'), 'FILE_IS_PDF'],
      [Buffer.from('a,b\n1,2\n'), 'FILE_NO_HEADER'],
      [Buffer.from('d0cf11e0a1b11ae1', 'hex'), 'FILE_OLD_EXCEL'],
    ];
    for (const [bytes, failureCode] of cases) {
      const { jobId } = await put(bytes);
      expect((await settled(jobId)).state).toMatchObject({ status: 'FAILED', failureCode });
      await ask('import:discard', { jobId });
    }
  });

  it('are refused while they stream in when they are too large', async () => {
    const huge = Buffer.alloc(server.config.maxUploadBytes + 1);
    const { jobId, status, answer } = await put(huge);
    expect({ status, code: answer.code }).toEqual({ status: 413, code: 'TOO_LARGE' });
    expect((await server.post('import:get', { jobId })).answer.ok).toBe(false);
    const streamed = randomUUID();
    const url = `${server.origin}/api/uploads/conferences/${round.near.conferenceId}/imports/${streamed}?kind=ROSTER&fileName=a`;
    const body = new ReadableStream({
      start(controller) {
        for (let sent = 0; sent <= server.config.maxUploadBytes; sent += 1_048_576)
          controller.enqueue(new Uint8Array(1_048_576));
        controller.close();
      },
    });
    const response = await fetch(url, { method: 'PUT', body, duplex: 'half' } as RequestInit);
    expect(response.status).toBe(413);
    expect((await ask('import:get', { jobId: streamed })).state).toMatchObject({
      status: 'FAILED',
      failureCode: 'TOO_LARGE',
    });
    await expect(readFile(join(folder, 'uploads', `${streamed}.upload`))).rejects.toThrow();
  });
});

describe('a unit’s own administrator', () => {
  it('brings in only the people of the unit, and sees only own imports', async () => {
    const book = await workbook(0);
    const others = await read(book.path);
    actor = {
      ...accountWith({
        role: 'UNIT_ADMIN',
        scope: { kind: 'UNIT', unitId: round.near.unitId, path: round.near.unitPath },
      }),
      accountId: 'unit-admin',
    } as Actor;
    const own = await read(book.path);
    expect(own.summary!.verdicts).toMatchObject({
      NEW: { rows: PEOPLE / 2 },
      REFUSED: { rows: PEOPLE / 2 },
      MISSING: { rows: 3 },
    });
    expect(
      (await ask('import:list', { conferenceId: round.near.conferenceId })).jobs.map(
        ({ id }) => id,
      ),
    ).toEqual([own.id]);
    expect((await server.post('import:get', { jobId: others.id })).answer).toMatchObject({
      ok: false,
      code: 'FORBIDDEN',
    });
    expect((await put(Buffer.from('x'), { kind: 'SITES' })).status).toBe(403);
    expect((await commit(own)).state).toMatchObject({ status: 'COMMITTED', added: PEOPLE / 2 });
  });

  it('whose reach changed since the preview sees it read anew before anything is written', async () => {
    const grantOver = ({ unitId, unitPath: path }: Round['near']) =>
      ({ role: 'UNIT_ADMIN', scope: { kind: 'UNIT', unitId, path } }) as const;
    const both = accountWith(grantOver(round.near), grantOver(round.sibling));
    actor = { ...both, accountId: 'unit-admin' } as Actor;
    const wide = await read((await workbook(0)).path);
    expect(wide.summary!.verdicts).toMatchObject({ NEW: { rows: PEOPLE } });
    actor = { ...accountWith(grantOver(round.near)), accountId: 'unit-admin' } as Actor;
    const narrow = await commit(wide);
    expect(narrow.state).toEqual({ status: 'PREVIEW', isReadAgain: true });
    expect(await summoned()).toBe(6);
    expect((await commit(narrow)).state).toMatchObject({ status: 'COMMITTED', added: PEOPLE / 2 });
  });
});

describe('a hall list', () => {
  it('is read from the template, changed, nested and refused where it is wrong', async () => {
    const csv = [
      'Mã;Tên điểm cầu;Cấp;Hình thức;Điện thoại;Điểm cầu cấp trên;Số triệu tập',
      'HN-01;Điểm cầu mới tên;Huyện;Truyền hình;912000001;TT;1.200',
      'TT;Điểm cầu trung tâm;Trung tâm;Trực tuyến;;;480',
      'X1;Điểm cầu Phường Cửa Nam;;;;KHÔNG CÓ;',
      ';Thiếu mã;Xã;Trực tuyến;;;12',
    ].join('\r\n');
    const { jobId } = await put(Buffer.from(csv), { kind: 'SITES', fileName: 'halls.csv' });
    const job = await settled(jobId);
    expect(job.summary!.verdicts).toMatchObject({
      NEW: { rows: 1 },
      CHANGED: { rows: 1 },
      REFUSED: { rows: 2 },
      MISSING: { rows: 1 },
    });
    expect((await commit(job)).state).toMatchObject({ status: 'COMMITTED', added: 1, changed: 1 });
    const { rows } = await server.database.db.execute(sql`
      select s.name, s.tier, s.mode, s.contact_phone, s.planned_count, p.code as parent from site s
      join site p on p.id = s.parent_site_id where s.code = 'HN-01' and s.conference_id = ${round.near.conferenceId}`);
    expect(rows).toEqual([
      {
        name: 'Điểm cầu mới tên',
        tier: 'DISTRICT',
        mode: 'TV_ONLY',
        contact_phone: '0912000001',
        planned_count: 1200,
        parent: 'TT',
      },
    ]);
    const again = await settled((await put(Buffer.from(csv), { kind: 'SITES' })).jobId);
    expect(again.summary!.verdicts).toMatchObject({ SAME: { rows: 2 } });
  });

  it('refuses halls that stand above themselves', async () => {
    const csv = 'Mã,Tên điểm cầu,Điểm cầu cấp trên\nA,Điểm cầu A,B\nB,Điểm cầu B,A\n';
    const job = await settled((await put(Buffer.from(csv), { kind: 'SITES' })).jobId);
    expect((await commit(job)).state).toMatchObject({
      status: 'FAILED',
      failureCode: 'SITE_CYCLE',
    });
    expect((await halls()).length).toBe(2);
  });

  it('has templates that it reads itself', async () => {
    for (const kind of ['SITES', 'ROSTER']) {
      const response = await fetch(
        `${server.origin}/api/exports/conferences/${round.near.conferenceId}/templates/${kind}.xlsx`,
      );
      const { jobId } = await put(Buffer.from(await response.arrayBuffer()), { kind });
      const job = await settled(jobId);
      expect(job.state.status).toBe('PREVIEW');
      expect(job.layout!.columns.every(({ field }) => field !== null)).toBe(true);
    }
  });
});
