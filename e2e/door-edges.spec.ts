import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test, type Browser, type Page } from '@playwright/test';
import type { HttpIdentity } from '#contract/program-client.ts';
import {
  counter,
  deskShown,
  keptForOffline,
  linkOf,
  markByName,
  openDoor,
  VIETNAMESE,
  waiting,
} from './door-desk.ts';
import { startProduct, type Product } from './product.ts';
import { must, openHall, signInFirstAdministrator, type OpenHall } from './round-of-commands.ts';

const ROOT = path.join(import.meta.dirname, '..');
const SIZES = { desk: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } };

let dataDir: string;
let product: Product;
let administrator: HttpIdentity;
let hall: OpenHall;
let elsewhere: OpenHall;

test.beforeAll(async () => {
  test.setTimeout(600_000);
  dataDir = mkdtempSync(path.join(tmpdir(), 'diem-cau-edges-'));
  product = await startProduct({ dataDir });
  administrator = await signInFirstAdministrator(product.origin, product.administratorLink ?? '');
  hall = await openHall(administrator, { delegates: 6 });
  elsewhere = await openHall(administrator, { delegates: 1 });
});

test.afterAll(async () => {
  await product?.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

const door = (siteId = hall.siteId) => linkOf(administrator, { siteId, deviceKind: 'DOOR' });
const mark = (page: Page, number: number) =>
  markByName(page, { typed: String(number), rosterCode: `THU-${number}` });

/** How many sit in the hall, as the centre knows it. */
async function present(): Promise<number> {
  const { siteId, sessionId } = hall;
  return (await must(hall.door, 'headcount:latest', { siteId, sessionId })).present;
}

async function signedIn(browser: Browser): Promise<Page> {
  const context = await browser.newContext({ ...VIETNAMESE, viewport: SIZES.desk });
  const [name = '', value = ''] = administrator.cookie.split(/=(.*)/s);
  await context.addCookies([{ name, value: value.split(';')[0] ?? '', url: product.origin }]);
  return context.newPage();
}

/** Looked at in both sizes: nothing may run out of the screen. */
async function fits(page: Page, name: string): Promise<void> {
  for (const [size, viewport] of Object.entries(SIZES)) {
    await page.setViewportSize(viewport);
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - window.innerWidth,
    );
    expect(overflow, `${name} ${size}`).toBeLessThanOrEqual(0);
    const folder = process.env['SCREENSHOTS'];
    if (folder) await page.screenshot({ path: path.join(folder, `${name}-${size}.png`) });
  }
}

test('a machine that holds check-ins does not go to another hall; their file is handed in by an organiser', async ({
  browser,
}) => {
  const context = await browser.newContext({ ...VIETNAMESE, acceptDownloads: true });
  const desk = await openDoor(context, await door());
  await keptForOffline(desk);
  await context.setOffline(true);
  await mark(desk, 1);
  await mark(desk, 2);
  // Closed before the line is back: nothing of this machine delivers them.
  await desk.close();
  await context.setOffline(false);
  const moving = await context.newPage();
  await moving.goto(await door(elsewhere.siteId));
  const held = moving.locator('[data-held]');
  await expect(held).toHaveAttribute('data-held', '2');
  await fits(moving, 'link-held');
  await moving.getByRole('button', { name: 'Vào điểm cầu' }).click();
  await expect(moving.getByRole('alert').filter({ hasText: 'Máy này còn giữ' })).toBeVisible();
  await fits(moving, 'link-refused');

  const saved = moving.waitForEvent('download');
  await moving.getByRole('button', { name: 'Lưu ra tệp' }).click();
  const file = path.join(dataDir, 'outbox.json');
  await (await saved).saveAs(file);
  await expect(held).toBeHidden();
  await moving.getByRole('button', { name: 'Vào điểm cầu' }).click();
  await moving.waitForURL('**/site/check-in');
  await context.close();

  const organiser = await signedIn(browser);
  await organiser.goto(`${product.origin}/conferences/${hall.conferenceId}/sites`);
  await organiser.getByText('Điểm cầu thử').first().click();
  await organiser.getByRole('tab', { name: 'Thiết bị' }).click();
  const place = organiser.locator('[data-hand-in]');
  const input = place.locator('input[type="file"]');
  await input.setInputFiles({
    name: 'khac.json',
    mimeType: 'application/json',
    buffer: Buffer.from('{}'),
  });
  await expect(place.getByRole('alert')).toContainText('không phải tệp điểm danh');
  await fits(organiser, 'hand-in-wrong');
  await input.setInputFiles(file);
  await expect(place).toHaveAttribute('data-hand-in', 'done');
  await expect(place.locator('[data-handed-in="stored"]').first()).toBeVisible();
  await place.scrollIntoViewIfNeeded();
  await fits(organiser, 'hand-in-done');
  expect(await present()).toBe(2);
  await organiser.context().close();
});

test('what was delivered after a backup comes back by itself after its restore', async ({
  browser,
}) => {
  test.setTimeout(420_000);
  const context = await browser.newContext(VIETNAMESE);
  const desk = await openDoor(context, await door());
  await mark(desk, 3);
  await expect(waiting(desk)).toHaveAttribute('data-waiting', '0');
  const backup = path.join(dataDir, 'edges.backup');
  await run('backup', '--to', backup, '--data', dataDir);
  await mark(desk, 4);
  await mark(desk, 5);
  await expect(waiting(desk)).toHaveAttribute('data-waiting', '0');
  const before = await present();

  const port = Number(new URL(product.origin).port);
  await product.stop();
  await run('restore', backup, '--replace', '--data', dataDir);
  product = await startProduct({ dataDir, port });
  await expect.poll(present, { timeout: 60_000 }).toBe(before);
  await expect(waiting(desk)).toHaveAttribute('data-waiting', '0');
  await expect(counter(desk, 'present')).toHaveText(String(before));
  await context.close();
});

test('the door page is kept after all when the network was lost right after it came', async ({
  browser,
}) => {
  const context = await browser.newContext(VIETNAMESE);
  // The worker's own look at the page fails as long as the line is bad.
  let isBroken = true;
  await context.route('**/site/check-in', (route) =>
    isBroken && route.request().serviceWorker() ? route.abort() : route.continue(),
  );
  const desk = await openDoor(context, await door());
  await desk.evaluate(() => navigator.serviceWorker.ready.then(() => {}));
  expect(await desk.evaluate(() => caches.match('/site/check-in').then(Boolean))).toBe(false);
  isBroken = false;
  await desk.evaluate(() => window.dispatchEvent(new Event('online')));
  await keptForOffline(desk);
  await context.setOffline(true);
  await desk.reload();
  await deskShown(desk);
  await context.close();
});

test('another door of the hall takes the file of one that cannot deliver', async ({ browser }) => {
  const context = await browser.newContext(VIETNAMESE);
  const desk = await openDoor(context, await door());
  await desk.goto(`${product.origin}/site`);
  await expect(desk.locator('[data-hand-in]')).toBeVisible();
  await fits(desk, 'site-hand-in');
  await context.close();
});

async function run(script: 'backup' | 'restore', ...args: string[]): Promise<void> {
  const done = spawnSync(process.execPath, [`scripts/${script}.mjs`, ...args], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  expect(done.status, `${done.stdout}${done.stderr}`).toBe(0);
}
