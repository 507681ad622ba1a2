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
});

afterAll(() => server.close());

const download = (who: string, conferenceId: string) =>
  fetch(`${server.origin}/api/exports/conferences/${conferenceId}/hall-messages.xlsx`, {
    headers: { cookie: who },
  });

it('gives an organiser every hall with its codes and its message', async () => {
  const response = await download('organiser', round.near.conferenceId);
  expect(response.status).toBe(200);
  expect(response.headers.get('content-disposition')).toContain('tin-nhan-diem-cau.xlsx');
  const book = new ExcelJS.Workbook();
  await book.xlsx.load(await response.arrayBuffer());
  const rows = book.worksheets[0]?.getSheetValues().slice(2) as unknown[][];
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
