import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { chromium, expect, test, type BrowserContext } from '@playwright/test';
import type { HttpIdentity } from '#contract/program-client.ts';
import {
  CHROMIUM,
  counter,
  deskShown,
  linkOf,
  markByName,
  openDoor,
  result,
  scan,
  VIETNAMESE,
  waiting,
} from './door-desk.ts';
import { writeFakeCamera } from './fake-camera.ts';
import { startProduct, type Product } from './product.ts';
import { must, openHall, signInFirstAdministrator, type OpenHall } from './round-of-commands.ts';

const DELEGATES = 12;
let product: Product;
let administrator: HttpIdentity;
let hall: OpenHall;
let doorLink: string;
let codes: string[];
let scratch: string;

test.beforeAll(async () => {
  test.setTimeout(600_000);
  scratch = mkdtempSync(path.join(tmpdir(), 'diem-cau-door-'));
  product = await startProduct();
  administrator = await signInFirstAdministrator(product.origin, product.administratorLink ?? '');
  hall = await openHall(administrator, { delegates: DELEGATES });
  doorLink = await linkOf(administrator, { siteId: hall.siteId, deviceKind: 'DOOR' });
  const { delegates } = await must(hall.door, 'door:roster', { siteId: hall.siteId });
  codes = Array.from({ length: DELEGATES }, (_, index) => {
    const one = delegates.find(({ rosterCode }) => rosterCode === `THU-${index + 1}`);
    return one?.checkInCode ?? '';
  });
});

test.afterAll(async () => {
  await product?.stop();
  rmSync(scratch, { recursive: true, force: true });
});

async function presentAtCentre(): Promise<number> {
  const { sessionId, siteId } = hall;
  return (await must(hall.door, 'headcount:latest', { sessionId, siteId })).present;
}

/** A browser that is signed in as the administrator. */
async function signedIn(context: BrowserContext): Promise<void> {
  const cookies = administrator.cookie.split('; ').map((pair) => {
    const at = pair.indexOf('=');
    return { name: pair.slice(0, at), value: pair.slice(at + 1), url: product.origin };
  });
  await context.addCookies(cookies);
}

test('a QR before the camera counts once; a name counts; other browsers see it', async ({
  browser,
}) => {
  const film = path.join(scratch, 'badge.y4m');
  writeFakeCamera(film, [
    { text: null, seconds: 2 },
    { text: codes[0] ?? '', seconds: 3 },
    { text: null, seconds: 3 },
  ]);
  const camera = await chromium.launch({
    ...CHROMIUM,
    args: [
      ...CHROMIUM.args,
      '--use-fake-device-for-media-stream',
      '--use-fake-ui-for-media-stream',
      `--use-file-for-fake-video-capture=${film}`,
    ],
  });
  const second = await browser.newContext(VIETNAMESE);
  const otherDesk = await openDoor(second, doorLink);
  const official = await browser.newContext(VIETNAMESE);
  await signedIn(official);
  const dashboard = await official.newPage();
  await dashboard.goto(`${product.origin}/dashboard/${hall.sessionId}`);
  const figure = dashboard.locator('[data-figure="present"]').first();
  await expect(figure).toHaveText('0');
  await expect(counter(otherDesk, 'present')).toHaveText('0');

  const first = await camera.newContext({ ...VIETNAMESE, permissions: ['camera'] });
  const desk = await openDoor(first, doorLink);

  await expect(result(desk)).toHaveAttribute('data-result', 'marked-PRESENT', { timeout: 30_000 });
  await expect(result(desk)).toContainText('Nguyễn Văn Thử 1');
  await expect(counter(desk, 'present')).toHaveText('1');
  await expect(waiting(desk)).toHaveAttribute('data-waiting', '0');
  await expect(result(desk).locator('[data-mark]')).toHaveAttribute('data-mark', 'delivered');
  await expect(counter(otherDesk, 'present')).toHaveText('1');
  await expect(figure).toHaveText('1');

  // The film plays again: the same badge is held up once more.
  await expect(result(desk)).toHaveAttribute('data-result', 'already', { timeout: 30_000 });
  await expect(result(desk)).toContainText(/Đã điểm danh lúc \d\d:\d\d/);
  await expect(counter(desk, 'present')).toHaveText('1');

  await markByName(otherDesk, { typed: '2', rosterCode: 'THU-2' });
  await expect(counter(desk, 'present')).toHaveText('2');
  await expect(figure).toHaveText('2');
  expect(await presentAtCentre()).toBe(2);
  await camera.close();
  await second.close();
  await official.close();
});

