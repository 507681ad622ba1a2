import { expect, test, type Page } from '@playwright/test';
import { pino } from 'pino';
import { enrolDevice } from '#contract/program-client.ts';
import type { HttpIdentity } from '#contract/program-client.ts';
import { createHalls } from '#db/seed/halls.ts';
import { DEMO_SEED } from '#db/seed/round.ts';
import { describeRound } from '#db/seed/seed-demo.ts';
import { SimulatedHall } from '#server/demo/simulated-halls/simulated-hall.ts';
import { enter, expectAccessible, expectPicture, signIn } from './demo-people.ts';
import { MEDIA_BROWSER_ARGS } from './filmed-hall.ts';
import { startProduct, type Product } from './product.ts';
import { must } from './round-of-commands.ts';

/** The demo round in full size, of which the centre and three halls are on video. */
const HALLS = 766;
const [CENTRE, BA_DINH, HOAN_KIEM, TAY_HO] = createHalls(DEMO_SEED).filter(
  ({ tier }) => tier === 'CENTRAL' || tier === 'DISTRICT',
) as [SeedHall, SeedHall, SeedHall, SeedHall];
type SeedHall = ReturnType<typeof createHalls>[number];

const sessionId = describeRound().sessionIds[0] ?? '';
const FOOTAGE = ['hall-1', 'hall-2', 'hall-3', 'hall-4'] as const;
const halls = new Map<string, SimulatedHall>();
const consoles = new Map<string, HttpIdentity>();
let product: Product;
let director: HttpIdentity;
let page: Page;

const CHROMIUM_ARGS = ['--no-sandbox', '--disable-quic', '--disable-dev-shm-usage'];
test.use({
  launchOptions: {
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    args: [...CHROMIUM_ARGS, ...MEDIA_BROWSER_ARGS],
  },
});
// One director's morning: each step goes on where the one before ended.
test.describe.configure({ mode: 'serial' });

test.beforeAll(async ({ browser }) => {
  test.setTimeout(600_000);
  product = await startProduct({ args: ['--demo'] });
  director = await enter(product, { role: 'DIRECTOR', username: 'dao.dien' });
  const organiser = await enter(product, { role: 'ORGANISER', username: 'to.chuc' });
  await must(organiser, 'session:open', { sessionId });
  for (const [number, { id: siteId, tier }] of [CENTRE, BA_DINH, HOAN_KIEM, TAY_HO].entries()) {
    const asked = { siteId, deviceKind: 'CONSOLE', label: 'Máy thử' } as const;
    const identity = await enrolDevice(organiser, asked);
    consoles.set(siteId, identity);
    const hall = new SimulatedHall({
      siteId,
      isCentral: tier === 'CENTRAL',
      identity,
      habits: {
        kind: 'WELL',
        footage: FOOTAGE[number] ?? 'hall-1',
        isSilent: false,
        absences: null,
      },
      log: pino({ level: 'silent' }),
    });
    halls.set(siteId, hall);
  }
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  await signIn(context, director);
  page = await context.newPage();
});
test.afterAll(async () => {
  for (const hall of halls.values()) hall.close();
  await product?.stop();
});

/** What the centre holds, asked apart from the page. */
const truth = () => must(director, 'control-room:subscribe', { sessionId });

function option(site: SeedHall) {
  return page
    .getByRole('listbox', { name: 'Điểm cầu', exact: true })
    .locator(`[data-site="${site.id}"]`);
}

/** What a monitor says is in it. */
function monitorName(label: string) {
  return page.locator(`[data-name="${label}"]`);
}

async function find(typed: string): Promise<void> {
  await page.keyboard.press('/');
  await page.keyboard.type(typed);
  await page.keyboard.press('Enter');
}

async function sourceOf({ id }: SeedHall): Promise<string> {
  const found = (await truth()).halls.find(({ siteId }) => siteId === id)?.sourceId;
  return found ?? 'none';
}

