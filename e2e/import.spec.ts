import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import { chromium, expect, test } from '@playwright/test';
import type { Browser, Page } from '@playwright/test';
import ExcelJS from 'exceljs';
import { DOUBT_TEXTS, IMPORT_FAILURES } from '#contract/import-texts.ts';
import type { HttpIdentity } from '#contract/program-client.ts';
import { writeRosterWorkbook } from '#db/seed/roster-workbook.ts';
import { formatCount } from '#domain/text/number-format.ts';
import { startProduct } from './product.ts';
import type { Product } from './product.ts';
import { must, signInFirstAdministrator } from './round-of-commands.ts';

const PEOPLE = 52_000;
const HALLS = 766;
const FAULT_ROUNDS = 2;

let product: Product;
let administrator: HttpIdentity;
let browser: Browser;
let page: Page;
let folder: string;
let conferenceId: string;

const sites = Array.from({ length: HALLS }, (_, index) => ({
  code: `HN-${String(index).padStart(3, '0')}`,
  name: `Điểm cầu Phường số ${index + 1000}`,
}));

test.describe.configure({ mode: 'serial' });

test.beforeAll(async () => {
  test.setTimeout(400_000);
  folder = mkdtempSync(path.join(tmpdir(), 'import-journey-'));
  product = await startProduct();
  administrator = await signInFirstAdministrator(product.origin, product.administratorLink!);
  const { id } = await must(administrator, 'conference:create', {
    name: 'Hội nghị quán triệt nghị quyết',
    organisation: 'Thành ủy',
    startsOn: '2026-12-01',
    endsOn: '2026-12-01',
    helpPhone: '',
    confirmsNoStateSecret: true,
  });
  conferenceId = id;
  browser = await chromium.launch(test.info().project.use.launchOptions);
  page = await openPage({ width: 1440, height: 900 });
});

test.afterAll(async () => {
  await browser?.close();
  await product?.stop();
  if (folder) rmSync(folder, { recursive: true, force: true });
});

async function openPage(viewport: { width: number; height: number }): Promise<Page> {
  const context = await browser.newContext({ viewport, locale: 'vi-VN', acceptDownloads: true });
  const cookies = administrator.cookie.split('; ').map((pair) => {
    const [name = '', ...value] = pair.split('=');
    return { name, value: value.join('='), url: product.origin };
  });
  await context.addCookies(cookies);
  const opened = await context.newPage();
  await opened.goto(`${product.origin}/conferences/${conferenceId}/import`);
  return opened;
}

async function choose(kind: 'Điểm cầu' | 'Đại biểu triệu tập', file: string): Promise<void> {
  await page.goto(`${product.origin}/conferences/${conferenceId}/import`);
  await page.getByRole('tab', { name: kind, exact: true }).click();
  await page.getByLabel('Chọn tệp Excel hoặc CSV').setInputFiles(file);
}

const figure = (name: string) =>
  page.getByRole('group', { name: 'Kết quả đọc tệp' }).getByRole('button', { name });

