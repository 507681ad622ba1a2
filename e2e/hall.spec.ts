import { chromium, expect, test } from '@playwright/test';
import type { Browser, Page } from '@playwright/test';
import type { HttpIdentity } from '#contract/program-client.ts';
import { readRoom, takeSource } from './director.ts';
import {
  CENTRE,
  FIRST_HALL,
  MEDIA_BROWSER_ARGS,
  hear,
  seePicture,
  shows,
  type FilmedHall,
} from './filmed-hall.ts';
import { startProduct } from './product.ts';
import type { Product } from './product.ts';
import { must, signInFirstAdministrator } from './round-of-commands.ts';
import { openVideoRound, placeMachine } from './video-round.ts';
import type { HallMachine, VideoRound } from './video-round.ts';
import { readPeers } from './watched-peers.ts';

/** What a hall's technician sees and does: join, mute, ask to speak, pulled plugs, reloads, restarts. */
test.describe.configure({ mode: 'serial' });

let product: Product;
let administrator: HttpIdentity;
let round: VideoRound;
let browser: Browser;
let centre: HallMachine;
let hall: HallMachine;
let projector: HallMachine;

const OWN = 'video[data-slot="OWN"]';
const MAIN = 'video[data-slot="MAIN"]';
const sentence = (page: Page) => page.locator('[data-sentence]');
const microphone = (page: Page) => page.getByRole('switch');

test.beforeAll(async ({ launchOptions }) => {
  test.setTimeout(300_000);
  product = await startProduct();
  administrator = await signInFirstAdministrator(product.origin, product.administratorLink ?? '');
  round = await openVideoRound(administrator);
  const args = [...(launchOptions.args ?? []), ...MEDIA_BROWSER_ARGS];
  browser = await chromium.launch({ ...launchOptions, args });
  const place = (siteId: string, film: FilmedHall, deviceKind?: 'PROJECTOR') =>
    placeMachine(browser, {
      administrator,
      siteId,
      film,
      ...(deviceKind ? { deviceKind } : {}),
    });
  centre = await place(round.centreId, CENTRE);
  hall = await place(round.firstId, FIRST_HALL);
  projector = await place(round.firstId, FIRST_HALL, 'PROJECTOR');
});
test.afterAll(async () => {
  await browser?.close();
  await product?.stop();
});

const room = () => readRoom(administrator, round.sessionId);

async function take(siteId: string | null): Promise<void> {
  const source = (await room()).sources.find((one) => one.siteId === siteId && one.key === 'main');
  const { sessionId } = round;
  await takeSource(administrator, { sessionId, mainSourceId: source?.sourceId ?? null });
}

async function expectPicture(page: Page, selector: string, film: FilmedHall): Promise<void> {
  await expect
    .poll(async () => shows(await seePicture(page, selector), film), { timeout: 30_000 })
    .toBe(true);
}

/** How loud a film’s tone is on a slot of the programme. */
async function loudness(page: Page, slot: string, film: FilmedHall): Promise<number> {
  const heard = await hear(page, {
    selector: `audio[data-slot="${slot}"]`,
    tonesHz: [film.toneHz],
    seconds: 2,
  });
  return heard[film.toneHz] ?? 0;
}

test('a hall sees and hears itself, joins muted, and is told that the centre sees it', async () => {
  const { page } = hall;
  await page.goto(`${product.origin}/site`);
  await expectPicture(page, OWN, FIRST_HALL);
  const meter = page.getByRole('meter');
  await expect
    .poll(async () => Number(await meter.getAttribute('aria-valuenow')))
    .toBeGreaterThan(-20);
  await page.getByRole('button', { name: 'Vào hội nghị' }).click();
  await expect(sentence(page)).toHaveAttribute('data-sentence', 'seen');
  await expect(microphone(page)).toHaveAttribute('data-microphone', 'off');
  await expect(page.getByText('Hội nghị sắp bắt đầu')).toBeVisible();
  await microphone(page).click();
  await expect(sentence(page)).toContainText('Trung tâm nhìn và nghe rõ điểm cầu');
});

test('its camera is sent only while somebody wants it', async () => {
  const { page } = hall;
  const sourceId = (await room()).sources.find(({ siteId }) => siteId === round.firstId)?.sourceId;
  expect(sourceId).toBeTruthy();
  await centre.page.goto(`${product.origin}/site`);
  await centre.page.getByRole('button', { name: 'Vào trường quay' }).click();
  await expect(centre.page.locator('[data-sentence]')).toHaveAttribute(
    'data-sentence',
    'deskMuted',
  );
  await centre.page.getByRole('switch').click();
  await expect(centre.page.locator('[data-sentence]')).toHaveAttribute('data-sentence', 'up');
  await must(administrator, 'programme:start', { sessionId: round.sessionId });
  await take(round.centreId);
  await expectPicture(page, MAIN, CENTRE);
  await expect(centre.page.getByText('Đang được lấy', { exact: true })).toBeVisible();
  await expectSending(page, false);
  await take(round.firstId);
  await expectPicture(centre.page, MAIN, FIRST_HALL);
  await expectSending(page, true);
  await take(round.centreId);
  await expectPicture(page, MAIN, CENTRE);
  await expectSending(page, false);
});

