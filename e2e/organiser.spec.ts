import AxeBuilder from '@axe-core/playwright';
import { expect, test, type BrowserContext, type Locator, type Page } from '@playwright/test';
import type { HttpIdentity } from '#contract/program-client.ts';
import { startProduct, type Product } from './product.ts';
import { must, signInFirstAdministrator } from './round-of-commands.ts';

let product: Product;
let administrator: HttpIdentity;
/** `/conferences/<id>` of the round that the first journey makes. */
let base: string;
let unitId: string;

test.describe.configure({ mode: 'serial' });

test.beforeAll(async () => {
  test.setTimeout(300_000);
  product = await startProduct();
  administrator = await signInFirstAdministrator(product.origin, product.administratorLink ?? '');
  ({ id: unitId } = await must(administrator, 'unit:create', {
    tree: 'PARTY',
    code: '00008',
    name: 'Đảng bộ phường Ngọc Hà',
    parentId: null,
    validFrom: null,
    predecessorIds: [],
  }));
});
test.afterAll(() => product?.stop());
test.beforeEach(({ context }) => signIn(context));

/** The browser is the administrator, by the cookies that the commands got. */
async function signIn(context: BrowserContext): Promise<void> {
  const cookies = administrator.cookie.split('; ').map((pair) => {
    const at = pair.indexOf('=');
    return { name: pair.slice(0, at), value: pair.slice(at + 1), url: product.origin };
  });
  await context.addCookies(cookies);
}

const dialog = (page: Page) => page.getByRole('dialog');
const agenda = (page: Page): Locator => page.locator('[data-agenda-row]');

