import type { Page } from '@playwright/test';

/** What a watch page shows at one moment. */
export interface WatchedFrame {
  /** Of the picture as it is decoded. */
  width: number;
  /** Of all its pixels, 0–255. */
  light: number;
  pixels: string;
}

/** Reads the picture that is decoded and shown now. */
export function watchedFrame(page: Page): Promise<WatchedFrame> {
  return page.locator('video').evaluate((video: HTMLVideoElement) => {
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [32, 18];
    const brush = canvas.getContext('2d')!;
    brush.drawImage(video, 0, 0, 32, 18);
    const { data } = brush.getImageData(0, 0, 32, 18);
    const light = data.reduce((sum, value) => sum + value, 0) / data.length;
    return { width: video.videoWidth, light, pixels: data.join() };
  });
}