test('every mark of a door, taken back and made again', async ({ browser }) => {
  const context = await browser.newContext({
    ...VIETNAMESE,
    viewport: { width: 390, height: 844 },
  });
  const desk = await openDoor(context, doorLink);
  const before = await presentAtCentre();
  const present = (more: number) =>
    expect(counter(desk, 'present')).toHaveText(String(before + more));
  await present(0);

  await scan(desk, codes[2] ?? '');
  await expect(result(desk)).toContainText('Nguyễn Văn Thử 3');
  await present(1);
  await scan(desk, codes[2] ?? '');
  await expect(result(desk)).toHaveAttribute('data-result', 'already');
  await scan(desk, '0000000000');
  await expect(result(desk)).toHaveAttribute('data-result', 'stranger-nobody');
  await scan(desk, 'KHONGPHAIMA!');
  await expect(result(desk)).toHaveAttribute('data-result', 'not-a-code');

  const open = (rosterCode: string) =>
    desk.locator(`[data-person="${rosterCode}"] > button`).first().click();
  await open('THU-4');
  await desk.getByRole('button', { name: 'Vắng có lý do' }).click();
  await desk.getByRole('button', { name: 'Ốm' }).click();
  await expect(counter(desk, 'absent')).toHaveText('1');
  await open('THU-5');
  await desk.getByRole('button', { name: 'Dự thay' }).click();
  await desk.getByRole('button', { name: 'Ghi dự thay' }).click();
  await expect(desk.getByText('Nhập họ và tên.')).toBeVisible();
  await desk.getByLabel('Họ và tên').fill('Lê Thị Hoa');
  await desk.getByRole('button', { name: 'Ghi dự thay' }).click();
  await expect(result(desk)).toContainText('Lê Thị Hoa dự thay');
  await present(2);

  await desk.getByRole('button', { name: 'Ngoài danh sách' }).click();
  await desk.getByLabel('Họ và tên').fill('Trần Khách Mời');
  await desk.getByRole('button', { name: 'Ghi có mặt' }).click();
  await expect(counter(desk, 'walk-ins')).toHaveText('1');
  await present(2);

  await markByName(desk, { typed: '6', rosterCode: 'THU-6' });
  await present(3);
  await result(desk).getByRole('button', { name: 'Hoàn tác' }).click();
  await present(2);
  await markByName(desk, { typed: '6', rosterCode: 'THU-6' });
  await present(3);
  await expect(waiting(desk)).toHaveAttribute('data-waiting', '0');
  expect(await presentAtCentre()).toBe(before + 3);
  await context.close();
});

test('two tabs of one machine are one outbox; a delegate of another hall is counted as a guest', async ({
  browser,
}) => {
  const { id: siteId } = await must(administrator, 'site:create', {
    conferenceId: hall.conferenceId,
    code: 'HN-02',
    name: 'Điểm cầu bên cạnh',
    tier: 'COMMUNE',
    mode: 'ONLINE',
    unitId: null,
    parentSiteId: null,
    contactName: '',
    contactPhone: '',
    plannedCount: null,
  });
  await must(administrator, 'delegate:create', {
    siteId,
    unitId: null,
    categoryName: '',
    fullName: 'Phạm Thị Láng Giềng',
    position: '',
    phone: '',
    birthYear: null,
    seat: '',
    note: '',
    rosterCode: 'KHACH-1',
  });
  const neighbours = await must(administrator, 'door:roster', { siteId });
  const guestCode = neighbours.delegates[0]?.checkInCode ?? '';

  const context = await browser.newContext(VIETNAMESE);
  const desk = await openDoor(context, doorLink);
  const secondTab = await context.newPage();
  await secondTab.goto(desk.url());
  await deskShown(secondTab);
  const before = await presentAtCentre();
  await context.setOffline(true);
  await markByName(desk, { typed: '9', rosterCode: 'THU-9' });
  await markByName(secondTab, { typed: '10', rosterCode: 'THU-10' });
  for (const tab of [desk, secondTab]) {
    await expect(waiting(tab)).toHaveAttribute('data-waiting', '2');
    await expect(counter(tab, 'present')).toHaveText(String(before + 2));
  }
  // Without a network nobody can say whose code it is: it is kept, and matched by the centre.
  await scan(desk, guestCode);
  await desk.getByRole('button', { name: 'Ghi lại mã này' }).click({ timeout: 60_000 });
  await expect(counter(secondTab, 'guests')).toHaveText('1');
  await context.setOffline(false);
  for (const tab of [desk, secondTab]) {
    await expect(waiting(tab)).toHaveAttribute('data-waiting', '0', { timeout: 60_000 });
    await expect(counter(tab, 'guests')).toHaveText('1');
  }
  expect(await presentAtCentre()).toBe(before + 2);
  await desk.reload();
  await expect(desk.getByText('Phạm Thị Láng Giềng')).toBeVisible();
  await context.close();
});

test('plain http and no camera: plain words, and the other ways work', async () => {
  const browser = await chromium.launch({
    ...CHROMIUM,
    args: [...CHROMIUM.args, '--host-resolver-rules=MAP hall.test 127.0.0.1'],
  });
  const context = await browser.newContext(VIETNAMESE);
  const before = await presentAtCentre();
  const insecure = doorLink.replace('//localhost', '//hall.test');
  const desk = await openDoor(context, insecure);
  await expect(desk.getByText('địa chỉ bắt đầu bằng https://')).toBeVisible();
  await markByName(desk, { typed: '7', rosterCode: 'THU-7' });
  await expect(waiting(desk)).toHaveAttribute('data-waiting', '0');
  expect(await presentAtCentre()).toBe(before + 1);
  await browser.close();

  const bare = await chromium.launch(CHROMIUM);
  const allowed = await bare.newContext({ ...VIETNAMESE, permissions: ['camera'] });
  const page = await openDoor(allowed, doorLink);
  await expect(page.getByText('Máy này không có camera')).toBeVisible();
  await bare.close();
});

