import type { Page } from '@playwright/test';

/** What a slot showed at one moment of the page's clock. */
export interface Glimpse {
  atMs: number;
  /** The number that the film's white squares tell. */
  frame: number;
  width: number;
}

interface WatchingWindow {
  glimpses: Glimpse[];
  glimpsing: ReturnType<typeof setInterval> | undefined;
}

/** Looks at a slot ten times a second from now on; what was seen before is forgotten. */
export async function startWatching(page: Page, selector: string): Promise<void> {
  await page.evaluate((wanted) => {
    const watching = window as unknown as WatchingWindow;
    const canvas = document.createElement('canvas');
    canvas.width = 64;
    canvas.height = 4;
    const brush = canvas.getContext('2d', { willReadFrequently: true })!;
    const look = () => {
      const video = document.querySelector<HTMLVideoElement>(wanted);
      if (!video?.videoWidth || video.readyState < 2) return;
      const { videoWidth: width, videoHeight: height } = video;
      brush.drawImage(video, 0, 0, width, height / 6, 0, 0, 64, 4);
      const { data } = brush.getImageData(0, 2, 64, 1);
      let frame = 0;
      for (let bit = 0; bit < 16; bit += 1) if (data[(bit * 4 + 2) * 4]! > 128) frame |= 1 << bit;
      watching.glimpses.push({ atMs: performance.now(), frame, width });
    };
    clearInterval(watching.glimpsing);
    watching.glimpses = [];
    watching.glimpsing = setInterval(look, 100);
  }, selector);
}

export function readGlimpses(page: Page): Promise<Glimpse[]> {
  return page.evaluate(() => (window as unknown as WatchingWindow).glimpses);
}

/** The longest time over which the picture did not change. */
export function longestStandstillMs(glimpses: readonly Glimpse[]): number {
  let longest = 0;
  let since = glimpses[0];
  for (const glimpse of glimpses) {
    if (since) longest = Math.max(longest, glimpse.atMs - since.atMs);
    if (glimpse.frame !== since?.frame) since = glimpse;
  }
  return longest;
}