test('opens with all halls, in the list and on the wall, each with its state in words', async () => {
  await page.goto(`${product.origin}/control-room`);
  await page.getByRole('link', { name: 'Buổi thứ nhất' }).click();
  await expect(page.getByRole('status').getByText(`${HALLS} trên ${HALLS} điểm cầu`)).toBeVisible();
  const wall = page.getByRole('listbox', { name: 'Bức tường điểm cầu' });
  await expect(wall.getByRole('option')).toHaveCount(HALLS);
  await expect(wall.locator('[data-status="READY"]')).toHaveCount(4, { timeout: 60_000 });
  // Of the list, only what is in view is in the page.
  const drawn = await page.locator('[data-site]').count();
  expect(drawn).toBeGreaterThan(3);
  expect(drawn).toBeLessThan(60);
});

test('by keyboard alone: a hall is found, previewed, looked into and taken to air', async () => {
  await find('quan ba dinh');
  await expect(option(BA_DINH)).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Enter');
  await expect(page.locator(`[data-look="${BA_DINH.id}"]`)).toBeVisible();
  await expectPicture(page, 'LOOK');
  await page.keyboard.press('Escape');
  await expect(page.locator('[data-look]')).toHaveCount(0);
  await page.keyboard.press('p');
  const sourceId = await sourceOf(BA_DINH);
  await expect.poll(async () => (await truth()).programme.previewSourceId).toBe(sourceId);
  await expectPicture(page, 'PREVIEW');
  await page.keyboard.press('Space');
  await expect.poll(async () => (await truth()).programme.mainSourceId).toBe(sourceId);
  await expect(monitorName('CHƯƠNG TRÌNH')).toContainText('Quận Ba Đình');
  await expect(option(BA_DINH)).toHaveAttribute('data-status', 'ON_AIR');
  await expectPicture(page, 'MAIN');
  await expect
    .poll(async () => (await truth()).slots.find(({ slot }) => slot === 'MAIN')?.status)
    .toBe('SHOWN');
});

test('the centre is taken by its number, its way back waits in preview, the inset comes and goes', async () => {
  const [hall, centre] = [await sourceOf(BA_DINH), await sourceOf(CENTRE)];
  const programme = async () => (await truth()).programme;
  // As a director does, each key is pressed after the step before is seen on the page.
  const layout = (name: string) => page.getByRole('button', { name, exact: false, pressed: true });
  await page.keyboard.press('1');
  await expect.poll(programme).toMatchObject({ previewSourceId: centre });
  await expect(monitorName('XEM TRƯỚC')).not.toContainText('Ba Đình');
  await page.keyboard.press('t');
  const taken = { mainSourceId: centre, previewSourceId: hall, hallSoundSourceId: null };
  await expect.poll(programme).toMatchObject(taken);
  await expect(monitorName('CHƯƠNG TRÌNH')).not.toContainText('Ba Đình');
  await expect(monitorName('XEM TRƯỚC')).toContainText('Ba Đình');
  await page.keyboard.press('i');
  await expect.poll(programme).toMatchObject({ insetSourceId: hall, layout: 'INSET' });
  await expect(layout('Hình lồng')).toBeVisible();
  await page.getByRole('button', { name: 'Hai hình' }).click();
  await expect.poll(programme).toMatchObject({ layout: 'SIDE_BY_SIDE' });
  await expect(layout('Hai hình')).toBeVisible();
  await page.keyboard.press('i');
  await expect.poll(programme).toMatchObject({ insetSourceId: null, layout: 'FULL' });
  await expect(layout('Toàn màn')).toBeVisible();
  // A cut-away takes the picture and leaves the sound.
  await page.keyboard.press('c');
  await expect.poll(programme).toMatchObject({ mainSourceId: hall, hallSoundSourceId: null });
  await expect(monitorName('CHƯƠNG TRÌNH')).toContainText('Ba Đình');
  await page.keyboard.press('s');
  await expect.poll(programme).toMatchObject({ mainSourceId: null });
  await expect(monitorName('CHƯƠNG TRÌNH')).toHaveText('Hình chờ');
});

