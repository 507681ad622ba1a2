import { actorKey } from '#domain/actor.ts';
import type { Actor } from '#domain/actor.ts';
import { Refusal } from '../commands/refusal.ts';
import type { LineFacts } from '../media-link/media-port.ts';

/** The lines that the media node has, as it told them: whose they are, and whether they are up. */
export class LineBook {
  readonly #lines = new Map<string, LineFacts & { entry: number }>();
  readonly #turns = new Map<string, Promise<unknown>>();
  /** What was struck since the mark; null while nothing is being adopted. */
  #struck: Set<string> | null = null;
  #entries = 0;

  /** Before the node is asked what it has: what is entered or struck from here on is newer than its answer. */
  mark(): number {
    this.#struck = new Set();
    return this.#entries;
  }

  /**
   * Enters the lines that the node has, but for those struck since the mark.
   * @returns lines entered before the mark that the node has no longer; they are still in the book
   */
  adopt(found: readonly LineFacts[], mark: number): LineFacts[] {
    const lineIds = new Set(found.map(({ lineId }) => lineId));
    const lost = [...this.#lines.values()].filter(
      ({ lineId, entry }) => entry <= mark && !lineIds.has(lineId),
    );
    const struck = this.#struck;
    for (const line of found) if (!struck?.has(line.lineId)) this.enter(line);
    this.#struck = null;
    return lost;
  }

  find(lineId: string): LineFacts | null {
    return this.#lines.get(lineId) ?? null;
  }

  /**
   * The line, for whoever opened it; nobody else may use it, whatever his role.
   * @throws Refusal LINE_NOT_FOUND, FORBIDDEN
   */
  ownLine(lineId: string, actor: Actor): LineFacts {
    const line = this.find(lineId);
    if (!line) throw new Refusal('LINE_NOT_FOUND');
    if (line.owner !== actorKey(actor)) throw new Refusal('FORBIDDEN');
    return line;
  }

  enter(line: LineFacts): void {
    this.#entries += 1;
    this.#struck?.delete(line.lineId);
    this.#lines.set(line.lineId, { ...line, entry: this.#entries });
  }

  setConnected(lineId: string, isConnected: boolean): LineFacts | null {
    const line = this.#lines.get(lineId);
    if (!line) return null;
    line.isConnected = isConnected;
    return line;
  }

  /** @returns the line that was there */
  strike(lineId: string): LineFacts | null {
    const line = this.find(lineId);
    this.#lines.delete(lineId);
    this.#struck?.add(lineId);
    return line;
  }

  linesWhere(fits: (line: LineFacts) => boolean): LineFacts[] {
    return [...this.#lines.values()].filter(fits);
  }

  /** Runs one after the other what concerns the same hall, so that two consoles can't both get in. */
  async inTurn<T>(key: string, run: () => Promise<T>): Promise<T> {
    const before = this.#turns.get(key) ?? Promise.resolve();
    const turn = before.then(run, run);
    this.#turns.set(key, turn);
    try {
      return await turn;
    } finally {
      if (this.#turns.get(key) === turn) this.#turns.delete(key);
    }
  }
}
