import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '@playwright/test';
import type { Browser, BrowserContext, Page } from '@playwright/test';
import { enrolDevice } from '#contract/program-client.ts';
import type { HttpIdentity } from '#contract/program-client.ts';
import { startProduct } from './product.ts';
import type { Product } from './product.ts';
import { must, openHall, signInFirstAdministrator } from './round-of-commands.ts';
import { writeSignalFiles } from './signal-files.ts';
import type { SignalFiles } from './signal-files.ts';
import { watchedFrame } from './watched-frame.ts';

/** What a viewer sees who has nothing but the link. */
test.describe.configure({ mode: 'serial' });

let product: Product;
let administrator: HttpIdentity;
let conferenceId: string;
let sessionId: string;
let watchPath: string;
let files: SignalFiles | null = null;
let context: BrowserContext;
let page: Page;

const soon = { timeout: 60_000 };
const stage = () => page.locator('[data-stage]');
const playedSeconds = () =>
  page.locator('video').evaluate((video: HTMLVideoElement) => video.currentTime);

test.beforeAll(async ({ browser }) => {
  test.setTimeout(300_000);
  product = await startProduct({ env: { FFMPEG: 'khong-co-ffmpeg' } });
  administrator = await signInFirstAdministrator(product.origin, product.administratorLink ?? '');
  ({ conferenceId, sessionId } = await openHall(administrator, { delegates: 1 }));
  const { broadcast } = await must(administrator, 'broadcast:subscribe', { sessionId });
  ({ watchPath } = broadcast);
  context = await browser.newContext();
  page = await context.newPage();
});
test.afterAll(async () => {
  await context?.close();
  await files?.stop();
  await product?.stop();
});

test('says that nothing is on the air, and nothing of the session', async () => {
  await page.goto(product.origin + watchPath);
  await expect(stage()).toHaveAttribute('data-stage', 'OFF', soon);
  await expect(page.getByText('Chưa phát sóng')).toBeVisible();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Xem trực tiếp');
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
});

test('plays by itself once the session is broadcast', async () => {
  test.setTimeout(120_000);
  files = writeSignalFiles(product.dataDir, sessionId);
  await must(administrator, 'broadcast:start', { sessionId });
  await must(administrator, 'broadcast:set-access', { sessionId, access: 'LINK' });
  await expect(stage()).toHaveAttribute('data-stage', 'LIVE', soon);
  await expect(page.getByText('Đang phát trực tiếp')).toBeVisible();
  // The page was told the name too late: it asks for it as soon as it may know.
  await expect(page.getByRole('heading', { level: 1 })).not.toHaveText('Xem trực tiếp', soon);
  const behind = page.locator('[data-behind]');
  await expect(behind).toBeVisible(soon);
  expect(Number(await behind.getAttribute('data-behind'))).toBeLessThan(60);
  const before = await playedSeconds();
  await expect.poll(playedSeconds, soon).toBeGreaterThan(before + 1);
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
});

test('waits for one touch where the browser lets no sound begin alone', async () => {
  const isMuted = () => page.locator('video').evaluate((video: HTMLVideoElement) => video.muted);
  if (await isMuted()) await page.getByRole('button', { name: 'Bấm để nghe', exact: true }).click();
  await expect.poll(isMuted, soon).toBe(false);
  await page.keyboard.press('m');
  await expect.poll(isMuted, soon).toBe(true);
});

test('fills the screen by a key, and leaves it again', async () => {
  const isFull = () => page.evaluate(() => document.fullscreenElement !== null);
  await page.keyboard.press('f');
  await expect.poll(isFull, soon).toBe(true);
  await page.keyboard.press('f');
  await expect.poll(isFull, soon).toBe(false);
});

test('keeps the picture in the other language', async () => {
  await page.getByRole('button', { name: 'English' }).click();
  await expect(page.getByText('Live', { exact: true })).toBeVisible(soon);
  await expect(stage()).toHaveAttribute('data-stage', 'LIVE');
  await page.getByRole('button', { name: 'Tiếng Việt' }).click();
  await expect(page.getByText('Đang phát trực tiếp')).toBeVisible(soon);
});

test('takes the lighter step on a thin line', async () => {
  test.setTimeout(120_000);
  const client = await context.newCDPSession(page);
  const line = { offline: false, latency: 20, uploadThroughput: -1 };
  const width = async () => (await watchedFrame(page)).width;
  await expect.poll(width, soon).toBe(640);
  await client.send('Network.emulateNetworkConditions', { ...line, downloadThroughput: 90_000 });
  await expect.poll(width, { timeout: 90_000 }).toBe(320);
  const before = await watchedFrame(page);
  // A test card, and not black.
  expect(before.light).toBeGreaterThan(60);
  await expect.poll(async () => (await watchedFrame(page)).pixels, soon).not.toBe(before.pixels);
  // The way back up: watch.prove.ts.
  await client.send('Network.emulateNetworkConditions', { ...line, downloadThroughput: -1 });
  await client.detach();
});

test('says when nothing comes, and goes on by itself', async () => {
  test.setTimeout(150_000);
  await expect(stage()).toHaveAttribute('data-stage', 'LIVE', soon);
  await context.setOffline(true);
  await expect(stage()).toHaveAttribute('data-stage', 'LOST', soon);
  await expect(page.getByText('Mất tín hiệu, đang tự nối lại')).toBeVisible();
  await context.setOffline(false);
  await expect(stage()).toHaveAttribute('data-stage', 'LIVE', soon);
});

