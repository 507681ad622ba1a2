import { chromium } from '@playwright/test';
import type { Browser, Page } from '@playwright/test';
import { enrolDevice } from '#contract/program-client.ts';
import type { FootageName } from '#server/demo/simulated-halls/footage.ts';
import { MEDIA_BROWSER_ARGS } from '../../e2e/filmed-hall.ts';
import { hallsOnVideo } from './halls-on-video.ts';
import { machineMs } from './machine-clock.ts';
import { beginLooking, type LookingWindow } from './page-eyes.ts';
import type { Watcher } from './watcher.ts';
import type { Stack } from '../stack.ts';

/** Far from the halls that send and from those that are simulated. */
const PLACES = [600, 601] as const;
const MAIN = 'video[data-slot="MAIN"]';
const OPEN_TIMEOUT_MS = 180_000;
const CLOCK_LOOKS = 20;
/** Half of what tells two footages apart; a picture that is neither counts for none. */
const LEAST_DISTANCE = 8;

/** What real browsers made of the programme. */
export interface PagesSaw {
  /** e.g. `2 Chromium 140 pages` */
  pages: string;
  /** Frames that the browsers decoded. */
  frames: number;
  /** The longest time without a new frame at any of them. */
  longestGapMs: number;
  seconds: number;
}

interface OpenPage {
  page: Page;
  /** What must be added to the page's clock. */
  offsetMs: number;
}

/**
 * Two Chromium pages, each a hall's projector as the product serves it: they decode the programme, and a
 * take is seen in their pixels.
 */
export class RealPages implements Watcher {
  readonly #browser: Browser;
  readonly #pages: OpenPage[] = [];
  #sinceMs = 0;

  /** @throws Error when a page shows no picture in three minutes */
  static async open(stack: Stack): Promise<RealPages> {
    const browser = await chromium.launch({
      executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
      args: ['--no-sandbox', '--disable-quic', '--disable-dev-shm-usage', ...MEDIA_BROWSER_ARGS],
    });
    const opened = new RealPages(browser);
    try {
      for (const place of PLACES) await opened.#open(stack, hallsOnVideo(stack)[place]!.id);
      await opened.begin();
      return opened;
    } catch (error) {
      await opened.close();
      throw error;
    }
  }

  private constructor(browser: Browser) {
    this.#browser = browser;
  }

  get count(): number {
    return this.#pages.length;
  }

  /** Frames and gaps count from now on. */
  async begin(): Promise<void> {
    this.#sinceMs = machineMs();
    await this.#each(() => (window as unknown as LookingWindow).looking.begin());
  }

  async saw(): Promise<PagesSaw> {
    const all = await this.#each(() => (window as unknown as LookingWindow).looking.saw());
    return {
      pages: `${all.length} Chromium ${this.#browser.version()} pages`,
      frames: all.reduce((sum, { frames }) => sum + frames, 0),
      longestGapMs: Math.max(...all.map(({ longestGapMs }) => longestGapMs)),
      seconds: (machineMs() - this.#sinceMs) / 1_000,
    };
  }

  /** What is shown now is not what is taught next: a page may still show it when it should not. */
  async learnBefore(): Promise<void> {
    await this.#each(() => (window as unknown as LookingWindow).looking.learn('before'));
  }

  async forgetBefore(): Promise<void> {
    await this.#each(() => (window as unknown as LookingWindow).looking.forget('before'));
  }

  /** What is shown now is this footage. @throws Error when it looks like what is already known */
  async learn(footage: FootageName): Promise<void> {
    const distances = await Promise.all(
      this.#pages.map(({ page }) =>
        page.evaluate((name) => (window as unknown as LookingWindow).looking.learn(name), footage),
      ),
    );
    const nearest = Math.min(...distances);
    // Not “less than”: what could not be compared is not known either.
    if (!(nearest >= LEAST_DISTANCE)) throw new Error(`${footage} looks like another: ${nearest}`);
  }

  async watch(footage: FootageName): Promise<void> {
    await Promise.all(
      this.#pages.map(({ page }) =>
        page.evaluate((name) => (window as unknown as LookingWindow).looking.watch(name), footage),
      ),
    );
  }

  async seen(): Promise<number[]> {
    const all = await this.#each(() => (window as unknown as LookingWindow).looking.seenMs());
    return all.flatMap((atMs, index) =>
      atMs === null ? [] : [atMs + this.#pages[index]!.offsetMs],
    );
  }

  async close(): Promise<void> {
    await this.#browser.close();
  }

  async #open(stack: Stack, siteId: string): Promise<void> {
    const asked = { siteId, deviceKind: 'PROJECTOR', label: 'Đo lường' } as const;
    const device = await enrolDevice(stack.administrator, asked);
    const context = await this.#browser.newContext({ viewport: { width: 800, height: 500 } });
    const cookies = device.cookie.split('; ').map((pair) => {
      const [name = '', ...value] = pair.split('=');
      return { name, value: value.join('='), url: stack.origin };
    });
    await context.addCookies(cookies);
    const page = await context.newPage();
    await page.goto(`${stack.origin}/site/projector`);
    await page.waitForFunction(
      (selector) => (document.querySelector<HTMLVideoElement>(selector)?.videoWidth ?? 0) > 0,
      MAIN,
      { timeout: OPEN_TIMEOUT_MS },
    );
    await page.evaluate(beginLooking, MAIN);
    await page.waitForFunction(
      () => (window as unknown as LookingWindow).looking.isOpen(),
      undefined,
      { timeout: OPEN_TIMEOUT_MS },
    );
    this.#pages.push({ page, offsetMs: await clockOffsetMs(page) });
  }

  #each<T>(look: () => T): Promise<Awaited<T>[]> {
    return Promise.all(this.#pages.map(({ page }) => page.evaluate(look))) as Promise<Awaited<T>[]>;
  }
}

/** From the question that was answered fastest; both clocks are monotonic. */
async function clockOffsetMs(page: Page): Promise<number> {
  let best = { tookMs: Infinity, offsetMs: 0 };
  for (let look = 0; look < CLOCK_LOOKS; look += 1) {
    const beganMs = machineMs();
    const pageMs = await page.evaluate(() => performance.now());
    const endedMs = machineMs();
    const tookMs = endedMs - beganMs;
    if (tookMs < best.tookMs) best = { tookMs, offsetMs: (beganMs + endedMs) / 2 - pageMs };
  }
  return best.offsetMs;
}

/** The same as a sentence of a note. */
export function describeSaw({ pages, frames, longestGapMs, seconds }: PagesSaw): string {
  const still = Math.round(longestGapMs);
  return `${pages} decoded ${frames} frames in ${Math.round(seconds)} s and stood still for at most ${still} ms`;
}
