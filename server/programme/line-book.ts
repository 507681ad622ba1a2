import { actorKey } from '#domain/actor.ts';
import type { Actor } from '#domain/actor.ts';
import { Refusal } from '../commands/refusal.ts';
import type { LineFacts } from '../media-link/media-port.ts';

/** The lines that the media node has, as it told them: whose they are, and whether they are up. */
export class LineBook {
  readonly #lines = new Map<string, LineFacts & { entry: number }>();
  readonly #turns = new Map<string, Promise<unknown>>();
  #entries = 0;

  /** Lines entered from here on are newer than this mark. */
  mark(): number {
    return this.#entries;
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
    return line;
  }

  linesWhere(fits: (line: LineFacts) => boolean): LineFacts[] {
    return [...this.#lines.values()].filter(fits);
  }

  /** Lines entered before the mark that are not among those that the node has. */
  missingFrom(lineIds: ReadonlySet<string>, mark: number): LineFacts[] {
    return [...this.#lines.values()].filter(
      ({ lineId, entry }) => entry <= mark && !lineIds.has(lineId),
    );
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
