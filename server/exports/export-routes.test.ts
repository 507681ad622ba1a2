import { randomUUID } from 'node:crypto';
import exceljs from 'exceljs';
import type { Row, Worksheet } from 'exceljs';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { attendance, headcountReport, walkIn } from '#db/schema/attendance.ts';
import { auditEntry } from '#db/schema/audit.ts';
import { conference } from '#db/schema/conference.ts';
import { delegate } from '#db/schema/delegate.ts';
import { site } from '#db/schema/site.ts';
import { unit } from '#db/schema/unit.ts';
import type { AccountActor, Grant } from '#domain/actor.ts';
import { startTestServer } from '../testing/harness.ts';
import type { TestServer } from '../testing/harness.ts';
import { accountWith, deviceOf, seedRound } from '../testing/round.ts';
import type { Round } from '../testing/round.ts';
import { romanNumeral } from './roman-numeral.ts';

let server: TestServer;
let round: Round;
let grants: Grant[] = [];

beforeAll(async () => {
  server = await startTestServer({
    identify: ({ cookie }) =>
      Promise.resolve({
        account: cookie === 'account' ? (accountWith(...grants) as AccountActor) : null,
        device: null,
      }),
  });
  round = await seedRound(server.database.db);
  await prepare();
});
afterAll(() => server.close());

const ALL: Grant = { role: 'OFFICIAL', scope: { kind: 'ALL' } };

/** One large unit above `near`; three people marked, one guest, two headcounts. */
async function prepare(): Promise<void> {
  const { db } = server.database;
  const { near, sibling } = round;
  const { conferenceId, sessionId } = near;
  const blockId = randomUUID();
  const [root] = await db.select().from(unit).where(eq(unit.id, round.rootUnitId));
  const path = `${root?.path}${blockId}/`;
  const name = 'Đảng bộ quận Ba Đình';
  const place = { id: blockId, tree: 'PARTY' as const, code: 'block', name, searchKey: 'x', path };
  await db.insert(unit).values({ ...place, parentId: round.rootUnitId });
  await db
    .update(unit)
    .set({ parentId: blockId, path: `${path}${near.unitId}/` })
    .where(eq(unit.id, near.unitId));
  // Written decomposed, as some keyboards do.
  await db
    .update(site)
    .set({ name: 'Điểm cầu =1+1'.normalize('NFD') })
    .where(eq(site.id, near.siteId));
  await db.update(site).set({ tier: 'CENTRAL' }).where(eq(site.id, sibling.siteId));
  await db
    .update(conference)
    .set({ organisation: 'Thành ủy Hà Nội' })
    .where(eq(conference.id, conferenceId));
  const [first = '', second = '', third = ''] = near.delegateIds;
  const present = { sessionId, status: 'PRESENT' as const, presentAt: new Date() };
  await db.insert(attendance).values([
    { ...present, delegateId: first, presentSiteId: near.siteId, isLate: true },
    { sessionId, delegateId: second, status: 'EXCUSED', reason: 'Đi công tác' },
    { ...present, delegateId: sibling.delegateIds[0] ?? '', presentSiteId: sibling.siteId },
  ]);
  await db
    .update(delegate)
    .set({ familyName: '=CMD|x', phone: '0912345678' })
    .where(eq(delegate.id, third));
  await db.insert(headcountReport).values({ sessionId, siteId: near.siteId, presentCount: 9 });
  const guest = { id: randomUUID(), personName: 'Khách', presentAt: new Date() };
  await db.insert(walkIn).values({ ...guest, sessionId, siteId: near.siteId });
}

function download(file: string, given: Grant[], cookie = 'account'): Promise<Response> {
  grants = given;
  const { sessionId } = round.near;
  return fetch(`${server.origin}/api/exports/sessions/${sessionId}/${file}.xlsx`, {
    headers: { cookie },
  });
}

async function open(file: string, given: Grant[] = [ALL]): Promise<Worksheet> {
  const response = await download(file, given);
  expect(response.status).toBe(200);
  const workbook = new exceljs.Workbook();
  await workbook.xlsx.load(await response.arrayBuffer());
  const [sheet] = workbook.worksheets;
  if (!sheet) throw new Error('no sheet');
  return sheet;
}

