/** Gives the rows below a vertical merge the value that stands in its first row. */
import type { Cell } from '#domain/roster/cell.ts';
import type { Merge } from '#domain/roster/layout.ts';

/** A unit's name merged over its people is at most so high; a higher block is decoration. */
const HIGHEST_BLOCK_ROWS = 5_000;

export class MergeFiller {
  readonly #waiting: Merge[];
  #next = 0;
  #active: { merge: Merge; cell: Cell | undefined }[] = [];

  constructor(merges: readonly Merge[]) {
    this.#waiting = merges
      .filter((merge) => merge.bottom > merge.top && merge.bottom - merge.top < HIGHEST_BLOCK_ROWS)
      .sort((a, b) => a.top - b.top);
  }

  /** Rows must come in order. The given cells are changed and returned. */
  fill(row: number, cells: (Cell | undefined)[]): (Cell | undefined)[] {
    if (this.#active.length > 0)
      this.#active = this.#active.filter(({ merge }) => merge.bottom >= row);
    for (const { merge, cell } of this.#active) {
      // A row of the block that is empty otherwise stays empty: it is no person.
      const isRow = cells.some((own) => own !== undefined && !own.isFromMerge);
      if (cell !== undefined && isRow) cells[merge.left] ??= { ...cell, isFromMerge: true };
    }
    for (; (this.#waiting[this.#next]?.top ?? Infinity) <= row; this.#next += 1) {
      const merge = this.#waiting[this.#next]!;
      if (merge.top === row) this.#active.push({ merge, cell: cells[merge.left] });
    }
    return cells;
  }
}
