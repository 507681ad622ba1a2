import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '@playwright/test';
import type { Page } from '@playwright/test';
import type { HttpIdentity } from '#contract/program-client.ts';
import { startProduct } from './product.ts';
import type { Product } from './product.ts';
import { must, signInFirstAdministrator } from './round-of-commands.ts';
import { openVideoRound } from './video-round.ts';

/** A van's signal as a director takes it in: expected, sent with its key, seen in PREVIEW. */

const COMES_TIMEOUT_MS = 30_000;

let product: Product;
let page: Page;
let sender: ChildProcess | null = null;

test.describe.configure({ mode: 'serial' });

test.beforeAll(async ({ browser }) => {
  test.setTimeout(300_000);
  product = await startProduct();
  const director: HttpIdentity = await signInFirstAdministrator(
    product.origin,
    product.administratorLink ?? '',
  );
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
  await expect(page.getByText('3 trên 3 điểm cầu')).toBeVisible();
});
test.afterAll(async () => {
  sender?.kill('SIGKILL');
  await product?.stop();
});

const stream = () =>
  page.getByRole('region', { name: 'Tín hiệu từ ngoài', exact: true }).locator('[data-stream]');

test('a signal is expected, and its address is told with what to set', async () => {
  await page.getByRole('button', { name: 'Thêm tín hiệu từ ngoài' }).click();
  await page.getByLabel('Tên nguồn').fill('Xe truyền hình');
  await page.getByRole('button', { name: 'Thêm và xem địa chỉ' }).click();
  const dialog = page.getByRole('dialog', { name: 'Địa chỉ gửi của Xe truyền hình' });
  await expect(dialog.getByText('Khóa luồng (stream key)')).toBeVisible();
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations).toEqual([]);
  await page.screenshot({ path: test.info().outputPath('address.png') });
  const whole = await dialog.locator('code').last().textContent();
  sender = spawn('ffmpeg', [
    ...['-v', 'quiet', '-re', '-f', 'lavfi', '-i', 'testsrc=s=320x180:r=20'],
    ...['-f', 'lavfi', '-i', 'sine', '-c:v', 'libx264', '-preset', 'ultrafast', '-g', '20'],
    ...['-pix_fmt', 'yuv420p', '-c:a', 'aac', '-f', 'flv', whole ?? ''],
  ]);
  await page.keyboard.press('Escape');
});

test('it comes among the centre’s sources, is said in words, and seen in PREVIEW', async () => {
  await expect(stream().locator('[data-look="RECEIVING"]')).toContainText('H264 320×180', {
    timeout: COMES_TIMEOUT_MS,
  });
  await expect(page.getByRole('button', { name: /^Xe truyền hình/ })).toBeEnabled();
  await page.keyboard.press('1');
  await expect
    .poll(
      () =>
        page
          .getByRole('region', { name: 'XEM TRƯỚC', exact: true })
          .locator('video')
          .first()
          .evaluate((video: HTMLVideoElement) => video.videoHeight),
      { timeout: COMES_TIMEOUT_MS },
    )
    .toBe(720);
  await page.screenshot({ path: test.info().outputPath('room.png') });
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations).toEqual([]);
});

test('a sender that goes away is waited for', async () => {
  sender?.kill('SIGKILL');
  await expect(stream().locator('[data-look="WAITING"]')).toBeVisible({
    timeout: COMES_TIMEOUT_MS,
  });
});