test('keys stay letters in a text field, and a held key acts once', async () => {
  const { number } = (await truth()).programme;
  await page.keyboard.press('/');
  await page.keyboard.type('tps');
  await expect(page.getByRole('searchbox')).toHaveValue('tps');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('searchbox')).not.toBeFocused();
  expect((await truth()).programme.number).toBe(number);
});

test('a hall asks to speak: accepted, on standby, on air, done', async () => {
  await halls.get(HOAN_KIEM.id)?.raiseHand('Kinh nghiệm sắp xếp bộ máy');
  const request = page.locator('[data-request]').filter({ hasText: 'Quận Hoàn Kiếm' });
  await expect(request).toHaveAttribute('data-status', 'REQUESTED');
  const status = async () =>
    (await truth()).queue.find(({ siteId }) => siteId === HOAN_KIEM.id)?.status ?? 'GONE';
  for (const [key, next] of [
    ['a', 'ACCEPTED'],
    ['n', 'STANDBY'],
    ['o', 'ON_AIR'],
  ] as const) {
    await page.keyboard.press(key);
    await expect.poll(status).toBe(next);
    await expect(request).toHaveAttribute('data-status', next);
  }
  const sourceId = await sourceOf(HOAN_KIEM);
  expect((await truth()).programme).toMatchObject({
    mainSourceId: sourceId,
    hallSoundSourceId: sourceId,
  });
  await expect(page.getByRole('meter', { name: /Tiếng điểm cầu/ })).not.toHaveAttribute(
    'aria-valuenow',
    '0',
    { timeout: 30_000 },
  );
  await page.keyboard.press('d');
  await expect.poll(status).toBe('GONE');
  await expect(request).toHaveCount(0);
  expect((await truth()).programme.mainSourceId).toBe(await sourceOf(CENTRE));
});

test('the queue is put in order, and a request declined, with the mouse', async () => {
  await halls.get(BA_DINH.id)?.raiseHand('');
  await expect(page.locator('[data-request]')).toHaveCount(1);
  await halls.get(TAY_HO.id)?.raiseHand('');
  await expect(page.locator('[data-request]')).toHaveCount(2);
  const order = async () => (await truth()).queue.map(({ siteId }) => siteId);
  expect(await order()).toEqual([BA_DINH.id, TAY_HO.id]);
  await page.getByRole('button', { name: /Việc khác với .*Tây Hồ/ }).click();
  await page.getByRole('menuitem', { name: 'Lên một bậc' }).click();
  await expect.poll(order).toEqual([TAY_HO.id, BA_DINH.id]);
  // Keys act on the list as it is seen.
  await expect(page.locator('[data-request]').first()).toContainText('Tây Hồ');
  const chosen = page.locator('[data-request]').filter({ hasText: 'Tây Hồ' });
  await chosen.getByRole('button', { pressed: false }).first().click();
  await page.keyboard.press('Alt+ArrowDown');
  await expect.poll(order).toEqual([BA_DINH.id, TAY_HO.id]);
  for (const name of [/Việc khác với .*Tây Hồ/, /Việc khác với .*Ba Đình/]) {
    await page.getByRole('button', { name }).click();
    await page.getByRole('menuitem', { name: 'Từ chối' }).click();
  }
  await expect.poll(order).toEqual([]);
});

test('halls are muted one by one and all at once', async () => {
  const muted = async () => (await truth()).halls.filter((hall) => hall.isMutedByCentre).length;
  await find('quan tay ho');
  await expect(option(TAY_HO)).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('m');
  await expect.poll(muted).toBe(1);
  await expect(page.getByRole('button', { name: 'Bị tắt tiếng 1' })).toBeVisible();
  await page.keyboard.press('m');
  await expect.poll(muted).toBe(0);
  await expect(page.getByRole('button', { name: 'Bị tắt tiếng 0' })).toBeVisible();
  await page.keyboard.press('Shift+M');
  const asked = page.getByRole('alertdialog');
  await asked.getByRole('button', { name: 'Tắt tiếng tất cả' }).click();
  await expect.poll(muted).toBeGreaterThan(600);
  await expect(asked).toHaveCount(0);
  await page.getByRole('button', { name: 'Cho nói' }).click();
});

