import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { eq, sql } from 'drizzle-orm';
import { importJob } from '#db/schema/import.ts';
import type { Actor } from '#domain/actor.ts';
import { accountWith } from '../testing/round.ts';
import type { Round } from '../testing/round.ts';
import { ImportOffice, PEOPLE } from './import-office.fixture.ts';

let office: ImportOffice;
beforeAll(async () => void (office = await ImportOffice.open()));
afterAll(() => office.close());
beforeEach(() => office.newRound());

describe('a server that stops', () => {
  it('reads and commits to the end after the next start', async () => {
    const book = await office.workbook(0);
    const { jobId } = await office.put(await readFile(book.path));
    await office.restart();
    let job = await office.settled(jobId);
    expect(job.state.status).toBe('PREVIEW');
    await office.server.database.db
      .update(importJob)
      .set({ status: 'COMMITTING' })
      .where(eq(importJob.id, jobId));
    await office.restart();
    job = await office.settled(jobId);
    expect(job.state).toMatchObject({ status: 'COMMITTED', added: PEOPLE });
    expect(await office.summoned()).toBe(PEOPLE + 6);
  });

  it('says that an upload was interrupted, and takes it again', async () => {
    const jobId = randomUUID();
    await office.server.database.db.insert(importJob).values({
      id: jobId,
      conferenceId: office.round.near.conferenceId,
      kind: 'ROSTER',
      status: 'UPLOADING',
      fileName: 'a.xlsx',
      createdBy: 'account:test-account',
    });
    await office.restart();
    await expect
      .poll(async () => (await office.ask('import:get', { jobId })).state)
      .toMatchObject({ status: 'FAILED', failureCode: 'UPLOAD_INTERRUPTED' });
    const book = await office.workbook(0);
    await office.put(await readFile(book.path), { jobId });
    expect((await office.settled(jobId)).state.status).toBe('PREVIEW');
  });
});

describe('a commit that the database refuses', () => {
  const execute = (text: string) => office.server.database.db.execute(text);

  it.each([
    ['DISK_FULL', '53100'],
    ['IMPORT_STOPPED', 'XX000'],
  ])('writes nothing, says %s in the preview, and can be sent again', async (failureCode, code) => {
    const job = await office.read((await office.workbook(0)).path);
    await execute(`create function refuse_people() returns trigger language plpgsql as
      $$ begin raise exception using errcode = '${code}'; end $$`);
    await execute(`create trigger refuse_people before insert on delegate
      execute function refuse_people()`);
    const refused = await office.commit(job);
    await execute('drop function refuse_people cascade');
    expect(refused.state).toEqual({ status: 'PREVIEW', failureCode });
    expect(await office.summoned()).toBe(6);
    expect((await office.commit(refused)).state).toMatchObject({
      status: 'COMMITTED',
      added: PEOPLE,
    });
  });
});

describe('an import that nobody finished', () => {
  it('is forgotten after 30 days, with its file and its rows', async () => {
    const book = await office.workbook(0);
    const job = await office.read(book.path);
    const { db } = office.server.database;
    const createdAt = new Date(Date.now() - 31 * 24 * 3_600_000);
    await db.update(importJob).set({ createdAt }).where(eq(importJob.id, job.id));
    await office.restart();
    const state = async () => (await office.ask('import:get', { jobId: job.id })).state.status;
    await expect.poll(state).toBe('DISCARDED');
    expect((await office.ask('import:rows', { jobId: job.id })).total).toBe(0);
    await expect(readFile(join(office.folder, 'uploads', `${job.id}.upload`))).rejects.toThrow();
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
      const { jobId } = await office.put(bytes);
      expect((await office.settled(jobId)).state).toMatchObject({ status: 'FAILED', failureCode });
      await office.ask('import:discard', { jobId });
    }
  });

  it('are refused while they stream in when they are too large', async () => {
    const huge = Buffer.alloc(office.server.config.maxUploadBytes + 1);
    const { jobId, status, answer } = await office.put(huge);
    expect({ status, code: answer.code }).toEqual({ status: 413, code: 'TOO_LARGE' });
    expect((await office.server.post('import:get', { jobId })).answer.ok).toBe(false);
    const streamed = randomUUID();
    const url = `${office.uploadUrl(streamed)}?kind=ROSTER&fileName=a`;
    const body = new ReadableStream({
      start(controller) {
        for (let sent = 0; sent <= office.server.config.maxUploadBytes; sent += 1_048_576)
          controller.enqueue(new Uint8Array(1_048_576));
        controller.close();
      },
    });
    const response = await fetch(url, { method: 'PUT', body, duplex: 'half' } as RequestInit);
    expect(response.status).toBe(413);
    expect((await office.ask('import:get', { jobId: streamed })).state).toMatchObject({
      status: 'FAILED',
      failureCode: 'TOO_LARGE',
    });
    await expect(readFile(join(office.folder, 'uploads', `${streamed}.upload`))).rejects.toThrow();
  });
});

