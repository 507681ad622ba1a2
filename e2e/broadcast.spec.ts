import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '@playwright/test';
import type { Page } from '@playwright/test';
import type { HttpIdentity } from '#contract/program-client.ts';
import { startProduct } from './product.ts';
import type { Product } from './product.ts';
import { must, signInFirstAdministrator } from './round-of-commands.ts';
import { openVideoRound } from './video-round.ts';

/** The broadcast as a director works it: everything from the panel in the control room. */

const SIGNAL_TIMEOUT_MS = 60_000;
/** A port on which nobody listens: the connection is refused at once. */
const NOWHERE = 'rtmp://127.0.0.1:9/app/khoa-bi-mat';

let product: Product;
let page: Page;

// One director's evening: each step goes on where the one before ended.
test.describe.configure({ mode: 'serial' });

test.beforeAll(async ({ browser }) => {
  test.setTimeout(300_000);
  product = await startProduct();
  const link = product.administratorLink ?? '';
  const director: HttpIdentity = await signInFirstAdministrator(product.origin, link);
  const { sessionId } = await openVideoRound(director);
  await must(director, 'programme:start', { sessionId });
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const cookies = director.cookie.split('; ').map((pair) => {
    const [name = '', ...value] = pair.split('=');
    return { name, value: value.join('='), url: product.origin };
  });
  await context.addCookies(cookies);
  page = await context.newPage();
  await page.goto(`${product.origin}/control-room/${sessionId}`);
});
test.afterAll(() => product?.stop());

const panel = () => page.getByRole('region', { name: 'Phát sóng', exact: true });
const signal = () => panel().locator('[data-signal]');
const outlet = (name: string) => panel().locator('[data-outlet]').filter({ hasText: name });

test('the panel opens beside PROGRAMME by its key, and closes by Escape', async () => {
  await expect(page.getByText('3 trên 3 điểm cầu')).toBeVisible();
  await page.keyboard.press('b');
  await expect(panel()).toBeVisible();
  await expect(signal()).toHaveText(/Đang tắt/);
  const below = (await panel().boundingBox())!;
  const programme = (await page
    .getByRole('region', { name: 'CHƯƠNG TRÌNH', exact: true })
    .boundingBox())!;
  expect(programme.y + programme.height).toBeLessThanOrEqual(below.y);
  await page.keyboard.press('Escape');
  await expect(panel()).toBeHidden();
  await page.getByRole('button', { name: /^Phát sóng/ }).click();
  await expect(panel()).toBeVisible();
});

test('an outlet says beside its address what is wrong, and never shows its key', async () => {
  await panel().getByRole('button', { name: 'Thêm ngõ ra' }).click();
  const form = panel().getByRole('form', { name: 'Thêm ngõ ra' });
  await form.getByLabel('Tên').fill('Đài Truyền hình');
  await form.getByLabel('Địa chỉ').fill('rtmp://127.0.0.1:9');
  await form.getByRole('button', { name: 'Thêm', exact: true }).click();
  await expect(form.getByRole('alert')).toHaveText(/Thiếu phần sau tên máy/);
  await form.getByLabel('Địa chỉ').fill(NOWHERE);
  await expect(form.getByRole('alert')).toBeHidden();
  await form.getByRole('button', { name: 'Thêm', exact: true }).click();
  await expect(form).toBeHidden();
  await expect(outlet('Đài Truyền hình')).toContainText('rtmp://127.0.0.1:9/…');
  expect(await page.content()).not.toContain('khoa-bi-mat');
});

test('the signal starts; a recording runs, and a station that is not there is a trouble in words', async () => {
  await panel().getByRole('button', { name: 'Bật tín hiệu' }).click();
  await expect(signal()).toHaveText(/Đang phát chương trình/, { timeout: SIGNAL_TIMEOUT_MS });
  await panel().getByRole('button', { name: 'Thêm ngõ ra' }).click();
  const form = panel().getByRole('form', { name: 'Thêm ngõ ra' });
  await form.getByLabel('Cách gửi').click();
  await page.getByRole('option', { name: 'Ghi hình' }).click();
  await form.getByRole('button', { name: 'Thêm', exact: true }).click();
  await panel().getByRole('button', { name: 'Bật Ghi hình' }).click();
  await expect(outlet('Ghi hình')).toHaveAttribute('data-standing', 'RUNNING');
  await expect(page.locator('[data-air-sign]')).toContainText('ĐANG GHI');
  await panel().getByRole('button', { name: 'Bật Đài Truyền hình' }).click();
  await expect(outlet('Đài Truyền hình').locator('[data-trouble]')).toBeVisible({
    timeout: SIGNAL_TIMEOUT_MS,
  });
  await expect(page.locator('[data-air-sign]')).toContainText('1 sự cố');
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations).toEqual([]);
});

test('the watch page opens to whom it is told, by a link that can be changed', async () => {
  await panel().getByLabel('Ai được xem').click();
  await page.getByRole('option', { name: 'Người có liên kết' }).click();
  const link = panel().locator('a[href*="/watch/"]');
  const before = await link.getAttribute('href');
  expect(before).toContain(product.origin);
  await expect(page.locator('[data-air-sign]')).toContainText('ĐANG PHÁT', {
    timeout: SIGNAL_TIMEOUT_MS,
  });
  await panel().getByRole('button', { name: 'Đổi liên kết' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Đổi liên kết' }).click();
  await expect(link).not.toHaveAttribute('href', before ?? '');
});

test('a broadcast node that is killed comes back with everything that was on', async () => {
  for (const pid of product.pidsOf('broadcast/broadcast-node')) process.kill(pid, 'SIGKILL');
  await expect(signal()).toHaveAttribute('data-signal', /AWAY|STARTING/);
  await expect(signal()).toHaveText(/Đang phát chương trình/, { timeout: SIGNAL_TIMEOUT_MS });
  await expect(outlet('Ghi hình')).toHaveAttribute('data-standing', 'RUNNING');
});

test('a stop asks first, and what is on waits for the next signal', async () => {
  await panel().getByRole('button', { name: 'Tắt tín hiệu' }).click();
  const question = page.getByRole('alertdialog');
  await expect(question).toContainText('2 ngõ ra');
  await question.getByRole('button', { name: 'Tắt tín hiệu' }).click();
  await expect(signal()).toHaveText(/Đang tắt/);
  await expect(outlet('Ghi hình')).toHaveAttribute('data-standing', 'READY');
  await expect(page.locator('[data-air-sign]')).toBeEmpty();
  await panel().getByRole('button', { name: 'Xóa Ghi hình' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Xóa ngõ ra' }).click();
  await expect(outlet('Ghi hình')).toBeHidden();
});
