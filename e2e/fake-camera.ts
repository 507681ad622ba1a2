import { writeFileSync } from 'node:fs';
import QRCode from 'qrcode';

const WIDTH = 320;
const HEIGHT = 240;
const FRAMES_A_SECOND = 10;
const MODULE_PX = 6;
const PAPER = 235;
const INK = 16;
const GREY = 128;

/** What is held before the camera, and for how long; `null` is an empty table. */
export interface Held {
  text: string | null;
  seconds: number;
}

/**
 * Writes a film (Y4M) of badges held before a camera one after the other; Chromium plays it over and
 * over as its camera: `--use-file-for-fake-video-capture=FILE`.
 */
export function writeFakeCamera(file: string, film: readonly Held[]): void {
  const header = Buffer.from(
    `YUV4MPEG2 W${WIDTH} H${HEIGHT} F${FRAMES_A_SECOND}:1 Ip A1:1 C420jpeg\n`,
  );
  const frames = film.flatMap(({ text, seconds }) => {
    const frame = Buffer.concat([Buffer.from('FRAME\n'), picture(text)]);
    return Array<Buffer>(Math.round(seconds * FRAMES_A_SECOND)).fill(frame);
  });
  writeFileSync(file, Buffer.concat([header, ...frames]));
}

/** One frame: brightness of every pixel, then the two colour planes, which stay grey. */
function picture(text: string | null): Buffer {
  const brightness = Buffer.alloc(WIDTH * HEIGHT, PAPER);
  if (text !== null) draw(brightness, text);
  return Buffer.concat([brightness, Buffer.alloc((WIDTH * HEIGHT) / 2, GREY)]);
}

function draw(brightness: Buffer, text: string): void {
  const { modules } = QRCode.create(text, { errorCorrectionLevel: 'M' });
  const left = Math.floor((WIDTH - modules.size * MODULE_PX) / 2);
  const top = Math.floor((HEIGHT - modules.size * MODULE_PX) / 2);
  for (let y = 0; y < modules.size * MODULE_PX; y += 1) {
    for (let x = 0; x < modules.size * MODULE_PX; x += 1) {
      const isInk = modules.get(Math.floor(y / MODULE_PX), Math.floor(x / MODULE_PX));
      if (isInk) brightness[(top + y) * WIDTH + left + x] = INK;
    }
  }
}