describe('a unit’s own administrator', () => {
  it('brings in only the people of the unit, and sees only own imports', async () => {
    const book = await office.workbook(0);
    const others = await office.read(book.path);
    office.actor = {
      ...accountWith({
        role: 'UNIT_ADMIN',
        scope: { kind: 'UNIT', unitId: office.round.near.unitId, path: office.round.near.unitPath },
      }),
      accountId: 'unit-admin',
    } as Actor;
    const own = await office.read(book.path);
    expect(own.summary!.verdicts).toMatchObject({
      NEW: { rows: PEOPLE / 2 },
      REFUSED: { rows: PEOPLE / 2 },
      MISSING: { rows: 3 },
    });
    expect(
      (await office.ask('import:list', { conferenceId: office.round.near.conferenceId })).jobs.map(
        ({ id }) => id,
      ),
    ).toEqual([own.id]);
    expect((await office.server.post('import:get', { jobId: others.id })).answer).toMatchObject({
      ok: false,
      code: 'FORBIDDEN',
    });
    expect((await office.put(Buffer.from('x'), { kind: 'SITES' })).status).toBe(403);
    expect((await office.commit(own)).state).toMatchObject({
      status: 'COMMITTED',
      added: PEOPLE / 2,
    });
  });

  it('whose reach changed since the preview sees it read anew before anything is written', async () => {
    const grantOver = ({ unitId, unitPath: path }: Round['near']) =>
      ({ role: 'UNIT_ADMIN', scope: { kind: 'UNIT', unitId, path } }) as const;
    const both = accountWith(grantOver(office.round.near), grantOver(office.round.sibling));
    office.actor = { ...both, accountId: 'unit-admin' } as Actor;
    const wide = await office.read((await office.workbook(0)).path);
    expect(wide.summary!.verdicts).toMatchObject({ NEW: { rows: PEOPLE } });
    office.actor = {
      ...accountWith(grantOver(office.round.near)),
      accountId: 'unit-admin',
    } as Actor;
    const narrow = await office.commit(wide);
    expect(narrow.state).toEqual({ status: 'PREVIEW', failureCode: 'LIST_CHANGED' });
    expect(await office.summoned()).toBe(6);
    expect((await office.commit(narrow)).state).toMatchObject({
      status: 'COMMITTED',
      added: PEOPLE / 2,
    });
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
    const { jobId } = await office.put(Buffer.from(csv), { kind: 'SITES', fileName: 'halls.csv' });
    const job = await office.settled(jobId);
    expect(job.summary!.verdicts).toMatchObject({
      NEW: { rows: 1 },
      CHANGED: { rows: 1 },
      REFUSED: { rows: 2 },
      MISSING: { rows: 1 },
    });
    expect((await office.commit(job)).state).toMatchObject({
      status: 'COMMITTED',
      added: 1,
      changed: 1,
    });
    const { rows } = await office.server.database.db.execute(sql`
      select s.name, s.tier, s.mode, s.contact_phone, s.planned_count, p.code as parent from site s
      join site p on p.id = s.parent_site_id where s.code = 'HN-01' and s.conference_id = ${office.round.near.conferenceId}`);
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
    const again = await office.settled(
      (await office.put(Buffer.from(csv), { kind: 'SITES' })).jobId,
    );
    expect(again.summary!.verdicts).toMatchObject({ SAME: { rows: 2 } });
  });

  it('refuses halls that stand above themselves', async () => {
    const csv = 'Mã,Tên điểm cầu,Điểm cầu cấp trên\nA,Điểm cầu A,B\nB,Điểm cầu B,A\n';
    const job = await office.settled((await office.put(Buffer.from(csv), { kind: 'SITES' })).jobId);
    expect((await office.commit(job)).state).toMatchObject({
      status: 'FAILED',
      failureCode: 'SITE_CYCLE',
    });
    expect((await office.halls()).length).toBe(2);
  });

  it('has templates that it reads itself', async () => {
    for (const kind of ['SITES', 'ROSTER']) {
      const response = await fetch(
        `${office.server.origin}/api/exports/conferences/${office.round.near.conferenceId}/templates/${kind}.xlsx`,
      );
      const { jobId } = await office.put(Buffer.from(await response.arrayBuffer()), { kind });
      const job = await office.settled(jobId);
      expect(job.state.status).toBe('PREVIEW');
      expect(job.layout!.columns.every(({ field }) => field !== null)).toBe(true);
    }
  });
});
