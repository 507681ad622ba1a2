import type { TappedPicture, TappedSlot } from '../media-link/programme-tap.ts';

export interface TapListener {
  /** The bus began, perhaps anew. */
  onBeginning(): void;
  onPacket(slot: TappedSlot, packet: Buffer): void;
  /** The session closed: nothing comes any more. */
  onClosed(): void;
}

/** Those who read a programme's slots as its bus writes them. Costs nothing while there are none. */
export class ProgrammeTaps {
  readonly #listeners = new Set<TapListener>();
  readonly #requestKeyFrame: (slot: TappedPicture) => void;

  constructor(parts: { requestKeyFrame: (slot: TappedPicture) => void }) {
    this.#requestKeyFrame = parts.requestKeyFrame;
  }

  /** Begins with a key frame of each picture. @returns the way to stop */
  add(listener: TapListener): () => void {
    this.#listeners.add(listener);
    listener.onBeginning();
    this.requestKeyFrame('MAIN');
    this.requestKeyFrame('INSET');
    return () => void this.#listeners.delete(listener);
  }

  requestKeyFrame(slot: TappedPicture): void {
    this.#requestKeyFrame(slot);
  }

  begin(): void {
    for (const listener of this.#listeners) listener.onBeginning();
  }

  close(): void {
    for (const listener of this.#listeners) listener.onClosed();
    this.#listeners.clear();
  }

  write(slot: TappedSlot, packet: Buffer): void {
    for (const listener of this.#listeners) listener.onPacket(slot, packet);
  }
}