/** Whether its pictures leave the machine, by bytes: three seconds in which they all stay, or all go. */
async function expectSending(page: Page, isSending: boolean): Promise<void> {
  const readings: number[] = [];
  await expect
    .poll(
      async () => {
        readings.push((await readPeers(page)).pictureBytesSent);
        const last = readings.slice(-4);
        return last.length === 4 && last.slice(1).every((n, i) => n > last[i]! === isSending);
      },
      { intervals: [1_000], timeout: 30_000 },
    )
    .toBe(true);
}

test('the centre is heard through its desk, on one machine of the hall', async () => {
  const { page } = hall;
  await expect.poll(() => loudness(page, 'SOUND_CENTRE', CENTRE)).toBeGreaterThan(0.02);
  await projector.page.goto(`${product.origin}/site`);
  await expect(projector.page).toHaveURL(/\/site\/projector$/);
  await expectPicture(projector.page, MAIN, CENTRE);
  const isSilent = (machine: HallMachine) =>
    machine.page
      .locator('audio[data-slot="SOUND_CENTRE"]')
      .evaluate((audio: HTMLAudioElement) => audio.muted);
  expect([await isSilent(hall), await isSilent(projector)]).toEqual([false, true]);
  await page.getByRole('button', { name: 'Thiết bị', exact: true }).click();
  await page.getByRole('combobox', { name: /Tiếng hội nghị phát ra từ/ }).click();
  await page.getByRole('option', { name: 'Máy chiếu' }).click();
  await expect
    .poll(async () => [await isSilent(hall), await isSilent(projector)])
    .toEqual([true, false]);
  await page.keyboard.press('Escape');
});

test('what the centre says to it stands until somebody has seen it', async () => {
  const { page } = hall;
  const place = { sessionId: round.sessionId, siteId: round.firstId };
  const said = page.getByRole('alert').filter({ hasText: 'Xin kiểm tra micro' });
  await must(administrator, 'hall:message', { ...place, text: 'Xin kiểm tra micro' });
  await expect(said).toBeVisible();
  await page.reload();
  await expect(said).toBeVisible();
  await page.screenshot({ path: test.info().outputPath('message.png') });
  await said.getByRole('button', { name: 'Đã xem' }).focus();
  await page.keyboard.press('Enter');
  await expect(said).toHaveCount(0);
  const { halls } = await room();
  const { message } = halls.find(({ siteId }) => siteId === round.firstId)!;
  expect(message?.seenAt).not.toBeNull();
});

test('it asks to speak, gets ready, goes on air and sees the centre meanwhile', async () => {
  const { page } = hall;
  await page.getByRole('button', { name: 'Đăng ký phát biểu' }).click();
  const speaking = page.locator('[data-speaking]');
  await expect(speaking).toHaveAttribute('data-speaking', 'REQUESTED');
  const { requestId } = (await room()).queue[0]!;
  await must(administrator, 'speaker:accept', { requestId });
  await expect(speaking).toHaveAttribute('data-speaking', 'ACCEPTED');
  await page.reload();
  await expect(speaking).toHaveAttribute('data-speaking', 'ACCEPTED');
  await expect(microphone(page)).toHaveAttribute('data-microphone', 'on');
  await must(administrator, 'speaker:prepare', { requestId });
  await expect(speaking).toHaveAttribute('data-speaking', 'STANDBY');
  await expect(sentence(page)).toHaveAttribute('data-sentence', 'standby');
  await must(administrator, 'speaker:call', { requestId });
  await expect(sentence(page)).toHaveAttribute('data-sentence', 'onAir');
  await expectPicture(page, 'video[data-slot="RETURN"]', CENTRE);
  await expect(page.locator('video[data-slot="RETURN"]')).toBeVisible();
  await expect(page.locator(MAIN)).toBeHidden();
  await expectPicture(centre.page, MAIN, FIRST_HALL);
  await microphone(page).click();
  await expect(sentence(page)).toHaveAttribute('data-sentence', 'onAirMuted');
  await microphone(page).click();
  await must(administrator, 'speaker:finish', { requestId });
  await expect(sentence(page)).toHaveAttribute('data-sentence', 'seenAndHeard');
});