/** The cells of a row, merged ones as empty texts. */
function texts(row: Row): string[] {
  return Array.from({ length: row.cellCount }, (_, index) => {
    const cell = row.getCell(index + 1);
    return cell.isMerged && cell.master !== cell ? '' : cell.text;
  });
}

function lines(sheet: Worksheet, from = 11): string[][] {
  const found: string[][] = [];
  for (let row = from; row <= sheet.rowCount; row += 1) {
    const line = texts(sheet.getRow(row));
    if (line[1] === 'Tổng cộng' || line.some((text) => text !== '')) found.push(line);
    if (line[1] === 'Tổng cộng') break;
  }
  return found;
}

const HEAD = [
  [
    'STT',
    'Điểm cầu',
    'Triệu tập',
    'Có mặt',
    '',
    '',
    '',
    '',
    '',
    'Vắng',
    '',
    'Chưa điểm danh',
    'Tỉ lệ %',
    'Ghi chú',
  ],
  [
    '',
    '',
    '',
    'Tổng',
    'Trực tiếp',
    'Trực tuyến',
    'Truyền hình',
    'Dự thay',
    'Muộn',
    'Có lý do',
    'Không lý do',
    '',
    '',
    '',
  ],
];

describe('the workbook of figures', () => {
  it('by hall has the official head, Roman groups, and sums that fit', async () => {
    const sheet = await open('figures-by-site');
    expect([texts(sheet.getRow(9)), texts(sheet.getRow(10))]).toEqual(HEAD);
    expect(lines(sheet)).toEqual([
      ['I', 'Điểm cầu trung tâm', '3', '1', '1', '0', '0', '0', '0', '0', '0', '2', '33.33', ''],
      [
        '1',
        'Điểm cầu HN-02',
        '3',
        '1',
        '1',
        '0',
        '0',
        '0',
        '0',
        '0',
        '0',
        '2',
        '33.33',
        'Chưa báo cáo quân số',
      ],
      ['II', 'Điểm cầu cấp xã', '3', '1', '0', '1', '0', '0', '1', '1', '0', '1', '33.33', ''],
      [
        '1',
        'Điểm cầu =1+1',
        '3',
        '1',
        '0',
        '1',
        '0',
        '0',
        '1',
        '1',
        '0',
        '1',
        '33.33',
        'Ngoài danh sách 1; báo cáo 9, điểm danh tại chỗ 2',
      ],
      [
        '',
        'Tổng cộng',
        '6',
        '2',
        '1',
        '1',
        '0',
        '0',
        '1',
        '1',
        '0',
        '3',
        '33.33',
        'Ngoài danh sách 1',
      ],
    ]);
  });

  it('by unit groups what is below a large unit, then what hangs on the root', async () => {
    const found = lines(await open('figures-by-unit'));
    expect(found.map((line) => line.slice(0, 4))).toEqual([
      ['I', 'Đảng bộ quận Ba Đình', '3', '1'],
      ['1', 'Đảng bộ phường Ba Đình', '3', '1'],
      ['II', 'Trực thuộc Đảng bộ Thành phố', '3', '1'],
      ['1', 'Đảng bộ phường Ngọc Hà', '3', '1'],
      ['', 'Tổng cộng', '6', '2'],
    ]);
  });

  it('is set for A4 across, with number formats, merged head and places to sign', async () => {
    const sheet = await open('figures-by-site');
    expect(sheet.pageSetup).toMatchObject({
      paperSize: 9,
      orientation: 'landscape',
      fitToWidth: 1,
    });
    expect(sheet.getCell('C11').numFmt).toBe('#,##0');
    expect(sheet.getCell('M11')).toMatchObject({ numFmt: '0.00', value: 33.33 });
    expect(sheet.getCell('D9').isMerged && sheet.getCell('I9').master.address).toBe('D9');
    expect(sheet.getCell('A10').master.address).toBe('A9');
    expect(sheet.getCell('A1').text).toBe('THÀNH ỦY HÀ NỘI');
    expect(sheet.getCell('H1').text).toBe('ĐẢNG CỘNG SẢN VIỆT NAM');
    expect(sheet.getCell('A7').text).toContain('có mặt 2/6, đạt 33,33%');
    const all = sheet.getSheetValues().flat().map(String).join(' ');
    expect(all).toContain('NGƯỜI LẬP BIỂU');
    expect(all).toContain('T/M BAN TỔ CHỨC');
    expect(all).toBe(all.normalize('NFC'));
    // A name that begins like a formula stays a text.
    expect(sheet.getCell('B14').type).toBe(exceljs.ValueType.String);
  });

  it('holds nothing beyond the reader’s reach', async () => {
    const { near, sibling } = round;
    const scope = { kind: 'UNIT' as const, unitId: sibling.unitId, path: sibling.unitPath };
    const sheet = await open('figures-by-site', [{ role: 'UNIT_ADMIN', scope }]);
    expect(lines(sheet).at(-1)?.slice(1, 4)).toEqual(['Tổng cộng', '3', '1']);
    expect(JSON.stringify(sheet.getSheetValues())).not.toContain('=1+1');
    expect(near.siteId).not.toBe(sibling.siteId);
  });
});