test('on a phone a name is found and marked by the thumb, above the keyboard', async ({
  browser,
}) => {
  const context = await browser.newContext({
    ...VIETNAMESE,
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    isMobile: true,
  });
  const desk = await openDoor(context, doorLink);
  const KEYBOARD_TOP_PX = 500;
  const search = desk.getByRole('searchbox');
  const person = desk.locator('[data-person="THU-12"]');
  const press = person.getByRole('button', { name: 'Có mặt', exact: true });
  await search.tap();
  await search.fill('12');
  await expect(press).toBeVisible();
  const box = await press.boundingBox();
  expect(box!.y + box!.height).toBeLessThan(KEYBOARD_TOP_PX);
  await press.tap();
  await expect(result(desk)).toHaveAttribute('data-result', 'marked-PRESENT');
  await expect(search).toBeFocused();
  await search.fill('12');
  await expect(person).toHaveAttribute('data-status', 'PRESENT');
  await expect(person).toContainText('Có mặt lúc');
  await expect(press).toHaveCount(0);
  await desk.getByRole('button', { name: 'Quét thẻ' }).tap();
  await expect(search).toHaveValue('');
  await expect(counter(desk, 'present')).toBeVisible();
  await context.close();
});

test('a headcount in under twenty seconds, kept while the network is away', async ({ browser }) => {
  const link = await linkOf(administrator, { siteId: hall.siteId, deviceKind: 'HEADCOUNT' });
  const context = await browser.newContext({
    ...VIETNAMESE,
    viewport: { width: 390, height: 844 },
  });
  const phone = await context.newPage();
  await phone.goto(link);
  await phone.getByRole('button', { name: 'Vào điểm cầu' }).click();
  await phone.waitForURL('**/site/headcount');
  await expect(phone.getByRole('link', { name: 'Trang của điểm cầu' })).toHaveAttribute(
    'href',
    '/site',
  );
  const startedMs = Date.now();
  await phone.getByLabel('Số người đang có mặt trong hội trường').fill('8');
  await phone.getByRole('button', { name: 'Gửi báo cáo' }).click();
  await expect(phone.locator('[data-last-report="8"]')).toBeVisible();
  expect(Date.now() - startedMs).toBeLessThan(20_000);

  await context.setOffline(true);
  await phone.getByLabel('Số người đang có mặt trong hội trường').fill('9');
  await phone.getByRole('button', { name: 'Gửi báo cáo' }).click();
  await expect(phone.getByText('chờ gửi')).toBeVisible();
  await context.setOffline(false);
  await expect(phone.locator('[data-last-report="9"]')).toBeVisible();
  await expect(phone.getByText('Trung tâm đã nhận báo cáo.')).toBeVisible();
  const { sessionId, siteId } = hall;
  const latest = await must(hall.door, 'headcount:latest', { sessionId, siteId });
  expect(latest.report?.presentCount).toBe(9);

  // Far from what the doors counted: asked once, never refused.
  expect(latest.present).toBeGreaterThan(0);
  await phone.getByLabel('Số người đang có mặt trong hội trường').fill('680');
  await phone.getByRole('button', { name: 'Gửi báo cáo' }).click();
  const question = phone.getByRole('alertdialog', { name: 'Gửi báo cáo 680 người?' });
  await question.getByRole('button', { name: 'Sửa lại số' }).click();
  await expect(phone.getByLabel('Số người đang có mặt trong hội trường')).toHaveValue('680');
  await phone.getByRole('button', { name: 'Gửi báo cáo' }).click();
  await question.getByRole('button', { name: 'Gửi 680 người' }).click();
  await expect(phone.locator('[data-last-report="680"]')).toBeVisible();
  await context.close();
});

test('a revoked device says so, and what to do', async ({ browser }) => {
  const context = await browser.newContext(VIETNAMESE);
  const desk = await openDoor(context, doorLink);
  await must(administrator, 'device-link:reissue', {
    siteId: hall.siteId,
    deviceKind: 'DOOR',
    revokesDevices: true,
  });
  doorLink = await linkOf(administrator, { siteId: hall.siteId, deviceKind: 'DOOR' });
  await markByName(desk, { typed: '8', rosterCode: 'THU-8' });
  await expect(waiting(desk)).toHaveAttribute('data-waiting', '1');
  await waiting(desk).click();
  await expect(desk.getByText('Trung tâm không nhận dữ liệu của máy này')).toBeVisible();
  // Enrolled anew in the same browser, it delivers what it holds.
  await desk.goto(doorLink);
  await desk.getByRole('button', { name: 'Vào điểm cầu' }).click();
  await desk.waitForURL('**/site/check-in');
  await deskShown(desk);
  await expect(waiting(desk)).toHaveAttribute('data-waiting', '0');
  await context.close();
});