async function commit(): Promise<void> {
  await page.getByRole('button', { name: 'Nhập vào danh sách' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Nhập vào danh sách' }).click();
}

test('halls come in from a text table', async () => {
  const lines = sites.map(({ code, name }) => `${code};${name};Xã;Trực tuyến;912345678`);
  const csv = path.join(folder, 'halls.csv');
  writeFileSync(csv, `\uFEFFMã;Tên điểm cầu;Cấp;Hình thức;Điện thoại\r\n${lines.join('\r\n')}\r\n`);
  await choose('Điểm cầu', csv);
  await expect(figure('Thêm mới')).toContainText(String(HALLS), { timeout: 60_000 });
  await commit();
  await expect(page.getByText('Đã nhập danh sách điểm cầu')).toBeVisible({ timeout: 60_000 });
});

test('a roster of 52,000 with planted faults: each at its row, the good rows in, the count right', async () => {
  test.setTimeout(400_000);
  const book = await writeRosterWorkbook({
    path: path.join(folder, 'roster.xlsx'),
    people: PEOPLE,
    sites,
    faultRounds: FAULT_ROUNDS,
  });
  await choose('Đại biểu triệu tập', book.path);
  // The work goes on without the page, and is found again in the list.
  await expect(page.getByText('Đang đọc roster.xlsx')).toBeVisible({ timeout: 60_000 });
  await page.getByRole('button', { name: 'Để đó, quay lại sau' }).click();
  await page
    .getByRole('button', { name: /roster\.xlsx/ })
    .first()
    .click();
  await expect(figure('Thêm mới')).toContainText(formatCount(PEOPLE - book.refused), {
    timeout: 200_000,
  });
  await expect(figure('Không nhận')).toContainText(formatCount(book.refused));

  await page.getByText('Đã tự xử lý, để bạn biết').click();
  for (const fault of book.faults.slice(0, book.faults.length / FAULT_ROUNDS)) {
    const text = DOUBT_TEXTS[fault.doubt as keyof typeof DOUBT_TEXTS].vi;
    await page.getByRole('button', { name: text }).first().click();
    const row = page.locator(`[data-row="${fault.row}"]`);
    await expect(row.locator(`[data-doubt="${fault.doubt}"]`), fault.doubt).toBeVisible();
  }

  await page.getByRole('button', { name: 'Lấy mọi gợi ý' }).click();
  await page.getByRole('button', { name: 'Áp dụng và đọc lại' }).click();
  await expect(page.getByText('Có lựa chọn chưa áp dụng.')).toBeHidden({ timeout: 200_000 });
  const undecided = await undecidedRows();
  await commit();
  await expect(page.getByText('Đã nhập danh sách triệu tập')).toBeVisible({ timeout: 120_000 });
  const summoned = PEOPLE - book.refused - undecided;
  const { total } = await must(administrator, 'delegate:list', { conferenceId, limit: 1 });
  expect(total).toBe(summoned);
  expect(await returnedRows()).toBe(book.refused + undecided);
});

async function undecidedRows(): Promise<number> {
  const text = await figure('Chờ quyết định').innerText({ timeout: 200_000 });
  return Number(text.replace(/\D/g, ''));
}

async function returnedRows(): Promise<number> {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Tải các dòng trả lại (Excel)' }).click(),
  ]);
  const book = new ExcelJS.Workbook();
  await book.xlsx.readFile(await download.path());
  const sheet = book.worksheets[0]!;
  expect(String(sheet.getRow(2).getCell(sheet.columnCount).value)).not.toBe('');
  return sheet.actualRowCount - 1;
}

test('the same file again changes nothing', async () => {
  test.setTimeout(400_000);
  await choose('Đại biểu triệu tập', path.join(folder, 'roster.xlsx'));
  await expect(figure('Giữ nguyên')).toContainText('51.', { timeout: 200_000 });
  await expect(figure('Thay đổi')).toContainText('0');
});

test('the preview reads well on a phone and is accessible', async () => {
  test.setTimeout(120_000);
  const address = new URL(page.url());
  const phone = await openPage({ width: 390, height: 844 });
  await phone.goto(address.href);
  await expect(phone.locator('[data-row]').first()).toBeVisible({ timeout: 60_000 });
  const overflow = await phone.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(overflow).toBeLessThanOrEqual(0);
  for (const shown of [page, phone]) {
    const { violations } = await new AxeBuilder({ page: shown }).analyze();
    expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([]);
  }
  await phone.context().close();
});

test('files that are no list are answered with what to do', async () => {
  const cases: [name: string, bytes: Buffer, code: string][] = [
    ['rỗng.xlsx', Buffer.alloc(0), 'FILE_EMPTY'],
    ['cũ.xls', Buffer.from('d0cf11e0a1b11ae1', 'hex'), 'FILE_OLD_EXCEL'],
    ['hỏng.xlsx', Buffer.from('504b030414', 'hex'), 'FILE_DAMAGED'],
    ['không tiêu đề.csv', Buffer.from('a,b\n1,2\n'), 'FILE_NO_HEADER'],
  ];
  for (const [name, bytes, code] of cases) {
    const file = path.join(folder, name);
    writeFileSync(file, bytes);
    await choose('Đại biểu triệu tập', file);
    await expect(page.getByText(IMPORT_FAILURES[code]!.vi)).toBeVisible({ timeout: 60_000 });
  }
});