describe('the list of absentees', () => {
  it('gives names and reasons hall by hall, and no telephone number', async () => {
    const sheet = await open('absentees');
    const found = lines(sheet, 10).slice(0, 4);
    expect(found.map((line) => [line[0], line[2], line[3], line[8], line[9]])).toEqual([
      ['1', 'Nguyễn Văn', 'Bình', 'Chưa điểm danh', ''],
      ['2', 'Nguyễn Văn', 'Chi', 'Chưa điểm danh', ''],
      ['3', 'Nguyễn Văn', 'Bình', 'Vắng có lý do', 'Đi công tác'],
      ['4', '=CMD|x', 'Chi', 'Chưa điểm danh', ''],
    ]);
    expect(JSON.stringify(sheet.getSheetValues())).not.toContain('345678');
    expect(sheet.getCell('A7').text).toBe('Chưa có mặt 4 đại biểu.');
  });
});

describe('who may download', () => {
  it.each([
    ['figures-by-unit', 'DIRECTOR', 403],
    ['absentees', 'DIRECTOR', 403],
    ['absentees', 'OFFICIAL', 200],
    ['figures-by-unit', 'UNIT_ADMIN', 200],
  ] as const)('%s as %s: %i', async (file, role, status) => {
    const response = await download(file, [{ role, scope: { kind: 'ALL' } }]);
    await response.arrayBuffer();
    expect(response.status).toBe(status);
  });

  it('nobody unknown, no session of another conference, no session that is none', async () => {
    expect((await download('absentees', [ALL], 'nobody')).status).toBe(401);
    const { conferenceId } = round.far;
    const elsewhere: Grant = { role: 'OFFICIAL', scope: { kind: 'CONFERENCE', conferenceId } };
    expect((await download('figures-by-site', [elsewhere])).status).toBe(403);
    for (const id of ['x', randomUUID()]) {
      const url = `${server.origin}/api/exports/sessions/${id}/absentees.xlsx`;
      expect((await fetch(url, { headers: { cookie: 'account' } })).status).toBe(404);
    }
    expect(deviceOf(round.near, 'DOOR').kind).toBe('device');
  });

  it('each download is written down', async () => {
    await server.database.db.delete(auditEntry);
    await open('absentees');
    const [entry] = await server.database.db.select().from(auditEntry);
    expect(entry).toMatchObject({
      action: 'export:absentees',
      subject: { sessionId: round.near.sessionId },
    });
  });
});

it('writes Roman numerals', () => {
  expect([1, 4, 9, 14, 30, 49, 166, 1994].map(romanNumeral)).toEqual([
    'I',
    'IV',
    'IX',
    'XIV',
    'XXX',
    'XLIX',
    'CLXVI',
    'MCMXCIV',
  ]);
});
