import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '@playwright/test';
import type { Page } from '@playwright/test';
import type { HttpIdentity } from '#contract/program-client.ts';
import { startProduct } from './product.ts';
import type { Product } from './product.ts';
import { must, openHall, signInFirstAdministrator } from './round-of-commands.ts';

/** What an organiser does with recordings: sees one run, plays it, downloads a part, removes it. */
test.describe.configure({ mode: 'serial' });

const soon = { timeout: 60_000 };
const tools = mkdtempSync(path.join(tmpdir(), 'diem-cau-tools-'));

let product: Product;
let administrator: HttpIdentity;
let page: Page;
let conferenceId: string;
let sessionId: string;
let agendaItemId: string;

/** An ffmpeg that composes nothing, so that the signal is this test's own; all else it does. */
function writeTools(): string {
  const [ffmpeg, ffprobe] = ['ffmpeg', 'ffprobe'].map((name) =>
    spawnSync('which', [name], { encoding: 'utf8' }).stdout.trim(),
  );
  const own = path.join(tools, 'ffmpeg');
  writeFileSync(own, `#!/bin/sh\ncase "$*" in *-encoders*) exit 1;; esac\nexec ${ffmpeg} "$@"\n`);
  chmodSync(own, 0o755);
  symlinkSync(ffprobe!, path.join(tools, 'ffprobe'));
  return own;
}

/** Twelve seconds of a moving picture, as the broadcast node would have written them. */
function writeSignal(recordingId: string, beganAt: string): void {
  const folder = path.join(product.dataDir, 'broadcast', sessionId, 'recording', recordingId);
  mkdirSync(folder, { recursive: true });
  const name = `${beganAt.replace(/[:.]/g, '-')}.ts`;
  const { status } = spawnSync('ffmpeg', [
    ...['-v', 'error', '-f', 'lavfi', '-i', 'testsrc2=s=640x360:r=25:d=12'],
    ...['-f', 'lavfi', '-i', 'sine=d=12', '-c:v', 'libx264', '-preset', 'ultrafast', '-g', '50'],
    ...['-pix_fmt', 'yuv420p', '-sc_threshold', '0', '-c:a', 'aac', path.join(folder, name)],
  ]);
  expect(status).toBe(0);
}

test.beforeAll(async ({ browser }) => {
  test.setTimeout(300_000);
  product = await startProduct({ env: { FFMPEG: writeTools(), RECORDING_LEAVES_MB: '1' } });
  administrator = await signInFirstAdministrator(product.origin, product.administratorLink ?? '');
  ({ conferenceId, sessionId } = await openHall(administrator, { delegates: 1 }));
  const item = { kind: 'TOPIC', title: 'Chuyên đề 1', speaker: '', durationMinutes: 30 } as const;
  ({ id: agendaItemId } = await must(administrator, 'agenda-item:create', { sessionId, ...item }));
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const cookies = administrator.cookie.split('; ').map((pair) => {
    const [name = '', ...value] = pair.split('=');
    return { name, value: value.join('='), url: product.origin };
  });
  await context.addCookies(cookies);
  page = await context.newPage();
});
test.afterAll(async () => {
  await product?.stop();
  rmSync(tools, { recursive: true, force: true });
});

const card = () => page.locator('[data-recording]');

test('says what to do while nothing was recorded', async () => {
  await page.goto(`${product.origin}/conferences/${conferenceId}/recordings`);
  await expect(page.getByText('Chưa có bản ghi nào')).toBeVisible(soon);
  await expect(page.getByRole('link', { name: 'Bản ghi' })).toHaveAttribute('aria-current', 'page');
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
});

test('shows a recording while it runs, and its file by itself once it is made', async () => {
  const kept = { kind: 'RECORDING', name: 'Ghi hình', address: null } as const;
  const { outletId } = await must(administrator, 'outlet:add', { sessionId, ...kept });
  await must(administrator, 'outlet:start', { outletId });
  await must(administrator, 'broadcast:start', { sessionId });
  await expect(card()).toHaveAttribute('data-state', 'RUNNING', soon);
  const recordingId = (await card().getAttribute('data-recording')) ?? '';
  const beganAt = new Date(Date.now() - 4_000).toISOString();
  await must(administrator, 'agenda-turn:begin', { agendaItemId });
  writeSignal(recordingId, beganAt);
  await must(administrator, 'broadcast:stop', { sessionId });
  await expect(card()).toHaveAttribute('data-state', 'READY', soon);
  await expect(card()).toContainText('00:12');
});

test('plays it, from any chapter', async () => {
  await card().getByRole('button', { name: /^Xem / }).click();
  const video = card().locator('video');
  const played = () => video.evaluate((element: HTMLVideoElement) => element.currentTime);
  await card()
    .getByRole('button', { name: /^Phát từ .*Chuyên đề 1/ })
    .click();
  await expect.poll(played, soon).toBeGreaterThan(5);
  /** Of the picture that is shown now. */
  const fingerprint = () =>
    video.evaluate((element: HTMLVideoElement) => {
      const canvas = document.createElement('canvas');
      [canvas.width, canvas.height] = [64, 36];
      const brush = canvas.getContext('2d')!;
      brush.drawImage(element, 0, 0, 64, 36);
      return brush.getImageData(0, 0, 64, 36).data.join();
    });
  const before = await fingerprint();
  await expect.poll(fingerprint, soon).not.toBe(before);
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
});

test('gives a part of it, and its checksum', async () => {
  const link = card().getByRole('link', { name: /^Tải đoạn/ });
  await expect(link).toBeVisible(soon);
  const part = await page.request.get(product.origin + ((await link.getAttribute('href')) ?? ''));
  expect([part.status(), part.headers()['content-type']]).toEqual([200, 'video/mp4']);
  expect(part.headers()['content-disposition']).toContain("filename*=UTF-8''");
  await expect(card().locator('code')).toHaveText(/^[0-9a-f]{64}$/);
});

test('removes it after a question', async () => {
  await card().getByRole('button', { name: /^Xóa / }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Xóa', exact: true }).click();
  await expect(page.getByText('Chưa có bản ghi nào')).toBeVisible(soon);
});