test('is offered to a hall that only watches television, also while it is open to halls alone', async ({
  browser,
}) => {
  test.setTimeout(120_000);
  await must(administrator, 'broadcast:set-access', { sessionId, access: 'HALLS' });
  const own = await browser.newContext();
  const hall = await own.newPage();
  await own.addCookies(cookiesOf(await televisionHall()));
  await hall.goto(`${product.origin}/site`);
  await expect(hall.getByText('tắt tiếng ti-vi trước khi nói')).toBeVisible(soon);
  // The programme beside the hall's other work.
  await expect(hall.locator('[data-television-hall] [data-stage]')).toHaveAttribute(
    ...(['data-stage', 'LIVE', soon] as const),
  );
  expect((await new AxeBuilder({ page: hall }).analyze()).violations).toEqual([]);
  await walkTelevisionHall(hall, browser);
  const opens = own.waitForEvent('page');
  await hall.getByRole('link', { name: 'Xem Buổi thử qua mạng' }).click();
  const watch = await opens;
  await expect(watch.locator('[data-stage]')).toHaveAttribute('data-stage', 'LIVE', soon);
  await expect(watch.getByRole('heading', { level: 1 })).toHaveText('Buổi thử');
  await own.close();
  // The other viewer has lost his right with his last seconds.
  await expect(stage()).toHaveAttribute('data-stage', 'OFF', soon);
  await must(administrator, 'broadcast:set-access', { sessionId, access: 'PUBLIC' });
  await expect(stage()).toHaveAttribute('data-stage', 'LIVE', soon);
});

const HALL_NAME = 'Điểm cầu truyền hình';

/** What the hall says, seen by an official and a director; then it is called up by telephone. */
async function walkTelevisionHall(hall: Page, browser: Browser): Promise<void> {
  const desk = await browser.newContext();
  await desk.addCookies(cookiesOf(administrator));
  const official = await desk.newPage();
  const director = await desk.newPage();
  await official.goto(`${product.origin}/dashboard/${sessionId}?view=sites`);
  await director.goto(`${product.origin}/control-room/${sessionId}`);
  const told = official.getByRole('row', { name: HALL_NAME }).locator('[data-following]');
  await expect(told).toHaveAttribute('data-following', /^WATCH(_LOWER)?$/, soon);

  await hall.getByRole('button', { name: 'Không xem được', exact: true }).click();
  await expect(hall.locator('[data-said=false]')).toBeVisible(soon);
  await official.reload();
  await expect(told).toHaveAttribute('data-following', 'CANNOT', soon);
  await expect(director.locator('[data-exception=CANNOT_FOLLOW]')).toBeVisible(soon);
  await hall.getByRole('button', { name: 'Xem được', exact: true }).click();
  await expect(director.locator('[data-exception=CANNOT_FOLLOW]')).toHaveCount(0, soon);

  await hall.getByRole('button', { name: 'Gọi giúp đỡ' }).click();
  const asks = director.locator('[data-exception=HELP]');
  await asks.getByRole('button', { name: 'Gọi', exact: true }).click();
  await director.getByRole('button', { name: 'Đã giúp xong' }).click();
  await expect(hall.locator('[data-help-asked=false]')).toBeVisible(soon);

  const isHeard = () =>
    hall.locator('[data-stage] video').evaluate((video: HTMLVideoElement) => !video.muted);
  await expect(hall.locator('[data-mute-television]')).toHaveCount(0);
  await hall.getByRole('button', { name: 'Đăng ký phát biểu' }).click();
  const request = director.locator('[data-request]');
  await request.getByRole('button', { name: 'Nhận' }).click();
  await request.getByRole('button', { name: 'Chuẩn bị' }).click();
  await expect(hall.locator('[data-mute-television]')).toBeVisible(soon);
  await expect.poll(isHeard, soon).toBe(false);
  await request.getByRole('button', { name: 'Nối điện thoại' }).click();
  await expect(hall.locator('[data-speaking=ON_AIR]')).toContainText('điện thoại', soon);
  await expect(hall.locator('[data-mute-television]')).toBeVisible();
  await request.getByRole('button', { name: 'Xong' }).click();
  await expect(hall.locator('[data-mute-television]')).toHaveCount(0, soon);
  await desk.close();
}

async function televisionHall(): Promise<HttpIdentity> {
  const { id: siteId } = await must(administrator, 'site:create', {
    conferenceId,
    code: 'TV-01',
    name: HALL_NAME,
    tier: 'COMMUNE',
    mode: 'TV_ONLY',
    unitId: null,
    parentSiteId: null,
    contactName: '',
    contactPhone: '',
    plannedCount: 10,
  });
  return enrolDevice(administrator, { siteId, deviceKind: 'CONSOLE', label: 'Máy của hội trường' });
}

function cookiesOf({ cookie }: HttpIdentity) {
  return cookie.split('; ').map((pair) => {
    const at = pair.indexOf('=');
    return { name: pair.slice(0, at), value: pair.slice(at + 1), url: product.origin };
  });
}

test('ends with the broadcast', async () => {
  await must(administrator, 'broadcast:stop', { sessionId });
  await expect(stage()).toHaveAttribute('data-stage', 'OFF', soon);
});

test('says what to do about a link that was renewed', async () => {
  await must(administrator, 'broadcast:renew-link', { sessionId });
  const answer = await page.goto(product.origin + watchPath);
  expect(answer?.status()).toBe(404);
  await expect(page.getByText('Liên kết xem này không còn dùng được')).toBeVisible();
});
