import { execFileSync } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { opusPackets } from '../demo/simulated-halls/ogg-opus.ts';
import type { TestHall } from '../media/hall.testing.ts';
import { framesOfAnnexB, packetizeH264, startsH264KeyFrame } from '../rtp/h264-payload.ts';

/** What a camera of a test films: its colour, and pulses of its own tone. */
export interface Film {
  /** Luma and the two colour differences, 0–255. */
  colour: readonly [number, number, number];
  toneHz: number;
  /** A tone that stays, for measuring loudness; 0.2 s of each second otherwise, with a flash. */
  isSteady?: boolean;
  /** 0–1; 0.25 unless told. */
  amplitude?: number;
  /** As much as a moving hall gives an encoder to do; drawn beside what is read of the film. */
  hasGrain?: boolean;
}

export const RED_FILM: Film = { colour: [81, 90, 240], toneHz: 500 };
export const BLUE_FILM: Film = { colour: [60, 230, 100], toneHz: 900 };
export const GREEN_FILM: Film = { colour: [120, 60, 60], toneHz: 1_400 };

export const FILM = { width: 320, height: 180, frameMs: 40, frames: 500, soundMs: 20 } as const;
/** A key frame so often that a cut waits for none. */
const GROUP = 5;
export const BLOCKS = {
  size: 20,
  bits: 9,
  signature: [true, false, true, true, false, false, true],
};
export const FLASH = { x: 120, y: 120, width: 80, height: 60, frames: 5, everyFrames: 25 };
const SOUND_RATE = 48_000;
const MOST_BYTES = 1_150;
const DUE_EVERY_MS = 5;

interface EncodedFilm {
  frames: readonly (readonly Buffer[])[];
  sound: readonly Buffer[];
}

/** Twenty seconds that can be played in a loop. */
export function encodeFilm(film: Film): EncodedFilm {
  const { width, height, frames } = FILM;
  const raw = Buffer.concat(Array.from({ length: frames }, (_, frame) => draw(film, frame)));
  const picture = encode(
    ['-f', 'rawvideo', '-pix_fmt', 'yuv420p', '-s', `${width}x${height}`, '-r', '25'],
    [
      ...['-c:v', 'libx264', '-preset', 'ultrafast', '-profile:v', 'baseline', '-bf', '0'],
      ...['-g', String(GROUP), '-keyint_min', String(GROUP), '-sc_threshold', '0', '-qp', '28'],
      ...['-threads', '1', '-x264-params', 'repeat-headers=1:slices=1', '-f', 'h264'],
    ],
    raw,
  );
  const sound = encode(
    ['-f', 's16le', '-ar', String(SOUND_RATE), '-ac', '1'],
    ['-c:a', 'libopus', '-b:a', '64k', '-frame_duration', String(FILM.soundMs), '-f', 'ogg'],
    tone(film),
  );
  const loop = (frames * FILM.frameMs) / FILM.soundMs;
  return {
    frames: framesOfAnnexB(picture).map((units) => packetizeH264(units, MOST_BYTES)),
    sound: opusPackets(sound).slice(0, loop),
  };
}

/** Above: the number of the frame in blocks, and behind it what tells it from any other picture. */
function draw({ colour, isSteady = false, hasGrain = false }: Film, frame: number): Buffer {
  const [luma, cb, cr] = colour;
  const { width, height } = FILM;
  const picture = Buffer.alloc((width * height * 3) / 2);
  picture.fill(luma, 0, width * height);
  picture.fill(cb, width * height, (width * height * 5) / 4);
  picture.fill(cr, (width * height * 5) / 4);
  const box = (at: { x: number; y: number; width: number; height: number; isWhite: boolean }) => {
    for (let line = at.y; line < at.y + at.height; line += 1) {
      picture.fill(at.isWhite ? 235 : 16, line * width + at.x, line * width + at.x + at.width);
      if (line % 2 === 1) continue;
      for (const plane of [width * height, (width * height * 5) / 4]) {
        const from = plane + (line / 2) * (width / 2) + at.x / 2;
        picture.fill(128, from, from + at.width / 2);
      }
    }
  };
  const bits = Array.from({ length: BLOCKS.bits }, (_, bit) => ((frame >> bit) & 1) === 1);
  [...bits, ...BLOCKS.signature].forEach((isWhite, index) =>
    box({ x: index * BLOCKS.size, y: 0, width: BLOCKS.size, height: 30, isWhite }),
  );
  const isFlash = !isSteady && frame % FLASH.everyFrames < FLASH.frames;
  box({ ...FLASH, isWhite: isFlash });
  // Some noise that stands, moved along: what a camera's motion is to an encoder.
  for (let line = 34; hasGrain && line < height; line += 1) {
    for (let x = 208; x < width; x += 1) {
      const shade = ((((x + frame * 2) >> 2) * 73 + (line >> 2) * 151) * 2_654_435_761) >>> 25;
      picture[line * width + x] = 60 + shade;
    }
  }
  return picture;
}

