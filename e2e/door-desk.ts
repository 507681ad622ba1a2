import { expect, type BrowserContext, type Page } from '@playwright/test';
import type { HttpIdentity } from '#contract/program-client.ts';
import type { DeviceKind } from '#domain/actor.ts';
import { must } from './round-of-commands.ts';

/** The browser that Chromium's options of the door need; see playwright.config.ts for the rest. */
export const CHROMIUM = {
  executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
  args: [
    '--no-sandbox',
    '--disable-quic',
    '--disable-background-networking',
    '--disable-dev-shm-usage',
  ],
};
export const VIETNAMESE = { locale: 'vi-VN', timezoneId: 'Asia/Ho_Chi_Minh' };

/** The link that enrols a device of one kind at a hall. */
export async function linkOf(
  administrator: HttpIdentity,
  given: { siteId: string; deviceKind: DeviceKind },
): Promise<string> {
  const { links } = await must(administrator, 'device-link:list', { siteId: given.siteId });
  const found = links.find(({ deviceKind }) => deviceKind === given.deviceKind);
  if (!found?.link) throw new Error(`the hall has no link of kind ${given.deviceKind}`);
  return found.link;
}

/** Opens a door as a clerk does: the link, one button, the desk. */
export async function openDoor(context: BrowserContext, link: string): Promise<Page> {
  const page = await context.newPage();
  await page.goto(link);
  await page.getByRole('button', { name: 'Vào điểm cầu' }).click();
  await page.waitForURL('**/site/check-in');
  await deskShown(page);
  return page;
}

export async function deskShown(page: Page): Promise<void> {
  await expect(counter(page, 'summoned')).not.toHaveText('0', { timeout: 20_000 });
}

export function counter(page: Page, name: string) {
  return page.locator(`[data-counter="${name}"]`);
}

export function waiting(page: Page) {
  return page.locator('[data-waiting]');
}

export function result(page: Page) {
  return page.locator('[data-result]');
}

/** Finds a delegate by the last word of the name and presses «Có mặt». */
export async function markByName(
  page: Page,
  { typed, rosterCode }: { typed: string; rosterCode: string },
) {
  await page.getByRole('searchbox').fill(typed);
  const row = page.locator(`[data-person="${rosterCode}"]`);
  await row.getByRole('button', { name: 'Có mặt', exact: true }).click();
  // Green only once it is durable on the machine: from here on nothing may be lost.
  await expect(result(page)).toHaveAttribute('data-result', 'marked-PRESENT');
  await expect(page.getByRole('searchbox')).toHaveValue('');
}

/** What a USB scanner does: types faster than a person, and Enter. */
export async function scan(page: Page, text: string): Promise<void> {
  await page.evaluate((letters) => {
    const press = (key: string, code: string) =>
      document.body.dispatchEvent(new KeyboardEvent('keydown', { key, code, bubbles: true }));
    for (const letter of letters) {
      press(letter, /\d/.test(letter) ? `Digit${letter}` : `Key${letter.toUpperCase()}`);
    }
    press('Enter', 'Enter');
  }, text);
}

/** Waits until the page with all its files is kept for work without a network. */
export async function keptForOffline(page: Page): Promise<void> {
  // Polled from here: a predicate that answers with a promise would pass at once.
  await expect
    .poll(
      () =>
        page.evaluate(async () => {
          const kept = await caches.match('/site/check-in');
          const files = await caches.match('/site/check-in?files');
          return kept !== undefined && files !== undefined && !!navigator.serviceWorker.controller;
        }),
      { timeout: 60_000 },
    )
    .toBe(true);
}
