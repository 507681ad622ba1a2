import type { StreamSignal } from '../../input-link/input-port.ts';

const PICTURE = /^\s*Stream #0:\S+ Video: (\w+).*?, (\d{2,5})x(\d{2,5})/;
const RATE = /, ([\d.]+) fps/;
const SOUND = /^\s*Stream #0:\S+ Audio: (\w+)/;
const OUTPUT = /^(Output #|Stream mapping)/;

/** What ffmpeg says of its input, line by line, until it speaks of its output. */
export class SignalReader {
  #signal: StreamSignal | null = null;
  #isOver = false;

  get signal(): StreamSignal | null {
    return this.#signal;
  }

  read(line: string): void {
    if (this.#isOver) return;
    if (OUTPUT.test(line)) this.#isOver = true;
    const picture = PICTURE.exec(line);
    if (picture && !this.#signal) {
      this.#signal = {
        codec: picture[1]!.toUpperCase(),
        width: Number(picture[2]),
        height: Number(picture[3]),
        fps: Math.round(Number(RATE.exec(line)?.[1] ?? 0)) || null,
        sound: this.#sound,
      };
    }
    const sound = SOUND.exec(line)?.[1];
    if (!sound) return;
    this.#sound ??= sound.toUpperCase();
    if (this.#signal) this.#signal = { ...this.#signal, sound: this.#sound };
  }

  #sound: string | null = null;
}