test('a hall is sent a sentence by keyboard, and is read to have seen it', async () => {
  const { id: siteId } = TAY_HO;
  const written = page.getByRole('dialog', { name: /^Nhắn .*Tây Hồ/ });
  const field = written.getByLabel('Lời nhắn', { exact: true });
  await find('quan tay ho');
  await expect(option(TAY_HO)).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('l');
  await expect(field).toBeFocused();
  await expectAccessible(page);
  await page.keyboard.type('Mời chuẩn bị phát biểu');
  await page.keyboard.press('Enter');
  await expect(written).toHaveCount(0);
  await expect(page.locator('[data-message="SENT"]')).toContainText('Mời chuẩn bị phát biểu');
  const messageId = (await truth()).halls.find((hall) => hall.siteId === siteId)?.message
    ?.messageId;
  await must(consoles.get(siteId)!, 'hall:see-message', {
    ...{ sessionId, siteId },
    messageId: messageId ?? '',
  });
  await expect(page.locator('[data-message="SEEN"]')).toBeVisible();
});

test('a hall that loses its line is named among the exceptions, and goes when it is back', async () => {
  const exception = page.locator('[data-exception="LOST"]').filter({ hasText: 'Hoàn Kiếm' });
  halls.get(HOAN_KIEM.id)?.goAway();
  await expect(exception).toBeVisible({ timeout: 60_000 });
  await exception.getByRole('button', { name: 'Gọi' }).click();
  await expect(page.locator(`[data-contact="${HOAN_KIEM.id}"]`)).toContainText(
    HOAN_KIEM.contactPhone,
  );
  // What fits the trouble is written already.
  await exception.getByRole('button', { name: /^Nhắn/ }).click();
  await expect(page.getByLabel('Lời nhắn', { exact: true })).toHaveValue(/dây mạng/);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await page.getByRole('button', { name: /^Mất kết nối 1/ }).click();
  expect(new URL(page.url()).searchParams.get('filter')).toBe('LOST');
  await page.reload();
  await expect(page.getByRole('button', { name: /^Mất kết nối/ })).toHaveAttribute(
    'aria-pressed',
    'true',
  );
  halls.get(HOAN_KIEM.id)?.comeBack();
  await expect(exception).toHaveCount(0, { timeout: 60_000 });
  await page.getByRole('button', { name: /^Tất cả/ }).click();
});

test('sounds are chosen, muted and trimmed', async () => {
  const sound = page.getByRole('region', { name: 'Tiếng của chương trình' });
  const centre = await sourceOf(CENTRE);
  await expect.poll(async () => (await truth()).programme.centreSoundSourceId).toBe(centre);
  await sound.getByRole('button', { name: 'Tắt tiếng' }).first().click();
  await expect.poll(async () => (await truth()).programme.isCentreSoundMuted).toBe(true);
  await sound.getByRole('button', { name: 'Đã tắt' }).click();
  await expect.poll(async () => (await truth()).programme.isCentreSoundMuted).toBe(false);
  await sound.getByRole('button', { name: 'Nhỏ hơn 1 dB' }).first().click();
  const trim = async () =>
    (await truth()).sources.find(({ sourceId }) => sourceId === centre)?.trimDb;
  await expect.poll(trim).toBe(-1);
});

