/** The newest still of each hall: as text for an image in a list, and decoded for the wall. */
export interface Still {
  /** `data:` address of the JPEG. */
  url: string;
  takenAt: string;
}

export interface ToldStill {
  siteId: string;
  /** Base64 of a JPEG. */
  still: string;
  takenAt: string;
}

type Decode = (jpeg: Blob) => Promise<ImageBitmap>;

/** Stills come and go by the hundred: kept outside React, told to those who show one. */
export class StillStore {
  readonly #stills = new Map<string, Still>();
  readonly #pictures = new Map<string, ImageBitmap>();
  readonly #listeners = new Set<() => void>();
  readonly #drawers = new Set<(siteId: string) => void>();
  readonly #decode: Decode;

  constructor(decode: Decode = (jpeg) => createImageBitmap(jpeg)) {
    this.#decode = decode;
  }

  /** The same object until a newer still came. */
  still(siteId: string): Still | null {
    return this.#stills.get(siteId) ?? null;
  }

  picture(siteId: string): ImageBitmap | null {
    return this.#pictures.get(siteId) ?? null;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  };

  /** Hears which hall has a new decoded picture; only with a drawer are pictures decoded at all. */
  onPicture(drawer: (siteId: string) => void): () => void {
    this.#drawers.add(drawer);
    for (const siteId of this.#stills.keys()) void this.#draw(siteId);
    return () => void this.#drawers.delete(drawer);
  }

  /** Takes stills in; an older one than the one known is left out. */
  tell(stills: readonly ToldStill[]): void {
    for (const { siteId, still, takenAt } of stills) {
      const known = this.#stills.get(siteId);
      if (known && known.takenAt >= takenAt) continue;
      this.#stills.set(siteId, { url: `data:image/jpeg;base64,${still}`, takenAt });
      void this.#draw(siteId);
    }
    for (const listener of this.#listeners) listener();
  }

  close(): void {
    for (const picture of this.#pictures.values()) picture.close();
    this.#pictures.clear();
    this.#drawers.clear();
  }

  async #draw(siteId: string): Promise<void> {
    const still = this.#stills.get(siteId);
    if (!still || this.#drawers.size === 0) return;
    const bytes = atob(still.url.slice(still.url.indexOf(',') + 1));
    const jpeg = new Blob([Uint8Array.from(bytes, (char) => char.charCodeAt(0))], {
      type: 'image/jpeg',
    });
    // A still that can't be decoded leaves the earlier picture.
    const picture = await this.#decode(jpeg).catch(() => null);
    if (!picture) return;
    if (this.#stills.get(siteId) !== still || this.#drawers.size === 0) return picture.close();
    this.#pictures.get(siteId)?.close();
    this.#pictures.set(siteId, picture);
    for (const drawer of this.#drawers) drawer(siteId);
  }
}
