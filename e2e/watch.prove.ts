import { chromium, expect as seen } from '@playwright/test';
import type { Browser, Page } from '@playwright/test';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import config from '../playwright.config.ts';
import { enrolDevice } from '#contract/program-client.ts';
import type { HttpIdentity } from '#contract/program-client.ts';
import { FIRST_HALL, giveCamera, MEDIA_BROWSER_ARGS } from './filmed-hall.ts';
import { startProduct } from './product.ts';
import type { Product } from './product.ts';
import { must, openHall, signInFirstAdministrator } from './round-of-commands.ts';
import { writeSignalFiles } from './signal-files.ts';
import type { SignalFiles } from './signal-files.ts';
import { watchedFrame } from './watched-frame.ts';

/** Widths of the two steps that `writeSignalFiles` draws. */
const CLEAR = 640;
const LIGHT = 320;
const PATIENCE = { timeout: 100_000, interval: 250 };
const LAUNCH = config.use?.launchOptions;
/** Bytes a second: the light step passes, the clear one does not. */
const THIN = 90_000;

let product: Product;
let files: SignalFiles;
let browser: Browser;
let page: Page;
let administrator: HttpIdentity;
let sessionId: string;
let siteId: string;

beforeAll(async () => {
  product = await startProduct({ env: { FFMPEG: 'khong-co-ffmpeg' } });
  administrator = await signInFirstAdministrator(product.origin, product.administratorLink ?? '');
  ({ sessionId, siteId } = await openHall(administrator, { delegates: 1 }));
  files = writeSignalFiles(product.dataDir, sessionId);
  await must(administrator, 'broadcast:start', { sessionId });
  await must(administrator, 'broadcast:set-access', { sessionId, access: 'LINK' });
  const { broadcast } = await must(administrator, 'broadcast:subscribe', { sessionId });
  browser = await chromium.launch({
    ...LAUNCH,
    args: [...(LAUNCH?.args ?? []), ...MEDIA_BROWSER_ARGS],
  });
  page = await browser.newPage();
  await page.goto(product.origin + broadcast.watchPath);
}, 300_000);
afterAll(async () => {
  await browser?.close();
  await files?.stop();
  await product?.stop();
});

async function movesAt(width: number): Promise<void> {
  await vi.waitFor(async () => expect((await watchedFrame(page)).width).toBe(width), PATIENCE);
  const before = await watchedFrame(page);
  // A test card, and not black.
  expect(before.light).toBeGreaterThan(60);
  await vi.waitFor(
    async () => expect((await watchedFrame(page)).pixels).not.toBe(before.pixels),
    PATIENCE,
  );
}

it('takes the lighter step on a thin line, and the clear one when the line is good again', async () => {
  const client = await page.context().newCDPSession(page);
  const line = { offline: false, latency: 20, uploadThroughput: -1 };
  await movesAt(CLEAR);
  await client.send('Network.emulateNetworkConditions', { ...line, downloadThroughput: THIN });
  await movesAt(LIGHT);
  await client.send('Network.emulateNetworkConditions', { ...line, downloadThroughput: -1 });
  await movesAt(CLEAR);
}, 300_000);

const soon = { timeout: 60_000 };

async function hallOnVideo(): Promise<Page> {
  const context = await browser.newContext();
  await giveCamera(context, FIRST_HALL);
  const { cookie } = await enrolDevice(administrator, { siteId, deviceKind: 'CONSOLE', label: '' });
  const cookies = cookie.split('; ').map((pair) => {
    const at = pair.indexOf('=');
    return { name: pair.slice(0, at), value: pair.slice(at + 1), url: product.origin };
  });
  await context.addCookies(cookies);
  const hall = await context.newPage();
  await hall.goto(`${product.origin}/site`);
  await hall.getByRole('button', { name: 'Vào hội nghị' }).click();
  await seen(hall.locator('[data-sentence=seen]')).toBeVisible(soon);
  return hall;
}

it('is offered to a hall whose line is too thin, falls silent when that is called up, and is left again', async () => {
  const hall = await hallOnVideo();
  const room = () => must(administrator, 'control-room:subscribe', { sessionId });
  const kind = async () =>
    (await room()).halls.find((one) => one.siteId === siteId)?.following.kind;
  await must(administrator, 'broadcast:set-access', { sessionId, access: 'HALLS' });
  await hall.getByRole('button', { name: 'Thiết bị' }).click();
  await hall.getByLabel('Cách theo dõi').click();
  await hall.getByRole('option', { name: /Chỉ nghe tiếng/ }).click();
  await hall.keyboard.press('Escape');
  await hall.getByRole('button', { name: 'Xem bằng trang xem tại đây' }).click(soon);
  const stage = hall.locator('[data-stage]');
  await seen(stage).toHaveAttribute('data-stage', 'LIVE', soon);
  await vi.waitFor(async () => expect(await kind()).toMatch(/^WATCH(_LOWER)?$/), PATIENCE);
  const isMuted = () => stage.locator('video').evaluate((video: HTMLVideoElement) => video.muted);
  expect(await isMuted()).toBe(false);

  await hall.getByRole('button', { name: 'Đăng ký phát biểu' }).click();
  await vi.waitFor(async () => expect((await room()).queue).toHaveLength(1), PATIENCE);
  const { requestId } = (await room()).queue[0]!;
  await must(administrator, 'speaker:prepare', { requestId });
  await seen(hall.locator('[data-mute-television]')).toBeVisible(soon);
  await vi.waitFor(async () => expect(await isMuted()).toBe(true), PATIENCE);
  await must(administrator, 'speaker:decline', { requestId });
  await vi.waitFor(async () => expect(await isMuted()).toBe(false), PATIENCE);

  await hall.getByRole('button', { name: 'Quay lại hình trực tiếp' }).click();
  await seen(stage).toHaveCount(0, soon);
  await vi.waitFor(async () => expect(await kind()).toMatch(/^(LOWER|FULL)$/), PATIENCE);
}, 300_000);