test('a pulled plug is said in words, and another device takes its place without joining anew', async () => {
  const { page } = hall;
  const unplug = (kind: 'audio' | 'video') =>
    page.evaluate((wanted) => {
      const { mediaDevices } = navigator;
      const windowOf = window as unknown as {
        filmedHall: { unplug(kind: string): void };
        isUnplugged: Record<string, boolean>;
      };
      const give = mediaDevices.getUserMedia.bind(mediaDevices);
      windowOf.isUnplugged = { [wanted]: true };
      mediaDevices.getUserMedia = (asked) =>
        windowOf.isUnplugged[wanted] && asked?.[wanted]
          ? Promise.reject(new DOMException('gone', 'NotFoundError'))
          : give(asked);
      windowOf.filmedHall.unplug(wanted);
    }, kind);
  const plugIn = () =>
    page.evaluate(() => {
      (window as unknown as { isUnplugged: Record<string, boolean> }).isUnplugged = {};
      navigator.mediaDevices.dispatchEvent(new Event('devicechange'));
    });
  await take(round.firstId);
  await expectPicture(centre.page, MAIN, FIRST_HALL);
  await unplug('video');
  await expect(page.locator('[data-trouble="UNPLUGGED"]')).toContainText('Máy quay vừa bị rút');
  await expect(sentence(page)).toHaveAttribute('data-sentence', 'onAirUnseen');
  await plugIn();
  await expect(page.locator('[data-trouble]')).toHaveCount(0);
  await expect(sentence(page)).toHaveAttribute('data-sentence', 'onAir');
  await expectPicture(centre.page, MAIN, FIRST_HALL);
  await unplug('audio');
  await expect(page.locator('[data-trouble="UNPLUGGED"]')).toContainText('Micro vừa bị rút');
  await expect(sentence(page)).toHaveAttribute('data-sentence', 'onAirMuted');
  await plugIn();
  await expect(sentence(page)).toHaveAttribute('data-sentence', 'onAir');
  await take(round.centreId);
});

test('a reload and a killed front door leave the hall in its place, with mute and picture', async () => {
  const { page } = hall;
  await microphone(page).click();
  await expect(microphone(page)).toHaveAttribute('data-microphone', 'off');
  await page.reload();
  await expect(sentence(page)).toHaveAttribute('data-sentence', 'seen');
  await expect(microphone(page)).toHaveAttribute('data-microphone', 'off');
  await expectPicture(page, MAIN, CENTRE);
  const track = () =>
    page
      .locator(MAIN)
      .evaluate((video: HTMLVideoElement) => (video.srcObject as MediaStream).getTracks()[0]!.id);
  const before = await track();
  for (const pid of product.pidsOf('front-door')) process.kill(pid, 'SIGKILL');
  await expect
    .poll(
      async () => {
        const frame = (await seePicture(page, MAIN))?.frame;
        return frame;
      },
      { timeout: 10_000 },
    )
    .not.toBe((await seePicture(page, MAIN))?.frame);
  await expect
    .poll(async () => (await commandAnswers()) && (await room()).halls.length, { timeout: 60_000 })
    .toBe(3);
  await microphone(page).click();
  await expect(microphone(page)).toHaveAttribute('data-microphone', 'on');
  await expectPicture(page, MAIN, CENTRE);
  expect(await track()).toBe(before);
});

async function commandAnswers(): Promise<boolean> {
  return fetch(`${product.origin}/healthz`).then(
    ({ ok }) => ok,
    () => false,
  );
}

test('the projector is never blank: slate, notice, lost network', async () => {
  const { page } = projector;
  const cover = page.locator('[data-cover]');
  await take(null);
  await must(administrator, 'programme:set-notice', {
    sessionId: round.sessionId,
    notice: 'BREAK',
  });
  await expect(cover).toContainText('Hội nghị đang giải lao');
  await take(round.centreId);
  await expect(cover).toHaveCount(0);
  await expectPicture(page, MAIN, CENTRE);
  await must(administrator, 'programme:end', { sessionId: round.sessionId });
  await expect(cover).toContainText('Hội nghị đã kết thúc');
  await page.reload();
  await expect(cover).toBeVisible();
});

test('a second window of the console takes over, and the first can take it back', async () => {
  // Sessions that ended on air take no lines: a fresh one stands for the next half day.
  const other = await openVideoRound(administrator);
  const first = await placeMachine(browser, {
    administrator,
    siteId: other.firstId,
    film: FIRST_HALL,
  });
  await first.page.goto(`${product.origin}/site`);
  await first.page.getByRole('button', { name: 'Vào hội nghị' }).click();
  await expect(sentence(first.page)).toHaveAttribute('data-sentence', 'seen');
  const second = await first.context.newPage();
  await second.goto(`${product.origin}/site`);
  await second.getByRole('button', { name: 'Vào hội nghị' }).click();
  await expect(sentence(first.page)).toHaveAttribute('data-sentence', 'takenOver');
  await first.page.getByRole('button', { name: 'Dùng tại máy này' }).click();
  await expect(sentence(first.page)).toHaveAttribute('data-sentence', 'seen');
  await expect(sentence(second)).toHaveAttribute('data-sentence', 'takenOver');
});
