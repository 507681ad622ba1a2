import type { QrAnswer } from './qr-worker.ts';

/** A badge fills a good part of the picture: more pixels cost time and find nothing more. */
const MAX_SIDE_PX = 960;

/** Looks for a QR code in the frames of a video, one frame at a time, in a worker. */
export class QrReader {
  readonly #worker = new Worker(new URL('./qr-worker.ts', import.meta.url), { type: 'module' });
  readonly #canvas = document.createElement('canvas');

  /** @returns the text of the code in the current frame, or null */
  async read(video: HTMLVideoElement): Promise<string | null> {
    const { videoWidth, videoHeight } = video;
    if (videoWidth === 0 || videoHeight === 0) return null;
    const scale = Math.min(1, MAX_SIDE_PX / Math.max(videoWidth, videoHeight));
    const width = Math.round(videoWidth * scale);
    const height = Math.round(videoHeight * scale);
    this.#canvas.width = width;
    this.#canvas.height = height;
    const context = this.#canvas.getContext('2d', { willReadFrequently: true });
    if (!context) return null;
    context.drawImage(video, 0, 0, width, height);
    const image = context.getImageData(0, 0, width, height);
    return (await this.#ask<QrAnswer>(image, [image.data.buffer])).text;
  }

  /** The addresses of the reader's own files. */
  files(): Promise<string[]> {
    return this.#ask<string[]>('files', []);
  }

  close(): void {
    this.#worker.terminate();
  }

  #ask<Answer>(question: ImageData | 'files', transfer: Transferable[]): Promise<Answer> {
    return new Promise((resolve) => {
      const hear = (event: MessageEvent<Answer>) => resolve(event.data);
      this.#worker.addEventListener('message', hear, { once: true });
      this.#worker.postMessage(question, transfer);
    });
  }
}
