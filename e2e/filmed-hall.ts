import type { BrowserContext, Page } from '@playwright/test';

/** How a hall of a test looks and sounds: a colour, and a tone of its own. */
export interface FilmedHall {
  /** Red, green, blue, 0–255. */
  colour: readonly [number, number, number];
  toneHz: number;
  /** 640 × 360 with as much grain as fills both layers’ bitrates; 320 × 180 without, for a small machine. */
  hasGrain?: boolean;
}

export const CENTRE: FilmedHall = { colour: [30, 170, 60], toneHz: 500 };
export const FIRST_HALL: FilmedHall = { colour: [200, 40, 40], toneHz: 900 };
export const SECOND_HALL: FilmedHall = { colour: [40, 60, 210], toneHz: 1_400 };
/** What a shared screen shows. */
export const SCREEN: FilmedHall = { colour: [220, 200, 40], toneHz: 2_000 };

/** For the browser of a journey with picture and sound: no throttling, and loopback alone. */
export const MEDIA_BROWSER_ARGS = [
  '--autoplay-policy=no-user-gesture-required',
  '--disable-background-timer-throttling',
  '--disable-renderer-backgrounding',
  '--disable-backgrounding-occluded-windows',
  '--disable-features=WebRtcHideLocalIpsWithMdns',
];

/**
 * Gives every page of the context a camera and a microphone of a filmed hall: its colour, in white
 * squares above the number of the frame (16 bits), and once a second a flash of 0.2 s together with
 * its tone. `window.filmedHall.unplug('video' | 'audio')` pulls a cable,
 * and `unplug('screen')` ends a shared screen as the browser's own bar does.
 */
export async function giveCamera(context: BrowserContext, hall: FilmedHall): Promise<void> {
  await context.addInitScript(filmHall, { hall, screen: SCREEN });
}