test('when the centre restarts the room keeps what it knows, and goes on by itself', async () => {
  const name = monitorName('CHƯƠNG TRÌNH');
  const before = (await name.textContent()) ?? '';
  for (const pid of product.pidsOf('front-door')) process.kill(pid, 'SIGKILL');
  await expect(page.getByText(`trên ${HALLS} điểm cầu`)).toBeVisible();
  await expect(name).toHaveText(before);
  await expect(async () => truth()).toPass({ timeout: 60_000 });
  await find('quan tay ho');
  await expect(option(TAY_HO)).toHaveAttribute('data-status', 'READY', { timeout: 60_000 });
  const sourceId = await sourceOf(TAY_HO);
  // What is pressed before the page has found the centre again is answered with "once more".
  await expect(async () => {
    await page.keyboard.press('p');
    const previewSourceId = async () => (await truth()).programme.previewSourceId;
    await expect.poll(previewSourceId, { timeout: 3_000 }).toBe(sourceId);
  }).toPass({ timeout: 60_000 });
  // T takes what the director has before the eyes, which may still be the preview of before.
  await expect(monitorName('XEM TRƯỚC')).toContainText('Tây Hồ');
  await expectPicture(page, 'PREVIEW');
  await page.keyboard.press('t');
  await expect.poll(async () => (await truth()).programme.mainSourceId).toBe(sourceId);
  await expect(option(TAY_HO)).toHaveAttribute('data-status', 'ON_AIR');
  await expectPicture(page, 'MAIN');
});

const VIEWS = [
  ['1440', 1440, 900],
  ['1920', 1920, 1080],
  ['390', 390, 844],
] as const;

for (const [name, width, height] of VIEWS) {
  test(`the room is accessible and fits: ${name}`, async () => {
    await page.setViewportSize({ width, height });
    await page.goto(`${product.origin}/control-room/${sessionId}`);
    await page.locator('[data-site]').first().click();
    await expectPicture(page, 'MAIN');
    await expectAccessible(page);
  });
}

test('the wall alone fills a large screen, is walked by arrows and opens a hall', async () => {
  await page.setViewportSize({ width: 3840, height: 2160 });
  await page.goto(`${product.origin}/control-room/${sessionId}/wall`);
  const wall = page.getByRole('listbox', { name: 'Bức tường điểm cầu' });
  await expect(wall.locator('[data-status="READY"]').first()).toBeAttached();
  const box = await wall.boundingBox();
  expect(box?.height ?? 0).toBeGreaterThan(2000);
  await wall.focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowRight');
  const selected = wall.locator('[aria-selected="true"]');
  await expect(selected).toHaveCount(1);
  await expect(selected).toContainText('Quận Ba Đình');
  await page.keyboard.press('Enter');
  await expectPicture(page, 'LOOK');
  await expectAccessible(page);
});

test('the sheet names every key; single letters can be switched off', async () => {
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.goto(`${product.origin}/control-room/${sessionId}`);
  await page.locator('[data-site]').first().click();
  await page.keyboard.press('?');
  const sheet = page.getByRole('dialog', { name: 'Phím tắt' });
  await expect(sheet.getByText('TAKE: đưa ô xem trước lên hình')).toBeVisible();
  await expectAccessible(page);
  await sheet.getByRole('switch').click();
  await page.keyboard.press('Escape');
  await expect(sheet).toHaveCount(0);
  const { number } = (await truth()).programme;
  await page.keyboard.press('s');
  await page.getByRole('button', { name: 'Phím tắt' }).click();
  await sheet.getByRole('switch').click();
  await page.keyboard.press('Escape');
  expect((await truth()).programme.number).toBe(number);
});

test('the session begins and ends on air, each after a question', async () => {
  await page.getByRole('button', { name: 'Bắt đầu phát' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Bắt đầu phát' }).click();
  await expect(page.getByText(/Đang phát từ/)).toBeVisible();
  expect((await truth()).programme.startedAt).not.toBeNull();
  await page.getByRole('combobox', { name: 'Lời báo trên hình chờ' }).click();
  await page.getByRole('option', { name: 'Giải lao' }).click();
  await expect.poll(async () => (await truth()).programme.notice).toBe('BREAK');
  await page.getByRole('button', { name: 'Kết thúc phát' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Kết thúc phát' }).click();
  await expect(page.getByText(/Đã kết thúc lúc/)).toBeVisible();
  expect((await truth()).programme).toMatchObject({ mainSourceId: null, hallSoundSourceId: null });
});
