/** What a page of the bench tells of its picture. */
export interface LookingWindow {
  looking: {
    /** Whether a first frame was looked at: before it, there is nothing to learn. */
    isOpen(): boolean;
    begin(): void;
    /** Frames decoded, and the longest time without a new one, since `begin`. */
    saw(): { frames: number; longestGapMs: number };
    /** Takes what is shown now as this footage; answers how far it is from the nearest other one. */
    learn(footage: string): number;
    forget(footage: string): void;
    watch(footage: string): void;
    /** On the page's clock; null until it was seen. */
    seenMs(): number | null;
  };
}

/**
 * Runs in the page: looks at every frame of a video, made so small that its noise is gone, and names the
 * footage that it is nearest to.
 */
export function beginLooking(selector: string): void {
  const [WIDTH, HEIGHT] = [16, 9];
  const video = document.querySelector<HTMLVideoElement>(selector)!;
  const canvas = document.createElement('canvas');
  canvas.width = WIDTH;
  canvas.height = HEIGHT;
  const brush = canvas.getContext('2d', { willReadFrequently: true })!;
  const known = new Map<string, number[]>();
  let shown: number[] = [];
  let watched: string | null = null;
  let seenMs: number | null = null;
  let lastMs = performance.now();
  let longestGapMs = 0;
  let before = 0;

  const distance = (one: number[], other: number[]) =>
    one.reduce((sum, value, index) => sum + Math.abs(value - other[index]!), 0) / one.length;
  const nearest = () =>
    [...known]
      .map(([footage, picture]) => ({ footage, far: distance(shown, picture) }))
      .sort((a, b) => a.far - b.far)[0]?.footage;
  const decoded = () => video.getVideoPlaybackQuality().totalVideoFrames;
  const look: VideoFrameRequestCallback = (nowMs) => {
    brush.drawImage(video, 0, 0, WIDTH, HEIGHT);
    shown = [...brush.getImageData(0, 0, WIDTH, HEIGHT).data];
    longestGapMs = Math.max(longestGapMs, nowMs - lastMs);
    lastMs = nowMs;
    if (watched !== null && seenMs === null && nearest() === watched) seenMs = nowMs;
    video.requestVideoFrameCallback(look);
  };
  video.requestVideoFrameCallback(look);

  (window as unknown as LookingWindow).looking = {
    isOpen: () => shown.length > 0,
    begin: () => {
      before = decoded();
      longestGapMs = 0;
      lastMs = performance.now();
    },
    saw: () => {
      // It may be standing still right now.
      const gapMs = Math.max(longestGapMs, performance.now() - lastMs);
      return { frames: decoded() - before, longestGapMs: gapMs };
    },
    learn: (footage) => {
      known.delete(footage);
      const others = [...known.values()].map((picture) => distance(shown, picture));
      known.set(footage, shown);
      return others.length > 0 ? Math.min(...others) : 255;
    },
    forget: (footage) => {
      known.delete(footage);
    },
    watch: (footage) => {
      watched = footage;
      seenMs = null;
    },
    seenMs: () => seenMs,
  };
}
