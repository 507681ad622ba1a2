import type { SentSource } from './source-directory.ts';

interface WantedParts {
  find: (sourceId: string) => SentSource | null;
  onWanted: (wanted: { sourceId: string; lineId: string; isWanted: boolean }) => void;
}

/**
 * Which sources somebody watches or hears: those the director wants, those a slot still shows while it
 * waits for its next one, and those looked at by themselves. Tells each line that sends one once, and
 * again when it changes; a new line is told only that it is wanted.
 */
export class WantedSources {
  readonly #parts: WantedParts;
  #directed: ReadonlySet<string> = new Set();
  #shown: ReadonlySet<string> = new Set();
  readonly #watchers = new Map<string, number>();
  /** By source: the line that was told that it is wanted. */
  readonly #told = new Map<string, string>();

  constructor(parts: WantedParts) {
    this.#parts = parts;
  }

  isWanted(sourceId: string): boolean {
    return (
      this.#directed.has(sourceId) || this.#shown.has(sourceId) || this.#watchers.has(sourceId)
    );
  }

  direct(sourceIds: Iterable<string>): void {
    const before = this.#directed;
    this.#directed = new Set(sourceIds);
    for (const sourceId of new Set([...before, ...this.#directed])) this.settle(sourceId);
  }

  show(sourceIds: Iterable<string>): void {
    const before = this.#shown;
    this.#shown = new Set(sourceIds);
    for (const sourceId of new Set([...before, ...this.#shown])) this.settle(sourceId);
  }

  /** Counts one who looks at the source; the answer takes it off again, once. */
  watch(sourceId: string): () => void {
    this.#count(sourceId, 1);
    let isWatching = true;
    return () => {
      if (isWatching) this.#count(sourceId, -1);
      isWatching = false;
    };
  }

  /** To be called when the source's line changed as well. */
  settle(sourceId: string): void {
    const source = this.#parts.find(sourceId);
    // An inlet sends all the time: nobody need be told.
    if (!source || source.lineId === null) return void this.#told.delete(sourceId);
    const isWanted = this.isWanted(sourceId);
    const told = this.#told.get(sourceId);
    if (isWanted ? told === source.lineId : told === undefined) return;
    if (isWanted) this.#told.set(sourceId, source.lineId);
    else this.#told.delete(sourceId);
    if (!isWanted && told !== source.lineId) return;
    this.#parts.onWanted({ sourceId, lineId: source.lineId, isWanted });
  }

  #count(sourceId: string, change: 1 | -1): void {
    const watchers = (this.#watchers.get(sourceId) ?? 0) + change;
    if (watchers > 0) this.#watchers.set(sourceId, watchers);
    else this.#watchers.delete(sourceId);
    this.settle(sourceId);
  }
}
