import { createHash, createPublicKey, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { chromium, expect, test } from '@playwright/test';
import type { Browser, Page } from '@playwright/test';
import type { CommandAnswer } from '#contract/command.ts';
import type { CommandInput, CommandName, CommandOutput } from '#contract/registry.ts';
import { waiting } from './door-desk.ts';
import { startProduct } from './product.ts';
import type { Product } from './product.ts';
import { createTwoNetworks } from './two-networks.ts';
import type { TwoNetworks } from './two-networks.ts';

// Network namespaces need root; elsewhere the journey cannot be made and is reported as skipped.
const journey = process.getuid?.() === 0 ? test : test.skip;

const HOUR_MS = 3_600_000;

let networks: TwoNetworks;
let product: Product;
let browser: Browser;
let origin: string;

/** What a phone trusts after the steps of /trust, for this one certificate and no other. */
function trustOf(certificateFile: string): string {
  const { publicKey } = new X509Certificate(readFileSync(certificateFile));
  const spki = createPublicKey(publicKey.export({ type: 'spki', format: 'pem' })).export({
    type: 'spki',
    format: 'der',
  });
  return createHash('sha256').update(spki).digest('base64');
}

/** Sends a command from the page, as the page's own scripts do. */
async function command<N extends CommandName>(
  page: Page,
  name: N,
  input: CommandInput<N>,
): Promise<CommandOutput<N>> {
  const answer = (await page.evaluate(
    async ([command, body]) => {
      const response = await fetch(`/api/commands/${command}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ commandId: crypto.randomUUID(), input: body }),
      });
      return (await response.json()) as unknown;
    },
    [name, input] as const,
  )) as CommandAnswer<CommandOutput<N>>;
  if (answer.ok) return answer.data;
  throw new Error(`${name}: ${answer.code}`);
}

test.beforeAll(async () => {
  if (process.getuid?.() !== 0) return;
  test.setTimeout(300_000);
  networks = createTwoNetworks(process.env['CHROMIUM'] ?? '/usr/bin/chromium');
  product = await startProduct({
    args: ['--lan'],
    env: { HOST: '0.0.0.0' },
    launcher: networks.inCentre,
  });
  origin = product.origin.replace('localhost', networks.centreAddress);
  browser = await chromium.launch({
    executablePath: networks.hallChromium,
    args: [
      ...['--no-sandbox', '--disable-quic', '--disable-background-networking'],
      `--ignore-certificate-errors-spki-list=${trustOf(path.join(product.dataDir, 'lan/server.crt'))}`,
    ],
  });
});

test.afterAll(async () => {
  await browser?.close();
  await product?.stop();
  networks?.remove();
});

async function prepareHall(page: Page): Promise<string> {
  const token = product.administratorLink?.split('/setup/')[1] ?? '';
  await page.goto(origin);
  await command(page, 'account:accept-link', {
    token,
    name: 'Nguyễn Quản Trị',
    username: 'quan.tri',
    password: 'mot mat khau that dai',
  });
  const startsAtMs = Date.now() - HOUR_MS;
  const at = (hours: number) => new Date(startsAtMs + hours * HOUR_MS).toISOString();
  const dayIn = (hours: number) => at(hours + 7).slice(0, 10);
  const { id: conferenceId } = await command(page, 'conference:create', {
    name: 'Hội nghị hai mạng',
    organisation: '',
    startsOn: dayIn(0),
    endsOn: dayIn(4),
    helpPhone: '',
    confirmsNoStateSecret: true,
  });
  const { id: sessionId } = await command(page, 'session:create', {
    conferenceId,
    name: 'Cả ngày',
    startsAt: at(0),
    endsAt: at(4),
    lateAfter: at(3),
  });
  await command(page, 'session:open', { sessionId });
  return addHall(page, conferenceId);
}

/** @returns the link of its door */
async function addHall(page: Page, conferenceId: string): Promise<string> {
  const { id: siteId } = await command(page, 'site:create', {
    conferenceId,
    code: 'HN-01',
    name: 'Điểm cầu bên kia',
    tier: 'COMMUNE',
    mode: 'ONLINE',
    unitId: null,
    parentSiteId: null,
    contactName: '',
    contactPhone: '',
    plannedCount: 2,
  });
  for (const fullName of ['Trần Thị Bưởi', 'Lê Văn Chanh']) {
    await command(page, 'delegate:create', {
      siteId,
      unitId: null,
      categoryName: '',
      fullName,
      position: '',
      phone: '',
      birthYear: null,
      seat: '',
      note: '',
      rosterCode: '',
    });
  }
  const { links } = await command(page, 'device-link:list', { siteId });
  return links.find(({ deviceKind }) => deviceKind === 'DOOR')?.link ?? '';
}

async function markByName(page: Page, typed: string, name: string): Promise<void> {
  await page
    .getByLabel(/Tìm theo tên/)
    .last()
    .fill(typed);
  const row = page.getByRole('listitem').filter({ hasText: name });
  await row.getByRole('button', { name: 'Có mặt', exact: true }).click();
  await expect(page.getByText('Kính mời đồng chí vào hội trường.')).toBeVisible();
}

journey(
  'a hall in another network checks in over HTTPS, with the cable pulled in the middle',
  async () => {
    const organiser = await (await browser.newContext({ locale: 'vi-VN' })).newPage();
    const link = await prepareHall(organiser);
    expect(link).toMatch(/^https:\/\/10\.76\.0\.1:/);

    const door = await (
      await browser.newContext({ locale: 'vi-VN', viewport: { width: 390, height: 844 } })
    ).newPage();
    await door.goto(link);
    await door.getByRole('button').last().click();
    await door.waitForURL('**/site/check-in');
    expect(await door.evaluate(() => isSecureContext)).toBe(true);
    await markByName(door, 'bu', 'Bưởi');
    await expect(door.getByText('Đã về trung tâm').first()).toBeVisible();

    networks.pullCable();
    await markByName(door, 'cha', 'Chanh');
    await expect(waiting(door)).toHaveAttribute('data-waiting', '1', { timeout: 90_000 });
    networks.plugCable();
    await expect(waiting(door)).toHaveAttribute('data-waiting', '0', { timeout: 90_000 });

    await organiser.goto(`${origin}/dashboard`);
    await expect(organiser.getByText('100,00%').first()).toBeVisible({ timeout: 30_000 });
  },
);