async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`)).toEqual([]);
}

/** Each item as `08:00 Chào cờ`. */
async function programme(page: Page): Promise<string[]> {
  const lines = await agenda(page).allInnerTexts();
  return lines.map((text) => text.split('\n').slice(0, 2).join(' '));
}

test('a round is opened only with the word about state secrets', async ({ page }) => {
  await page.goto(`${product.origin}/conferences`);
  await page.getByRole('button', { name: 'Tạo hội nghị' }).first().click();
  const submit = dialog(page).getByRole('button', { name: 'Tạo hội nghị' });
  await dialog(page).getByLabel('Tên hội nghị').fill('Hội nghị quán triệt nghị quyết');
  await submit.click();
  await expect(dialog(page).getByRole('alert')).toContainText('bí mật nhà nước');
  await dialog(page).getByRole('checkbox').click();
  await submit.click();
  await page.waitForURL(/\/conferences\/[0-9a-f-]{36}$/);
  base = page.url();
  await expect(page.getByText('Chưa có buổi nào').first()).toBeVisible();
  await expectAccessible(page);
});

test('the agenda is written, moved, taken away and brought back by keys and by dragging', async ({
  page,
}) => {
  await page.goto(`${base}/sessions`);
  await page.getByRole('button', { name: 'Thêm buổi' }).first().click();
  await dialog(page).getByRole('button', { name: 'Lưu' }).click();
  for (const [title, minutes] of [
    ['Kiểm tra quân số', '15'],
    ['Chào cờ', '5'],
    ['Chuyên đề 1', '60'],
  ] as const) {
    await page.getByRole('button', { name: 'Thêm mục' }).click();
    await page.getByLabel('Nội dung').fill(title);
    await page.getByLabel('Số phút').fill(minutes);
    await page.keyboard.press('Enter');
    await expect(agenda(page).filter({ hasText: title })).toBeVisible();
    await expect(page.getByLabel('Nội dung')).toHaveCount(0);
  }
  const shows = (...lines: string[]) => expect.poll(() => programme(page)).toEqual(lines);
  await shows('08:00 Kiểm tra quân số', '08:15 Chào cờ', '08:20 Chuyên đề 1');
  await agenda(page).nth(2).focus();
  await page.keyboard.press('Alt+ArrowUp');
  await expect(agenda(page).nth(1)).toBeFocused();
  await page.keyboard.press('Alt+ArrowUp');
  await expect(agenda(page).nth(0)).toBeFocused();
  await shows('08:00 Chuyên đề 1', '09:00 Kiểm tra quân số', '09:15 Chào cờ');
  await page.keyboard.press('Delete');
  await shows('08:00 Kiểm tra quân số', '08:15 Chào cờ');
  await page.getByRole('button', { name: 'Hoàn tác' }).click();
  await shows('08:00 Chuyên đề 1', '09:00 Kiểm tra quân số', '09:15 Chào cờ');
  await agenda(page).nth(0).dragTo(agenda(page).nth(2));
  await shows('08:00 Kiểm tra quân số', '08:15 Chào cờ', '08:20 Chuyên đề 1');
  await expectAccessible(page);
  await page.reload();
  await shows('08:00 Kiểm tra quân số', '08:15 Chào cờ', '08:20 Chuyên đề 1');
});

test('a hall gets its links, its code and its message; one link is issued anew', async ({
  page,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.goto(`${base}/sites`);
  await page.getByRole('button', { name: 'Thêm điểm cầu' }).click();
  await dialog(page).getByLabel('Tên điểm cầu').fill('Điểm cầu Phường Ngọc Hà');
  await dialog(page).getByLabel('Mã', { exact: true }).fill('NH-01');
  await dialog(page).getByLabel('Đơn vị').click();
  await page.keyboard.type('ngoc ha');
  await page.keyboard.press('Enter');
  await dialog(page).getByRole('button', { name: 'Thêm điểm cầu' }).click();
  const codes = dialog(page).locator('code');
  await expect(codes).toHaveCount(4);
  const [before = ''] = await codes.allInnerTexts();
  await dialog(page).getByRole('button', { name: 'Sao chép tin nhắn' }).click();
  const message = await page.evaluate(() => navigator.clipboard.readText());
  expect(message).toContain(before);
  expect(message).toContain('Điểm cầu Phường Ngọc Hà (mã NH-01)');
  await expectAccessible(page);
  await dialog(page).getByRole('button', { name: 'Đổi liên kết: Bàn kỹ thuật' }).click();
  await page.getByRole('menuitem', { name: 'Cấp lại' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Cấp lại' }).click();
  await expect(codes.first()).not.toHaveText(before);
  await page.keyboard.press('Escape');
  await expect(dialog(page)).toHaveCount(0);
});

test('what was typed is not dropped unasked, and two people do not overwrite each other', async ({
  page,
}) => {
  await page.goto(`${base}/sites`);
  await page.locator('[data-row]').first().click();
  const siteId = new URL(page.url()).searchParams.get('site') ?? '';
  await dialog(page).getByRole('tab', { name: 'Thông tin' }).click();
  const phone = dialog(page).getByLabel('Số điện thoại');
  await phone.fill('0912 000 001');
  await dialog(page).getByRole('tab', { name: 'Thiết bị' }).click();
  await dialog(page).getByRole('tab', { name: 'Thông tin' }).click();
  await expect(phone).toHaveValue('0912 000 001');
  const question = page.getByRole('alertdialog');
  for (const close of [
    () => page.keyboard.press('Escape'),
    () => page.evaluate(() => history.back()),
  ]) {
    await close();
    await expect(question).toContainText('chưa được lưu');
    await question.getByRole('button', { name: 'Tiếp tục sửa' }).click();
    await expect(phone).toHaveValue('0912 000 001');
  }

  const name = dialog(page).getByLabel('Tên điểm cầu');
  const stored = {
    code: 'NH-01',
    name: await name.inputValue(),
    tier: 'COMMUNE',
    mode: 'ONLINE',
    unitId,
    parentSiteId: null,
    contactName: '',
    contactPhone: '',
    plannedCount: null,
  } as const;
  await must(administrator, 'site:update', {
    ...{ siteId, ...stored, expected: stored },
    name: 'Điểm cầu Ngọc Hà số 1',
    contactPhone: '0912 000 002',
  });
  await dialog(page).getByRole('button', { name: 'Lưu' }).click();
  await expect(dialog(page).getByText('Người khác vừa sửa mục này')).toBeVisible();
  await expect(dialog(page).getByText('Số điện thoại: 0912 000 002')).toBeVisible();
  await expect(name).toHaveValue('Điểm cầu Ngọc Hà số 1');
  await expect(phone).toHaveValue('0912 000 001');
  await expectAccessible(page);
  await dialog(page).getByRole('button', { name: 'Lưu' }).click();
  await expect(dialog(page).getByText('Người khác vừa sửa mục này')).toHaveCount(0);
  await page.keyboard.press('Escape');
  await expect(dialog(page)).toHaveCount(0);
  await expect(page.locator('[data-row]').first()).toContainText('0912 000 001');
});

test('a delegate is added, found without marks, sees a page of their own, and leaves the list', async ({
  page,
  browser,
}) => {
  await page.goto(`${base}/roster`);
  await page.getByRole('button', { name: 'Thêm đại biểu' }).click();
  await dialog(page).getByLabel('Họ và tên').fill('Đặng Thị Hòa');
  await dialog(page).getByLabel('Điểm cầu').click();
  await page.keyboard.type('ngoc');
  await page.keyboard.press('Enter');
  await dialog(page).getByRole('button', { name: 'Thêm đại biểu' }).click();
  await expect(dialog(page).getByText('NH-01-001')).toBeVisible();
  await page.keyboard.press('Escape');
  await page.getByRole('searchbox').fill('hoa');
  await page.locator('[data-row]').first().click();
  await dialog(page).getByRole('tab', { name: 'Thẻ và liên kết' }).click();
  await dialog(page).getByRole('button', { name: 'Hiện liên kết' }).click();
  const link = await dialog(page).getByRole('link', { name: 'Mở' }).getAttribute('href');
  await expectAccessible(page);

  const phone = await browser.newContext({ viewport: { width: 390, height: 844 } });
  const pass = await phone.newPage();
  await pass.goto(link ?? '');
  await expect(pass.getByRole('heading', { name: 'Đặng Thị Hòa' })).toBeVisible();
  await expect(pass.getByRole('img', { name: 'Mã QR điểm danh' })).toBeVisible();
  await expect(pass.getByText('08:20')).toBeVisible();
  await expectAccessible(pass);

  await dialog(page).getByRole('tab', { name: 'Thông tin' }).click();
  await dialog(page).getByRole('button', { name: 'Rút khỏi danh sách' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Rút khỏi danh sách' }).click();
  await expect(dialog(page).getByText('đã được rút khỏi danh sách')).toBeVisible();
  await pass.reload();
  await expect(pass.getByRole('heading', { name: 'Liên kết này không dùng được' })).toBeVisible();
  await phone.close();
});

test('the doors of a session are opened once, and the checklist knows', async ({ page }) => {
  await page.goto(base);
  await page.getByRole('button', { name: 'Mở điểm danh' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Mở điểm danh' }).click();
  await expect(page.getByText('1/1 buổi đã mở')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Mở điểm danh' })).toHaveCount(0);
  await expect(page.getByRole('link', { name: 'Số liệu' }).last()).toBeVisible();
});