function filmHall({ hall, screen }: { hall: FilmedHall; screen: FilmedHall }): void {
  const FRAME_MS = 50;
  const PULSE_SECONDS = 0.2;
  const live: MediaStreamTrack[] = [];
  let shared: MediaStreamTrack | null = null;
  let context: AudioContext | null = null;

  function film(look: FilmedHall): MediaStreamTrack {
    const canvas = document.createElement('canvas');
    const scale = look.hasGrain ? 2 : 1;
    canvas.width = 320 * scale;
    canvas.height = 180 * scale;
    const brush = canvas.getContext('2d')!;
    brush.scale(scale, scale);
    const grain = look.hasGrain ? new ImageData(160, 160) : null;
    const dice = new Uint32Array(grain?.data.buffer ?? new ArrayBuffer(0));
    let frame = 0;
    const timer = setInterval(() => {
      const isFlash = context !== null && context.currentTime % 1 < PULSE_SECONDS;
      brush.fillStyle = `rgb(${look.colour.join(',')})`;
      brush.fillRect(0, 0, 320, 180);
      for (let bit = 0; bit < 16; bit += 1) {
        brush.fillStyle = (frame >> bit) & 1 ? 'white' : 'black';
        brush.fillRect(bit * 20, 0, 20, 30);
      }
      brush.fillStyle = isFlash ? 'white' : 'black';
      brush.fillRect(120, 120, 80, 60);
      if (grain) {
        for (let pixel = 0; pixel < dice.length; pixel += 1)
          dice[pixel] = Math.random() < 0.5 ? 0xff_50_50_50 : 0xff_b0_b0_b0;
        brush.putImageData(grain, 420, 100);
      }
      frame = (frame + 1) & 0xffff;
    }, FRAME_MS);
    const track = canvas.captureStream(20).getVideoTracks()[0]!;
    live.push(track);
    track.addEventListener('ended', () => clearInterval(timer));
    return track;
  }

  function sound(look: FilmedHall): MediaStreamTrack {
    context ??= new AudioContext();
    const tone = context.createOscillator();
    tone.frequency.value = look.toneHz;
    const gate = context.createGain();
    gate.gain.value = 0;
    const start = Math.ceil(context.currentTime);
    // Two hours of pulses, each a step up and a step down.
    for (let second = start; second < start + 7_200; second += 1) {
      gate.gain.setValueAtTime(0.5, second);
      gate.gain.setValueAtTime(0, second + PULSE_SECONDS);
    }
    const output = context.createMediaStreamDestination();
    tone.connect(gate).connect(output);
    tone.start();
    const track = output.stream.getAudioTracks()[0]!;
    live.push(track);
    return track;
  }

  const cameras = [
    { deviceId: 'camera-1', kind: 'videoinput', label: 'Máy quay thử', groupId: 'g1' },
    { deviceId: 'camera-2', kind: 'videoinput', label: 'Máy quay thử 2', groupId: 'g2' },
    { deviceId: 'microphone-1', kind: 'audioinput', label: 'Micro thử', groupId: 'g1' },
  ].map((one) => ({ ...one, toJSON: () => one }));
  Object.assign(navigator.mediaDevices, {
    enumerateDevices: () => Promise.resolve(cameras),
    getUserMedia: ({ video, audio }: MediaStreamConstraints) =>
      Promise.resolve(
        new MediaStream([...(audio ? [sound(hall)] : []), ...(video ? [film(hall)] : [])]),
      ),
    getDisplayMedia: () => Promise.resolve(new MediaStream([(shared = film(screen))])),
  });
  Object.assign(window, {
    filmedHall: {
      unplug: (kind: 'audio' | 'video' | 'screen') => {
        const isMeant = (one: MediaStreamTrack) =>
          kind === 'screen' ? one === shared : one.kind === kind && one !== shared;
        for (const track of live.filter(isMeant)) {
          track.stop();
          track.dispatchEvent(new Event('ended'));
        }
      },
      /** What it films and hears by itself, beside what it sends. */
      show: () => {
        const [picture, tone] = (['video', 'audio'] as const).map((kind) => {
          const element = document.createElement(kind);
          element.dataset['filmed'] = kind;
          element.muted = true;
          element.srcObject = new MediaStream([
            live.find((one) => one.kind === kind && one.readyState === 'live')!,
          ]);
          document.body.append(element);
          return element;
        });
        return Promise.all([picture!.play(), tone!.play()]);
      },
    },
  });
}

/** What a slot's picture shows now, read from its pixels. */
export interface SeenPicture {
  colour: [number, number, number];
  frame: number;
  width: number;
}

/** @returns null while the element has no picture */
export function seePicture(page: Page, selector: string): Promise<SeenPicture | null> {
  return page.evaluate((wanted) => {
    const video = document.querySelector<HTMLVideoElement>(wanted);
    if (!video?.videoWidth || video.readyState < 2) return null;
    const canvas = document.createElement('canvas');
    canvas.width = 640;
    canvas.height = 360;
    const brush = canvas.getContext('2d', { willReadFrequently: true })!;
    brush.drawImage(video, 0, 0, 640, 360);
    const at = (x: number, y: number) => [...brush.getImageData(x, y, 1, 1).data.slice(0, 3)];
    let frame = 0;
    for (let bit = 0; bit < 16; bit += 1) {
      if (at(bit * 40 + 20, 30)[0]! > 128) frame |= 1 << bit;
    }
    return {
      colour: at(60, 200) as [number, number, number],
      frame,
      width: video.videoWidth,
    };
  }, selector);
}

/** Whether the picture is that hall's, and not another's or the slate: within what a codec blurs. */
export function shows(seen: SeenPicture | null, hall: FilmedHall): boolean {
  if (!seen) return false;
  return hall.colour.every((value, index) => Math.abs(value - seen.colour[index]!) < 45);
}

/**
 * The loudest energy of each tone over `seconds`, heard on a slot's sound.
 * @returns amplitudes 0–1 by frequency
 */
