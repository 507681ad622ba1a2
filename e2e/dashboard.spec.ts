import AxeBuilder from '@axe-core/playwright';
import { expect, test, type BrowserContext, type Page } from '@playwright/test';
import exceljs from 'exceljs';
import type { HttpIdentity } from '#contract/program-client.ts';
import { startProduct, type Product } from './product.ts';
import {
  must,
  openHall,
  presentEvent,
  signInFirstAdministrator,
  type OpenHall,
} from './round-of-commands.ts';

const DELEGATES = 8;

let product: Product;
let administrator: HttpIdentity;
let hall: OpenHall;

test.beforeAll(async () => {
  test.setTimeout(300_000);
  product = await startProduct();
  administrator = await signInFirstAdministrator(product.origin, product.administratorLink ?? '');
  hall = await openHall(administrator, { delegates: DELEGATES });
});
test.afterAll(() => product?.stop());
test.beforeEach(({ context }) => signIn(context));

/** The browser is the administrator, by the cookies that the commands got. */
async function signIn(context: BrowserContext): Promise<void> {
  const cookies = administrator.cookie.split('; ').map((pair) => {
    const at = pair.indexOf('=');
    return { name: pair.slice(0, at), value: pair.slice(at + 1), url: product.origin };
  });
  await context.addCookies(cookies);
}

async function arrive(...numbers: number[]): Promise<void> {
  const { sessionId, siteId, delegateIds } = hall;
  const events = numbers.map((number) => presentEvent(delegateIds[number] ?? '', Date.now()));
  await must(hall.door, 'check-in:append', { sessionId, siteId, events });
}

function figure(page: Page, name: string) {
  return page.locator(`[data-figure="${name}"]`).first();
}

async function openDashboard(page: Page, rest = ''): Promise<void> {
  await page.goto(`${product.origin}/dashboard/${hall.sessionId}${rest}`);
  await expect(figure(page, 'share')).toBeVisible();
}

async function present(page: Page): Promise<number> {
  return Number(await figure(page, 'present').textContent());
}

test('figures move by themselves, the identity always adds up, and the wall says the same', async ({
  page,
  context,
}) => {
  await page.goto(`${product.origin}/dashboard`);
  await page.waitForURL(`**/dashboard/${hall.sessionId}`);
  const wall = await context.newPage();
  await wall.setViewportSize({ width: 1920, height: 1080 });
  await openDashboard(wall, '/screen');
  await expect(figure(page, 'share')).toHaveText('0,00%');
  await arrive(0, 1);
  for (const one of [page, wall]) {
    await expect(figure(one, 'present')).toHaveText('2');
    await expect(figure(one, 'share')).toHaveText('25,00%');
    await expect(figure(one, 'unmarked')).toHaveText('6');
  }
  await expect(page.getByText(`có mặt 2/${DELEGATES}, đạt 25,00%`)).toBeVisible();
  // The same people again change no figure; the next one does.
  await arrive(0, 1, 2);
  await expect(figure(page, 'present')).toHaveText('3');
  const size = await figure(wall, 'share').evaluate((it) =>
    parseFloat(getComputedStyle(it).fontSize),
  );
  expect(size).toBeGreaterThanOrEqual(72);
  const overflow = await wall.evaluate(() => document.documentElement.scrollHeight - innerHeight);
  expect(overflow).toBeLessThanOrEqual(0);
});

test('a hall that has not reported is not a hall that reported 0', async ({ page }) => {
  await openDashboard(page, '?view=reports');
  const table = page.getByRole('grid', { name: 'Tìm điểm cầu' });
  await expect(table.getByText('Chưa báo cáo')).toBeVisible();
  const { sessionId, siteId } = hall;
  const report = { sessionId, siteId, note: '', happenedAt: new Date().toISOString() };
  const counted = await present(page);
  await must(hall.door, 'headcount:report', { ...report, presentCount: 0 });
  await expect(table.getByText(counted === 0 ? 'Khớp' : `Lệch −${counted}`)).toBeVisible();
  const happenedAt = new Date(Date.now() + 1_000).toISOString();
  await must(hall.door, 'headcount:report', { ...report, happenedAt, presentCount: counted });
  await expect(table.getByText('Khớp')).toBeVisible();
});

test('from the hall to its people, and back by the address', async ({ page }) => {
  await arrive(3);
  await openDashboard(page, '?view=sites');
  await page.getByRole('grid', { name: 'Tìm điểm cầu' }).getByText('Điểm cầu thử').click();
  const sheet = page.getByRole('dialog', { name: 'Điểm cầu thử' });
  await expect(sheet.getByText('Nguyễn Văn Thử 4')).toBeVisible();
  await sheet.getByRole('searchbox').fill('thử 8');
  await expect(sheet.getByRole('listitem')).toHaveCount(1);
  await expect(sheet.getByRole('listitem')).toContainText('Chưa điểm danh');
  await page.reload();
  await expect(page.getByRole('dialog').getByRole('searchbox')).toHaveValue('thử 8');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  expect(new URL(page.url()).searchParams.get('hall')).toBeNull();
});

test('when the centre goes away the page says so, keeps the last figures, and catches up', async ({
  page,
}) => {
  await openDashboard(page);
  const before = await present(page);
  for (const pid of product.pidsOf('front-door')) process.kill(pid, 'SIGKILL');
  await expect(figure(page, 'present')).toHaveText(String(before));
  await expect(async () => arrive(6)).toPass({ timeout: 60_000 });
  await expect(figure(page, 'present')).toHaveText(String(before + 1), { timeout: 30_000 });
});

test('the workbook says what the screen says', async ({ page }) => {
  await openDashboard(page);
  const shown = await present(page);
  await page.getByRole('button', { name: 'Tải Excel' }).click();
  const downloading = page.waitForEvent('download');
  await page.getByRole('menuitem', { name: 'Theo điểm cầu' }).click();
  const download = await downloading;
  expect(download.suggestedFilename()).toBe('quan-so-theo-diem-cau-buoi-thu.xlsx');
  const workbook = new exceljs.Workbook();
  await workbook.xlsx.readFile(await download.path());
  const rows = workbook.worksheets[0]?.getSheetValues() ?? [];
  const total = rows.find((row) => Array.isArray(row) && row[2] === 'Tổng cộng');
  expect(total).toMatchObject({ 3: DELEGATES, 4: shown });
});

const VIEWS = ['', '?view=sites', '?view=categories', '?view=reports', '?view=people', '/screen'];

for (const [size, width, height] of [
  ['desk', 1440, 900],
  ['tablet', 768, 1024],
  ['phone', 390, 844],
] as const) {
  for (const theme of ['light', 'dark']) {
    test(`every view is accessible and fits: ${size}, ${theme}`, async ({ page, context }) => {
      await page.setViewportSize({ width, height });
      await context.addCookies([{ name: 'dc_theme', value: theme, url: product.origin }]);
      for (const view of VIEWS) {
        await openDashboard(page, view);
        const { violations } = await new AxeBuilder({ page }).analyze();
        expect(violations, view).toEqual([]);
        const overflow = await page.evaluate(
          () => document.documentElement.scrollWidth - window.innerWidth,
        );
        expect(overflow, view).toBeLessThanOrEqual(0);
      }
      await openDashboard(page, `?hall=${hall.siteId}`);
      await expect(page.getByRole('dialog').getByRole('listitem').first()).toBeVisible();
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(violations, 'hall').toEqual([]);
    });
  }
}
