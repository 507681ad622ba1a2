import ExcelJS from 'exceljs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Principal } from '#domain/actor.ts';
import { startTestServer } from '../testing/harness.ts';
import type { TestServer } from '../testing/harness.ts';
import { accountWith, seedRound } from '../testing/round.ts';
import type { Round } from '../testing/round.ts';

const ACCOUNTS = {
  organiser: accountWith({ role: 'ORGANISER', scope: { kind: 'ALL' } }),
  official: accountWith({ role: 'OFFICIAL', scope: { kind: 'ALL' } }),
} as Record<string, Principal['account']>;

let server: TestServer;
let round: Round;

beforeAll(async () => {
  server = await startTestServer({
    identify: ({ cookie }) =>
      Promise.resolve({ account: ACCOUNTS[cookie ?? ''] ?? null, device: null }),
  });
  round = await seedRound(server.database.db);
  const { unitId, unitPath: path } = round.sibling;
  ACCOUNTS['unit-admin'] = accountWith({
    role: 'UNIT_ADMIN',
    scope: { kind: 'UNIT', unitId, path },
  }) as Principal['account'];
});

afterAll(() => server.close());

const download = (who: string, conferenceId: string, file = 'hall-messages.xlsx') =>
  fetch(`${server.origin}/api/exports/conferences/${conferenceId}/${file}`, {
    headers: { cookie: who },
  });

/** The rows below the head; cells from 1 on. */
async function rowsOf(response: Response): Promise<unknown[][]> {
  const book = new ExcelJS.Workbook();
  await book.xlsx.load(await response.arrayBuffer());
  return (book.worksheets[0]?.getSheetValues().slice(2) ?? []) as unknown[][];
}

it('gives an organiser every hall with its codes and its message', async () => {
  const response = await download('organiser', round.near.conferenceId);
  expect(response.status).toBe(200);
  expect(response.headers.get('content-disposition')).toContain('tin-nhan-diem-cau.xlsx');
  const rows = await rowsOf(response);
  expect(rows.map((row) => row[2])).toEqual(['HN-01', 'HN-02']);
  const message = String(rows[0]?.at(-1));
  const door = String(rows[0]?.[9]);
  expect(door).toMatch(/^[0-9A-Z]{5}-[0-9A-Z]{5}$/);
  expect(message).toContain(door);
  expect(message).toContain(`${server.origin}/d/`);
  expect(message).toContain('024 3825 0000');
});

it('refuses everybody else, and conferences that do not exist', async () => {
  expect((await download('official', round.near.conferenceId)).status).toBe(403);
  expect((await download('', round.near.conferenceId)).status).toBe(401);
  expect((await download('organiser', round.near.siteId)).status).toBe(404);
  expect((await download('organiser', 'x')).status).toBe(404);
});

it('gives the summons list in the columns of the import, as far as its reader reaches', async () => {
  const { conferenceId, siteId } = round.near;
  const all = await rowsOf(await download('organiser', conferenceId, 'roster.xlsx'));
  expect(all.map((row) => row[2])).toEqual([
    'HN-01-1',
    'HN-01-2',
    'HN-01-3',
    'HN-02-1',
    'HN-02-2',
    'HN-02-3',
  ]);
  expect(all[0]?.slice(1, 10)).toEqual([
    ...[1, 'HN-01-1', 'Nguyễn Văn An', undefined, undefined],
    ...['Đảng bộ phường Ba Đình', round.near.unitId.slice(0, 8), 'HN-01', 'Điểm cầu HN-01'],
  ]);
  const one = await download('organiser', conferenceId, `roster.xlsx?siteId=${siteId}&search=chi`);
  expect((await rowsOf(one)).map((row) => row[2])).toEqual(['HN-01-3']);
  const own = await rowsOf(await download('unit-admin', conferenceId, 'roster.xlsx'));
  expect(own.map((row) => row[2])).toEqual(['HN-02-1', 'HN-02-2', 'HN-02-3']);
});

it('refuses the summons list to officials, and filters that are none', async () => {
  const { conferenceId } = round.near;
  expect((await download('official', conferenceId, 'roster.xlsx')).status).toBe(403);
  expect((await download('organiser', conferenceId, 'roster.xlsx?siteId=x')).status).toBe(400);
});
