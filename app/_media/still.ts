import { brightnessOf, samplePicture, type PictureSample } from './picture-watch.ts';

const WIDTH = 160;
const HEIGHT = 90;
const MOST_BYTES = 12_288;
const QUALITIES = [0.7, 0.55, 0.4, 0.25, 0.1];

/** Looks at a camera's picture made small: for its condition, and as a still for the wall. */
export class StillCamera {
  readonly #canvas = new OffscreenCanvas(WIDTH, HEIGHT);
  readonly #context = this.#canvas.getContext('2d', { willReadFrequently: true })!;
  #before: Uint8Array | null = null;

  /** @returns null while the element shows no picture */
  sample(video: HTMLVideoElement): PictureSample | null {
    if (video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA || video.videoWidth === 0) {
      this.#before = null;
      return null;
    }
    this.#draw(video);
    const now = brightnessOf(this.#context.getImageData(0, 0, WIDTH, HEIGHT).data);
    const sample = samplePicture(now, this.#before);
    this.#before = now;
    return { atMs: performance.now(), ...sample };
  }

  /** The last sample as base64 of a JPEG of at most 12 kB; null when it can't be made so small. */
  async take(): Promise<string | null> {
    for (const quality of QUALITIES) {
      const blob = await this.#canvas.convertToBlob({ type: 'image/jpeg', quality });
      if (blob.size <= MOST_BYTES) return base64(new Uint8Array(await blob.arrayBuffer()));
    }
    return null;
  }

  /** The whole picture, with bars beside or above it when it isn't 16:9. */
  #draw(video: HTMLVideoElement): void {
    const scale = Math.min(WIDTH / video.videoWidth, HEIGHT / video.videoHeight);
    const [width, height] = [video.videoWidth * scale, video.videoHeight * scale];
    this.#context.fillRect(0, 0, WIDTH, HEIGHT);
    this.#context.drawImage(video, (WIDTH - width) / 2, (HEIGHT - height) / 2, width, height);
  }
}

function base64(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}
