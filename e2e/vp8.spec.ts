import { chromium, expect, test } from '@playwright/test';
import type { Browser, Page } from '@playwright/test';
import type { HttpIdentity } from '#contract/program-client.ts';
import { findSource, takeSource } from './director.ts';
import { CENTRE, FIRST_HALL, MEDIA_BROWSER_ARGS, seePicture, shows } from './filmed-hall.ts';
import type { FilmedHall } from './filmed-hall.ts';
import { startProduct } from './product.ts';
import type { Product } from './product.ts';
import { must, signInFirstAdministrator } from './round-of-commands.ts';
import { openVideoRound, placeMachine } from './video-round.ts';
import type { VideoRound } from './video-round.ts';
import { readPeers } from './watched-peers.ts';

/** A session whose pictures are VP8: for browsers that were built without H.264. */

const MAIN = 'video[data-slot="MAIN"]';
const RETURN = 'video[data-slot="RETURN"]';

let product: Product;
let browser: Browser;
let director: HttpIdentity;
let round: VideoRound;

test.beforeAll(async ({ launchOptions }) => {
  test.setTimeout(300_000);
  product = await startProduct({ env: { PROGRAMME_CODEC: 'VP8' } });
  director = await signInFirstAdministrator(product.origin, product.administratorLink ?? '');
  round = await openVideoRound(director);
  const args = [...(launchOptions.args ?? []), ...MEDIA_BROWSER_ARGS];
  browser = await chromium.launch({ ...launchOptions, args });
});
test.afterAll(async () => {
  await browser?.close();
  await product?.stop();
});

async function join(siteId: string, film: FilmedHall, button: RegExp): Promise<Page> {
  const { page } = await placeMachine(browser, { administrator: director, siteId, film });
  await page.goto(`${product.origin}/site`);
  await page.getByRole('button', { name: button }).click();
  return page;
}

async function mainSource(siteId: string): Promise<string> {
  const wanted = { sessionId: round.sessionId, siteId, key: 'main' };
  await expect.poll(() => findSource(director, wanted)).toBeDefined();
  return (await findSource(director, wanted))!;
}

const take = (mainSourceId: string | null) =>
  takeSource(director, { sessionId: round.sessionId, mainSourceId });

/** That film, and its frames go on. */
async function expectMovingPicture(page: Page, selector: string, film: FilmedHall): Promise<void> {
  const frames = new Set<number>();
  await expect
    .poll(
      async () => {
        const seen = await seePicture(page, selector);
        if (seen && shows(seen, film)) frames.add(seen.frame);
        return frames.size;
      },
      { timeout: 30_000 },
    )
    .toBeGreaterThan(2);
}

test('takes go both ways in VP8, and a source comes back over the slate', async () => {
  const centre = await join(round.centreId, CENTRE, /Vào trường quay/);
  const hall = await join(round.firstId, FIRST_HALL, /Vào hội nghị/);
  const [centreSource, hallSource] = [
    await mainSource(round.centreId),
    await mainSource(round.firstId),
  ];
  await must(director, 'programme:start', { sessionId: round.sessionId });
  await take(centreSource);
  await expectMovingPicture(hall, MAIN, CENTRE);
  await take(hallSource);
  await expectMovingPicture(centre, MAIN, FIRST_HALL);
  await expectMovingPicture(hall, RETURN, CENTRE);
  await take(null);
  await expect
    .poll(async () => {
      const seen = await seePicture(centre, MAIN);
      return seen !== null && !shows(seen, FIRST_HALL);
    })
    .toBe(true);
  await take(hallSource);
  await expectMovingPicture(centre, MAIN, FIRST_HALL);
  expect((await readPeers(centre)).receivedCodecs).toEqual(['audio/opus', 'video/VP8']);
});
