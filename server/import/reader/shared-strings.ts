/** The texts that cells refer to by number. */
import type { LegacyEncoding } from '#domain/text/legacy-encoding.ts';
import { decodeLegacy } from '#domain/text/legacy-encoding.ts';
import type { ReadLimits } from './limits.ts';
import { FileRefusal } from './refusal.ts';
import type { FontInfo } from './styles.ts';
import { fontInfo } from './styles.ts';
import { parseWhole } from './xml.ts';
import type { Package } from './zip.ts';

/** A plain text, or one whose runs carry fonts of an old encoding and are decoded already. */
export type SharedText = string | { text: string; legacy: LegacyEncoding };

/** Gathers `<t>` elements of one text, with or without rich runs; phonetic hints are left out. */
export class TextGatherer {
  #text = '';
  #legacy: LegacyEncoding | null = null;
  #runFont: FontInfo | null = null;
  #isInText = false;
  #isInPhonetic = false;
  #run = '';

  reset(): void {
    this.#text = '';
    this.#legacy = null;
    this.#runFont = null;
    this.#isInText = false;
    this.#isInPhonetic = false;
  }

  open(tag: string, attributes: Record<string, string>): void {
    if (tag === 't') {
      this.#isInText = true;
      this.#run = '';
    } else if (tag === 'r') this.#runFont = null;
    else if (tag === 'rFont') this.#runFont = fontInfo(attributes.val ?? '');
    else if (tag === 'rPh') this.#isInPhonetic = true;
  }

  text(part: string): void {
    if (this.#isInText && !this.#isInPhonetic) this.#run += part;
  }

  close(tag: string): void {
    if (tag === 'rPh') this.#isInPhonetic = false;
    if (tag !== 't' || !this.#isInText) return;
    this.#isInText = false;
    if (this.#isInPhonetic) return;
    this.#text += this.#runFont === null ? this.#run : decodeRun(this.#run, this.#runFont);
    this.#legacy ??= this.#runFont?.legacy ?? null;
  }

  take(cellChars: number): SharedText {
    const text = unescape(this.#text.slice(0, cellChars));
    return this.#legacy === null ? text : { text, legacy: this.#legacy };
  }
}

/** Decodes a text drawn with a font of an old encoding. */
export function decodeRun(text: string, font: FontInfo): string {
  if (font.legacy === null) return text;
  const decoded = decodeLegacy(text, font.legacy);
  return font.isCapital ? decoded.toUpperCase() : decoded;
}

/** `_x000D_` stands for a character that XML cannot hold (ECMA-376, 22.9.2.19). */
function unescape(text: string): string {
  if (!text.includes('_x')) return text;
  return text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  );
}

/** Reads all shared texts, within the limits of their number and length. */
export async function readSharedStrings(
  pack: Package,
  part: string | null,
  limits: ReadLimits,
): Promise<SharedText[]> {
  const texts: SharedText[] = [];
  if (part === null) return texts;
  const gatherer = new TextGatherer();
  let chars = 0;
  await parseWhole(pack.read(part), {
    open(tag, attributes) {
      if (tag === 'si') gatherer.reset();
      else gatherer.open(tag, attributes);
    },
    text: (piece) => gatherer.text(piece),
    close(tag) {
      if (tag !== 'si') return gatherer.close(tag);
      const text = gatherer.take(limits.cellChars);
      chars += typeof text === 'string' ? text.length : text.text.length;
      texts.push(text);
      if (texts.length > limits.sharedTexts || chars > limits.sharedTextChars) {
        throw new FileRefusal('FILE_TOO_MANY_TEXTS');
      }
    },
  });
  return texts;
}
