import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '@playwright/test';
import type { Page } from '@playwright/test';
import { startProduct } from './product.ts';
import type { Product } from './product.ts';

const PASSWORD = 'mot mat khau that dai';

let product: Product;

test.beforeAll(async () => {
  test.setTimeout(300_000);
  product = await startProduct();
});
test.afterAll(() => product?.stop());

const refusal = (page: Page) => page.locator('form').getByRole('alert');

async function fillSetup(page: Page, password: string): Promise<void> {
  await page.getByLabel('Họ và tên hiển thị').fill('Nguyễn Văn An');
  await page.getByLabel('Tên đăng nhập').fill('an.nguyen');
  await page.getByLabel('Mật khẩu mới', { exact: true }).fill(password);
  await page.getByLabel('Nhập lại mật khẩu').fill(password);
  await page.getByRole('button', { name: 'Lưu và vào hệ thống' }).click();
}

async function signIn(page: Page, password: string): Promise<void> {
  await page.getByLabel('Tên đăng nhập').fill('an.nguyen');
  await page.getByLabel('Mật khẩu', { exact: true }).fill(password);
  await page.keyboard.press('Enter');
}

test('the first administrator comes in by the one-time link, goes out and comes back', async ({
  page,
}) => {
  const link = product.administratorLink ?? '';
  await page.goto(`${link}x`);
  await fillSetup(page, PASSWORD);
  await expect(refusal(page)).toContainText('Liên kết không đúng');

  await page.goto(link);
  await fillSetup(page, 'ngan');
  await expect(refusal(page)).toContainText('còn thiếu 8');
  await fillSetup(page, PASSWORD);
  await expect(page).toHaveURL(`${product.origin}/conferences`);

  await page.goto(link);
  await fillSetup(page, PASSWORD);
  await expect(refusal(page)).toContainText('đã được dùng');

  await page.getByRole('button', { name: 'Nguyễn Văn An' }).click();
  await page.getByRole('menuitem', { name: 'Đăng xuất' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Hệ thống Điểm Cầu');

  // Signed out, a page says so, and the sign-in leads back to it.
  const answer = await page.goto(`${product.origin}/accounts`);
  expect(answer?.status()).toBe(401);
  await page.getByRole('main').getByRole('link', { name: 'Đăng nhập' }).click();
  await signIn(page, 'sai mat khau roi');
  await expect(refusal(page)).toContainText('không đúng');
  await signIn(page, PASSWORD);
  await expect(page).toHaveURL(`${product.origin}/accounts`);
});

test('an altered link, a wrong code and a lost network each say what to do', async ({ page }) => {
  await page.goto(`${product.origin}/d/altered.1.link`);
  await page.getByRole('button', { name: 'Vào điểm cầu' }).click();
  await expect(refusal(page)).toContainText('Hãy sao chép lại toàn bộ liên kết');

  await page.getByRole('link', { name: 'Nhập mã điểm cầu' }).click();
  const code = page.getByLabel('Mã điểm cầu');
  await code.pressSequentially('k7m2q 9xw');
  await expect(code).toHaveValue('K7M2Q-9XW');
  await page.getByRole('button', { name: 'Vào điểm cầu' }).click();
  await expect(refusal(page)).toContainText('còn thiếu 2');
  await code.pressSequentially('4t');
  await page.getByRole('button', { name: 'Vào điểm cầu' }).click();
  await expect(refusal(page)).toContainText('Mã không đúng');

  await page.context().setOffline(true);
  await page.getByRole('button', { name: 'Vào điểm cầu' }).click();
  await expect(refusal(page)).toContainText('Hãy kiểm tra mạng');
});

test('language and theme stay as chosen', async ({ page }) => {
  await page.goto(`${product.origin}/login`);
  await page.getByRole('button', { name: 'Tài khoản và hiển thị' }).click();
  await page.getByRole('menuitemradio', { name: 'English' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Sign in');
  await page.getByRole('button', { name: 'Account and display' }).click();
  await page.getByRole('menuitemradio', { name: 'Dark' }).click();
  await page.reload();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await expect(page.locator('html')).toHaveAttribute('lang', 'en-GB');
});

for (const [size, width, height] of [
  ['desk', 1440, 900],
  ['phone', 390, 844],
] as const) {
  for (const theme of ['light', 'dark']) {
    test(`the ways in are accessible and fit: ${size}, ${theme}`, async ({ page, context }) => {
      await page.setViewportSize({ width, height });
      await context.addCookies([{ name: 'dc_theme', value: theme, url: product.origin }]);
      for (const path of ['/', '/login', '/join', '/setup/x', '/d/x', '/trust', '/no-such-page']) {
        await page.goto(product.origin + path);
        const { violations } = await new AxeBuilder({ page }).analyze();
        expect(violations, path).toEqual([]);
        const overflow = await page.evaluate(
          () => document.documentElement.scrollWidth - window.innerWidth,
        );
        expect(overflow, path).toBeLessThanOrEqual(0);
      }
    });
  }
}
