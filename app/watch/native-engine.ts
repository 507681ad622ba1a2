import type { Engine, EngineParts } from './engine.ts';

/** Behind the end of what can be reached, so that nothing stalls at once. */
const BEHIND_END_SECONDS = 6;

/** Only Safari tells when its pictures were made. */
type DatedVideo = HTMLVideoElement & { getStartDate?: () => Date };

/** Whether the browser plays such lists best by itself: Safari, on a phone above all. */
export function playsNatively(video: HTMLVideoElement): boolean {
  return navigator.vendor.startsWith('Apple') && canPlayLists(video);
}

export function canPlayLists(video: HTMLVideoElement): boolean {
  return video.canPlayType('application/vnd.apple.mpegurl') !== '';
}

/** Leaves everything to the browser. */
export function openNativeEngine({ video, address, onFault }: EngineParts): Engine {
  const onError = () => onFault('NOTHING_COMES');
  const begin = () => {
    video.src = address;
    video.load();
  };
  video.addEventListener('error', onError);
  begin();
  return {
    resume: begin,
    madeAtMs: () => {
      const startMs = (video as DatedVideo).getStartDate?.().getTime() ?? NaN;
      return Number.isNaN(startMs) ? null : startMs + video.currentTime * 1_000;
    },
    step: () => null,
    toLive: () => {
      const { seekable } = video;
      if (seekable.length === 0) return;
      video.currentTime = Math.max(0, seekable.end(seekable.length - 1) - BEHIND_END_SECONDS);
    },
    close: () => {
      video.removeEventListener('error', onError);
      video.removeAttribute('src');
      video.load();
    },
  };
}
