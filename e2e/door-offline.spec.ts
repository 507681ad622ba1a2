import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { chromium, expect, test, type Page } from '@playwright/test';
import type { HttpIdentity } from '#contract/program-client.ts';
import {
  CHROMIUM,
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

const DELEGATES = 40;
/** Two devices make 40 check-ins; five delegates are marked on both. */
const FIRST = range(1, 20);
const SECOND = range(16, 35);
const PEOPLE = 35;

let dataDir: string;
let profile: string;
let product: Product;
let administrator: HttpIdentity;
let hall: OpenHall;

test.beforeAll(async () => {
  test.setTimeout(600_000);
  dataDir = mkdtempSync(path.join(tmpdir(), 'diem-cau-offline-'));
  profile = mkdtempSync(path.join(tmpdir(), 'diem-cau-profile-'));
  product = await startProduct({ dataDir });
  administrator = await signInFirstAdministrator(product.origin, product.administratorLink ?? '');
  hall = await openHall(administrator, { delegates: DELEGATES });
});

test.afterAll(async () => {
  await product?.stop();
  for (const folder of [dataDir, profile]) rmSync(folder, { recursive: true, force: true });
});

test('40 check-ins on two doors without a network arrive once, through a reload, a killed browser and a restarted server', async ({
  browser,
}) => {
  test.setTimeout(420_000);
  const link = await linkOf(administrator, { siteId: hall.siteId, deviceKind: 'DOOR' });
  const killed = await chromium.launchPersistentContext(profile, { ...CHROMIUM, ...VIETNAMESE });
  const reloaded = await browser.newContext(VIETNAMESE);
  const firstDesk = await openDoor(killed, link);
  const secondDesk = await openDoor(reloaded, link);
  await keptForOffline(firstDesk);
  await keptForOffline(secondDesk);

  const port = Number(new URL(product.origin).port);
  await product.stop();

  await markAll(firstDesk, FIRST.slice(0, 12));
  await markAll(secondDesk, SECOND.slice(0, 10));
  await secondDesk.reload();
  await deskShown(secondDesk);
  await expect(waiting(secondDesk)).toHaveAttribute('data-waiting', '10');
  await expect(counter(secondDesk, 'present')).toHaveText('10');
  await markAll(secondDesk, SECOND.slice(10));

  await enrolmentIsOnDisk();
  killBrowser(profile);
  const reopened = await chromium.launchPersistentContext(profile, { ...CHROMIUM, ...VIETNAMESE });
  const desk = await reopened.newPage();
  await desk.goto(`${product.origin}/site/check-in`);
  await deskShown(desk);
  await expect(waiting(desk)).toHaveAttribute('data-waiting', '12');
  await markAll(desk, FIRST.slice(12));
  await expect(counter(desk, 'present')).toHaveText('20');
  await refusesToWipe(desk, 20);

  product = await startProduct({ dataDir, port });
  for (const page of [desk, secondDesk]) {
    await expect(waiting(page)).toHaveAttribute('data-waiting', '0', { timeout: 60_000 });
    await expect(counter(page, 'present')).toHaveText(String(PEOPLE), { timeout: 30_000 });
  }
  const { sessionId, siteId } = hall;
  const { present, summoned } = await must(hall.door, 'headcount:latest', { sessionId, siteId });
  expect({ present, summoned }).toEqual({ present: PEOPLE, summoned: DELEGATES });
  await wipes(desk);
  await reopened.close();
  await reloaded.close();
});

async function markAll(page: Page, numbers: number[]): Promise<void> {
  for (const number of numbers) {
    await markByName(page, { typed: String(number), rosterCode: `THU-${number}` });
  }
}

/** Chromium writes its cookies down twice a minute: a battery pulled before costs the enrolment. */
async function enrolmentIsOnDisk(): Promise<void> {
  const file = path.join(profile, 'Default', 'Cookies');
  await expect
    .poll(() => existsSync(file) && readFileSync(file).includes('dc_device'), { timeout: 120_000 })
    .toBe(true);
}

/** As when the battery is pulled: no goodbye, nothing is flushed any more. */
function killBrowser(userDataDir: string): void {
  for (const name of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
    try {
      const command = readFileSync(`/proc/${name}/cmdline`, 'utf8');
      if (command.includes(`--user-data-dir=${userDataDir}`)) process.kill(Number(name), 'SIGKILL');
    } catch {
      // It ended meanwhile.
    }
  }
}

async function refusesToWipe(page: Page, count: number): Promise<void> {
  await waiting(page).click();
  await page.getByRole('button', { name: 'Ngừng dùng máy này' }).click();
  await expect(page.getByText(`còn ${count} lượt chưa về trung tâm`)).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(waiting(page)).toHaveAttribute('data-waiting', String(count));
}

async function wipes(page: Page): Promise<void> {
  await waiting(page).click();
  await page.getByRole('button', { name: 'Ngừng dùng máy này' }).click();
  await page.getByRole('button', { name: 'Xóa và ngừng dùng' }).click();
  await page.waitForURL((url) => url.pathname === '/');
  const left = await page.evaluate(async () => ({
    caches: await caches.keys(),
    workers: (await navigator.serviceWorker.getRegistrations()).length,
  }));
  expect(left).toEqual({ caches: [], workers: 0 });
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}
