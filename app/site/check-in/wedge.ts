/**
 * A USB scanner types like a keyboard, only faster than any person, and ends with Enter. The physical
 * keys are read, so that a Vietnamese typing aid cannot turn `AA` into `Â`.
 */
const MAX_PAUSE_MS = 80;
const MIN_LENGTH = 8;

export type WedgeKey = { code: string; key: string; atMs: number };

export class Wedge {
  #text = '';
  #lastAtMs = 0;

  /** @returns the scanned text when this key ends a scan, else null */
  press({ code, key, atMs }: WedgeKey): string | null {
    if (atMs - this.#lastAtMs > MAX_PAUSE_MS) this.#text = '';
    this.#lastAtMs = atMs;
    if (code === 'Enter' || code === 'NumpadEnter' || code === 'Tab') {
      const text = this.#text;
      this.#text = '';
      return text.length >= MIN_LENGTH ? text : null;
    }
    this.#text += letterOf(code, key);
    return null;
  }

  /** Whether keys are coming in too fast for a person. */
  get isScanning(): boolean {
    return this.#text.length >= 3;
  }
}

function letterOf(code: string, key: string): string {
  const [, letter] = /^(?:Key|Digit|Numpad)([A-Z0-9])$/.exec(code) ?? [];
  if (letter) return letter;
  return key.length === 1 ? key : '';
}