function tone({ toneHz, isSteady = false, amplitude = 0.25 }: Film): Buffer {
  const count = (SOUND_RATE * FILM.frames * FILM.frameMs) / 1_000;
  const samples = new Int16Array(count);
  const pulse = (SOUND_RATE * FLASH.frames * FILM.frameMs) / 1_000;
  for (let at = 0; at < count; at += 1) {
    if (!isSteady && at % SOUND_RATE >= pulse) continue;
    samples[at] = amplitude * 32_767 * Math.sin((2 * Math.PI * toneHz * at) / SOUND_RATE);
  }
  return Buffer.from(samples.buffer);
}

function encode(input: string[], output: string[], bytes: Buffer): Buffer {
  const quiet = ['-hide_banner', '-loglevel', 'error'];
  const args = [...quiet, ...input, '-i', 'pipe:0', ...output, 'pipe:1'];
  return execFileSync('ffmpeg', args, { input: bytes, maxBuffer: 1 << 28 });
}

/** Plays a film over a hall's line for as long as it runs, on this machine's clock. */
export class FilmProjector {
  readonly #hall: TestHall;
  readonly #film: EncodedFilm;
  readonly #beganMs: number;
  readonly #offsets = { PICTURE: randomInt(0x7fff_ffff), SOUND: randomInt(0x7fff_ffff) };
  readonly #timer: NodeJS.Timeout;
  readonly #sentMs = new Map<string, number>();
  #frames = 0;
  #packets = 0;

  /** @param beganMs when its first frame is due, on the clock of `performance.now()` */
  constructor(parts: { hall: TestHall; film: EncodedFilm; beganMs?: number }) {
    this.#hall = parts.hall;
    this.#film = parts.film;
    this.#beganMs = parts.beganMs ?? performance.now();
    this.#timer = setInterval(() => this.#playDue(), DUE_EVERY_MS);
  }

  /** Where in its loop the film is at a moment of this clock, in ms. */
  filmedMs(atMs: number): number {
    return (atMs - this.#beganMs) % (FILM.frames * FILM.frameMs);
  }

  /** When a payload with this end was sent last. */
  sentAt(end: Buffer): number | undefined {
    return this.#sentMs.get(end.toString('latin1'));
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #playDue(): void {
    const sinceMs = performance.now() - this.#beganMs;
    for (; this.#packets * FILM.soundMs <= sinceMs; this.#packets += 1) {
      const timestamp = this.#offsets.SOUND + this.#packets * FILM.soundMs * 48;
      const payload = this.#film.sound[this.#packets % this.#film.sound.length]!;
      this.#hall.sendAt('SOUND', payload, { timestamp, isMarker: false });
    }
    for (; this.#frames * FILM.frameMs <= sinceMs; this.#frames += 1) {
      const timestamp = this.#offsets.PICTURE + this.#frames * FILM.frameMs * 90;
      const payloads = this.#film.frames[this.#frames % FILM.frames]!;
      payloads.forEach((payload, index) => {
        const isMarker = index === payloads.length - 1;
        this.#sentMs.set(payload.subarray(-12).toString('latin1'), performance.now());
        this.#hall.sendAt('PICTURE', payload, { timestamp, isMarker });
      });
    }
  }
}

/** A film whose first frame is a key frame: anything else is a fault of the test. */
export function checkFilm({ frames, sound }: EncodedFilm): void {
  if (frames.length !== FILM.frames) throw new Error(`${frames.length} frames`);
  if (sound.length !== 1_000) throw new Error(`${sound.length} packets of sound`);
  if (!startsH264KeyFrame(frames[0]![0]!)) throw new Error('no key frame at the beginning');
}
