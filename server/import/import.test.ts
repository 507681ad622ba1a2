import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { and, eq, sql } from 'drizzle-orm';
import ExcelJS from 'exceljs';
import { delegate } from '#db/schema/delegate.ts';
import { ImportOffice, PEOPLE } from './import-office.fixture.ts';

let office: ImportOffice;
beforeAll(async () => void (office = await ImportOffice.open()));
afterAll(() => office.close());
beforeEach(() => office.newRound());

describe('a roster with planted faults', () => {
  it('shows each fault at its row, takes decisions, brings the good rows in, and sends the rest back', async () => {
    const book = await office.workbook(1);
    const before = await office.summoned();
    let job = await office.read(book.path);
    expect(job.state).toEqual({ status: 'PREVIEW', failureCode: null });
    expect(job.summary!.verdicts).toMatchObject({
      NEW: { rows: PEOPLE - book.refused, open: book.asked },
      REFUSED: { rows: book.refused },
      MISSING: { rows: 6 },
    });
    for (const fault of book.faults) {
      const { rows } = await office.ask('import:rows', {
        jobId: job.id,
        doubt: fault.doubt as 'FORMULA',
      });
      expect(
        rows.map((row) => row.number),
        fault.doubt,
      ).toContain(fault.row);
    }

    await office.ask('import:adjust', {
      jobId: job.id,
      choice: {
        byCode: {
          CODE_LOST_ZEROS: 'SUGGESTION',
          SITE_SIMILAR: 'SUGGESTION',
          ERROR_CELL: 'LEAVE_OUT',
        },
      },
    });
    job = await office.settled(job.id);
    expect(job.summary!.verdicts.NEW).toEqual({
      rows: PEOPLE - book.refused - 1,
      open: book.asked - 3,
    });

    const done = await office.commit(job);
    const added = PEOPLE - book.refused - 1 - (book.asked - 3);
    expect(done.state).toMatchObject({ status: 'COMMITTED', added, changed: 0, removed: 0 });
    expect(await office.summoned()).toBe(before + added);
    await expectReturned(job.id, PEOPLE - added);
  });

  async function expectReturned(jobId: string, count: number): Promise<void> {
    const response = await fetch(
      `${office.server.origin}/api/exports/imports/${jobId}/returned.xlsx`,
    );
    const returned = new ExcelJS.Workbook();
    await returned.xlsx.load(await response.arrayBuffer());
    const sheet = returned.worksheets[0]!;
    expect(sheet.actualRowCount).toBe(count + 1);
    expect(sheet.getRow(1).getCell(3).value).toBe('Mã đại biểu');
    expect(String(sheet.getRow(2).getCell(14).value)).toContain('Mã này đã có ở một dòng trước');
  }

  it('stores people as the list wants them', async () => {
    const book = await office.workbook(1);
    await office.commit(await office.read(book.path));
    const rows = await office.server.database.db
      .select()
      .from(delegate)
      .where(
        and(
          eq(delegate.rosterCode, '000001'),
          eq(delegate.conferenceId, office.round.near.conferenceId),
        ),
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
    const { rows: odd } = await office.server.database.db.execute(sql`
      select 1 from delegate where family_name is not nfc normalized or family_name ~ '[\u00A0]|đ/c' or (category_id is null and roster_code ~ '^0')`);
    expect(odd).toEqual([]);
  });
});

describe('the same file again', () => {
  it('changes nothing', async () => {
    const book = await office.workbook(0);
    await office.commit(await office.read(book.path));
    const versions = () =>
      office.server.database.db.execute(sql`select id, xmin::text from delegate order by id`);
    const before = (await versions()).rows;
    const again = await office.read(book.path);
    expect(again.summary!.verdicts).toMatchObject({
      SAME: { rows: PEOPLE, open: 0 },
      MISSING: { rows: 6 },
    });
    expect((await office.commit(again)).state).toMatchObject({
      status: 'COMMITTED',
      added: 0,
      changed: 0,
      removed: 0,
    });
    expect((await versions()).rows).toEqual(before);
  });

  it('is understood as it was, its decisions too', async () => {
    const book = await office.workbook(1);
    const job = await office.read(book.path);
    const byCode = { CODE_LOST_ZEROS: 'SUGGESTION', NAME_ONE_WORD: 'KEEP' } as const;
    await office.ask('import:adjust', { jobId: job.id, choice: { byCode } });
    const { state } = await office.commit(await office.settled(job.id));
    const again = await office.read(book.path);
    expect(again.choice.byCode).toEqual(byCode);
    const { SAME, NEW, MISSING } = again.summary!.verdicts;
    expect(SAME!.rows).toBe(state.status === 'COMMITTED' ? state.added : -1);
    expect(NEW!.rows).toBe(NEW!.open);
    expect(MISSING!.rows).toBe(6);
  });

  it('removes who is missing only when asked, and puts them back when they return', async () => {
    const book = await office.workbook(0);
    const whole = await office.summoned();
    await office.commit(await office.read(book.path), 'REMOVE');
    expect(await office.summoned()).toBe(PEOPLE);
    expect(whole).toBe(6);
    const csv = join(office.folder, 'back.csv');
    await writeFile(csv, `\uFEFFMã đại biểu;Họ và tên;Mã điểm cầu\nHN-01-1;Nguyễn Văn An;HN-01\n`);
    const back = await office.read(csv);
    expect(back.summary!.verdicts).toMatchObject({ CHANGED: { rows: 1 } });
    await office.commit(back);
    expect(await office.summoned()).toBe(PEOPLE + 1);
  });
});

describe('a list that changes under a preview', () => {
  it('writes nothing, reads the file again and shows what is different now', async () => {
    const book = await office.workbook(0);
    const job = await office.read(book.path);
    const { siteId, conferenceId } = office.round.near;
    await office.server.database.db.insert(delegate).values({
      conferenceId,
      siteId,
      rosterCode: '000005',
      checkInCode: 'TAKEN00000',
      familyName: 'Lê',
      givenName: 'An',
      searchKey: 'an|le an|la',
    });
    const again = await office.commit(job);
    expect(again).toMatchObject({
      state: { status: 'PREVIEW', failureCode: 'LIST_CHANGED' },
      reading: job.reading + 1,
    });
    expect(again.summary!.verdicts).toMatchObject({
      NEW: { rows: PEOPLE - 1 },
      CHANGED: { rows: 1 },
    });
    expect(await office.summoned()).toBe(7);
    const stale = await office.server.post('import:commit', {
      jobId: job.id,
      reading: job.reading,
      missing: 'KEEP',
    });
    expect(stale.answer).toMatchObject({ ok: false, code: 'CONFLICT' });
    expect((await office.commit(again)).state).toMatchObject({
      status: 'COMMITTED',
      added: PEOPLE - 1,
      changed: 1,
    });
  });

  it('does not write over what somebody changed while it was being written', async () => {
    const csv = join(office.folder, 'renamed.csv');
    await writeFile(csv, `\uFEFFMã đại biểu;Họ và tên;Mã điểm cầu\nHN-01-1;Trần Văn An;HN-01\n`);
    const job = await office.read(csv);
    const { db } = office.server.database;
    const own = and(
      eq(delegate.conferenceId, office.round.near.conferenceId),
      eq(delegate.rosterCode, 'HN-01-1'),
    );
    await db.transaction(async (tx) => {
      await tx.update(delegate).set({ seat: 'A1' }).where(own);
      await office.ask('import:commit', { jobId: job.id, reading: job.reading, missing: 'KEEP' });
      await somebodyWaitsForALock();
    });
    expect((await office.settled(job.id)).state).toEqual({
      status: 'PREVIEW',
      failureCode: 'LIST_CHANGED',
    });
    const [row] = await db.select().from(delegate).where(own);
    expect(row).toMatchObject({ seat: 'A1', familyName: 'Nguyễn Văn' });
  });
});

async function somebodyWaitsForALock(): Promise<void> {
  for (;;) {
    const { rows } = await office.server.database.db.execute<{ waiting: number }>(
      sql`select count(*)::int as waiting from pg_stat_activity
        where datname = current_database() and wait_event_type = 'Lock'`,
    );
    if (rows[0]!.waiting > 0) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
