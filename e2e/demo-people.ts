import AxeBuilder from '@axe-core/playwright';
import { expect, type BrowserContext, type Page } from '@playwright/test';
import { commandOverHttp, dataOf } from '#contract/program-client.ts';
import type { HttpIdentity } from '#contract/program-client.ts';
import type { Product } from './product.ts';

/** Signs one of the demo's people in, by the link that the start prints. */
export async function enter(
  product: Product,
  { role, username }: { role: string; username: string },
): Promise<HttpIdentity> {
  const link = new RegExp(`${role}[^\\n]*\\n\\s*\\S+/setup/(\\S+)`).exec(product.output());
  const stranger: HttpIdentity = { origin: product.origin, as: 'account', cookie: '' };
  const { answer, cookie } = await commandOverHttp(stranger, 'account:accept-link', {
    ...{ token: link?.[1] ?? '', name: role, username },
    password: 'mot mat khau that dai',
  });
  dataOf(answer);
  return { ...stranger, cookie };
}

/** The pages of a browser are that person's. */
export async function signIn(context: BrowserContext, person: HttpIdentity): Promise<void> {
  const cookies = person.cookie.split('; ').map((pair) => {
    const at = pair.indexOf('=');
    return { name: pair.slice(0, at), value: pair.slice(at + 1), url: person.origin };
  });
  await context.addCookies(cookies);
}

/** A picture that is seen and moves: not only a tag in the page. */
export async function expectPicture(page: Page, name: string): Promise<void> {
  const video = page.locator(`video[data-slot="${name}"]`);
  // As large as its monitor: frames alone would also be counted in a box without height.
  const height = async () => (await video.boundingBox())?.height ?? 0;
  await expect.poll(height).toBeGreaterThan(80);
  const frames = () =>
    video.evaluate(
      (element: HTMLVideoElement) => element.getVideoPlaybackQuality().totalVideoFrames,
    );
  await expect.poll(frames, { timeout: 30_000 }).toBeGreaterThan(0);
  const before = await frames();
  await expect.poll(frames, { timeout: 30_000 }).toBeGreaterThan(before);
}

/** No finding of axe, and nothing beside the window. */
export async function expectAccessible(shown: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page: shown }).analyze();
  expect(violations).toEqual([]);
  const overflow = await shown.evaluate(
    () => document.documentElement.scrollWidth - window.innerWidth,
  );
  expect(overflow).toBeLessThanOrEqual(0);
}
