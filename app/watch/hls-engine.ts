import { WATCH_STEPS, type WatchStep } from '#domain/watch.ts';
import type { Engine, EngineParts } from './engine.ts';

/** As many pictures that could not be decoded are put up with before everything is begun anew. */
const MOST_REPAIRS = 3;

/**
 * Plays by Media Source, in Chromium and Firefox.
 * @returns null where the browser has none
 */
export async function openHlsEngine(parts: EngineParts): Promise<Engine | null> {
  const { default: Hls, ErrorTypes, Events } = await import('hls.js/light');
  if (!Hls.isSupported()) return null;
  const hls = new Hls({
    // Three segments behind what is newest; a viewer who fell back catches up unnoticed.
    liveSyncDurationCount: 3,
    liveMaxLatencyDurationCount: 8,
    maxLiveSyncPlaybackRate: 1.05,
    // A phone keeps little: nobody looks back.
    backBufferLength: 10,
  });
  let repairs = 0;
  hls.on(Events.ERROR, (_event, { fatal, type }) => {
    if (!fatal) return;
    if (type === ErrorTypes.NETWORK_ERROR) return parts.onFault('NOTHING_COMES');
    if (type !== ErrorTypes.MEDIA_ERROR || ++repairs > MOST_REPAIRS) return parts.onFault('BROKEN');
    hls.recoverMediaError();
  });
  // The list of a broadcast before this one: the new one has not written its own yet.
  hls.on(Events.LEVEL_LOADED, (_event, { details }) => {
    if (!details.live && parts.video.currentTime === 0) parts.onFault('BROKEN');
  });
  hls.loadSource(parts.address);
  hls.attachMedia(parts.video);
  return {
    resume: () => {
      if (hls.levels.length === 0) hls.loadSource(parts.address);
      else hls.startLoad();
    },
    madeAtMs: () => hls.playingDate?.getTime() ?? null,
    step: () => stepOf(hls.levels[hls.currentLevel]?.uri),
    toLive: () => {
      if (hls.liveSyncPosition !== null) parts.video.currentTime = hls.liveSyncPosition;
    },
    close: () => hls.destroy(),
  };
}

function stepOf(list: string | undefined): WatchStep | null {
  return WATCH_STEPS.find((step) => list?.includes(`/${step}/`)) ?? null;
}