export function hear(
  page: Page,
  given: { selector: string; tonesHz: number[]; seconds: number },
): Promise<Record<number, number>> {
  return page.evaluate(async ({ selector, tonesHz, seconds }) => {
    const element = document.querySelector<HTMLMediaElement>(selector);
    const stream = element?.srcObject as MediaStream | null;
    const loudest: Record<number, number> = Object.fromEntries(tonesHz.map((hz) => [hz, 0]));
    if (!stream?.getAudioTracks().length) return loudest;
    const context = new AudioContext();
    const analyser = context.createAnalyser();
    analyser.fftSize = 4_096;
    analyser.smoothingTimeConstant = 0;
    context.createMediaStreamSource(stream).connect(analyser);
    const bins = new Float32Array(analyser.frequencyBinCount);
    const until = context.currentTime + seconds;
    await new Promise<void>((resolve) => {
      const timer = setInterval(() => {
        analyser.getFloatFrequencyData(bins);
        for (const hz of tonesHz) {
          const bin = Math.round((hz * analyser.fftSize) / context.sampleRate);
          loudest[hz] = Math.max(loudest[hz]!, 10 ** (bins[bin]! / 20));
        }
        if (context.currentTime < until) return;
        clearInterval(timer);
        resolve();
      }, 30);
    });
    await context.close();
    return loudest;
  }, given);
}

/**
 * By how much the sound comes after the picture, in ms (negative: before), one value a pulse. The
 * measurement has a delay of its own on a busy machine; `filmedHall.show()` gives the same pulses
 * before they are sent, to be measured in the same way.
 */
export function measureLipSync(
  page: Page,
  given: { video: string; audio: string; toneHz: number; seconds: number },
): Promise<number[]> {
  return page.evaluate(async ({ video: videoAt, audio, toneHz, seconds }) => {
    const video = document.querySelector<HTMLVideoElement>(videoAt)!;
    const stream = document.querySelector<HTMLMediaElement>(audio)!.srcObject as MediaStream;
    const canvas = document.createElement('canvas');
    canvas.width = 32;
    canvas.height = 18;
    const brush = canvas.getContext('2d', { willReadFrequently: true })!;
    const flashes: number[] = [];
    let wasFlash = true;
    let isOver = false;
    const look: VideoFrameRequestCallback = (_now, frame) => {
      brush.drawImage(video, 0, 0, 32, 18);
      const isFlash = brush.getImageData(16, 15, 1, 1).data[0]! > 128;
      if (isFlash && !wasFlash) flashes.push(frame.expectedDisplayTime);
      wasFlash = isFlash;
      if (!isOver) video.requestVideoFrameCallback(look);
    };
    video.requestVideoFrameCallback(look);
    const context = new AudioContext();
    const beeps: number[] = [];
    // Pages take scripts from their own origin alone, which a worklet's would have to come from.
    const listener = context.createScriptProcessor(256, 1, 1);
    const turn = 2 * Math.cos((2 * Math.PI * toneHz) / context.sampleRate);
    let quietBlocks = 0;
    listener.onaudioprocess = ({ inputBuffer, playbackTime }) => {
      const samples = inputBuffer.getChannelData(0);
      let [last, before] = [0, 0];
      for (const sample of samples) [last, before] = [sample + turn * last - before, last];
      const power = Math.sqrt(Math.max(0, last ** 2 + before ** 2 - turn * last * before));
      const isLoud = power / samples.length > 0.05;
      // The moment on the page's clock at which that block is played.
      const playedMs = performance.now() + (playbackTime - context.currentTime) * 1_000;
      if (isLoud && quietBlocks > 20) beeps.push(playedMs);
      quietBlocks = isLoud ? 0 : quietBlocks + 1;
    };
    context.createMediaStreamSource(stream).connect(listener).connect(context.destination);
    await new Promise((resolve) => setTimeout(resolve, seconds * 1_000));
    isOver = true;
    await context.close();
    return beeps.flatMap((beep) => {
      const nearest = flashes
        .map((flash) => beep - flash)
        .sort((a, b) => Math.abs(a) - Math.abs(b))[0];
      return nearest !== undefined && Math.abs(nearest) < 400 ? [nearest] : [];
    });
  }, given);
}
