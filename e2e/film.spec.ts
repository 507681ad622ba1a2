import { execFileSync, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '@playwright/test';
import type { Page } from '@playwright/test';
import type { HttpIdentity } from '#contract/program-client.ts';
import { startProduct } from './product.ts';
import type { Product } from './product.ts';
import { must, signInFirstAdministrator } from './round-of-commands.ts';
import { openVideoRound } from './video-round.ts';

/**
 * An opening film as a director shows it: sent, taken and played by the keyboard; then a van’s signal:
 * expected, sent with its key, seen in PREVIEW.
 */

const COMES_TIMEOUT_MS = 30_000;

let product: Product;
let page: Page;
let sender: ChildProcess | null = null;

// One way to air: each step goes on where the one before ended.
test.describe.configure({ mode: 'serial' });

test.beforeAll(async ({ browser }, testInfo) => {
  test.setTimeout(300_000);
  const sound = ['-f', 'lavfi', '-i', 'sine=f=440:d=40'];
  const film = testInfo.outputPath('Phim khai mạc.mp4');
  mkdirSync(testInfo.outputDir, { recursive: true });
  execFileSync('ffmpeg', [
    ...['-v', 'error', '-f', 'lavfi', '-i', 'testsrc=s=640x360:r=25:d=40', ...sound],
    ...['-c:v', 'libx264', '-preset', 'ultrafast'],
    ...['-c:a', 'aac', '-y', film],
  ]);
  product = await startProduct({ env: { RTMP_PORT: '41935' } });
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
  await expect(page.getByText('3 trên 3 điểm cầu')).toBeVisible();
  await page.getByLabel('Thêm phim', { exact: true }).first().setInputFiles(film);
});
test.afterAll(async () => {
  sender?.kill('SIGKILL');
  await product?.stop();
});

const films = () => page.getByRole('region', { name: 'Phim', exact: true });
const film = () => films().locator('[data-film]');
const monitor = (name: string) => page.getByRole('region', { name, exact: true });
const countdown = (name: string) => monitor(name).locator('[data-countdown]');
const secondsLeft = async () => {
  const text = (await film().locator('[data-left]').textContent()) ?? '';
  const [minutes = 0, seconds = 0] = text.slice(1).split(':').map(Number);
  return minutes * 60 + seconds;
};
const height = (name: string) =>
  monitor(name)
    .locator('video')
    .first()
    .evaluate((video: HTMLVideoElement) => video.videoHeight);

test('a film is among the centre’s sources, and its first picture in PREVIEW', async () => {
  await expect(film()).toHaveAttribute('data-status', 'PAUSED', { timeout: COMES_TIMEOUT_MS });
  const source = page.getByRole('button', { name: /^Phim khai mạc/ });
  await expect(source).toBeEnabled({ timeout: COMES_TIMEOUT_MS });
  await page.keyboard.press('1');
  await expect(countdown('XEM TRƯỚC')).toHaveAttribute('data-countdown', 'paused');
  await expect(countdown('XEM TRƯỚC')).toContainText('00:40');
  await expect.poll(() => height('XEM TRƯỚC'), { timeout: COMES_TIMEOUT_MS }).toBe(720);
});

test('it is taken and played by the keyboard, and counts down on PROGRAMME', async () => {
  await page.keyboard.press('t');
  await expect(countdown('CHƯƠNG TRÌNH')).toBeVisible();
  await page.keyboard.press('k');
  await expect(film()).toHaveAttribute('data-status', 'PLAYING');
  await expect(countdown('CHƯƠNG TRÌNH')).toHaveAttribute('data-countdown', 'left');
  await expect.poll(() => height('CHƯƠNG TRÌNH'), { timeout: COMES_TIMEOUT_MS }).toBe(720);
  await expect.poll(secondsLeft).toBeLessThan(38);
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations).toEqual([]);
});

test('a killed input node brings it back at the right place; the keys move it; its end is said', async () => {
  for (const pid of product.pidsOf('input/input-node')) process.kill(pid, 'SIGKILL');
  await page.keyboard.press('.');
  await expect.poll(secondsLeft).toBeLessThan(28);
  await expect(page.getByRole('button', { name: /^Phim khai mạc/ })).toBeEnabled({
    timeout: COMES_TIMEOUT_MS,
  });
  await page.keyboard.press('k');
  await expect(film()).toHaveAttribute('data-status', 'PAUSED');
  await page.keyboard.press('.');
  await page.keyboard.press('k');
  await expect(countdown('CHƯƠNG TRÌNH')).toHaveAttribute('data-countdown', 'ending', {
    timeout: 30_000,
  });
  await expect(countdown('CHƯƠNG TRÌNH')).toHaveText('Phim đã hết', { timeout: 30_000 });
  await page.keyboard.press('0');
  await expect(film()).toHaveAttribute('data-status', 'PAUSED');
  await expect(countdown('CHƯƠNG TRÌNH')).toContainText('00:40');
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
  await page.keyboard.press('2');
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
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations).toEqual([]);
});

test('a sender that goes away is waited for', async () => {
  sender?.kill('SIGKILL');
  await expect(stream().locator('[data-look="WAITING"]')).toBeVisible({
    timeout: COMES_TIMEOUT_MS,
  });
});
