import type { ReactNode } from 'react';

export type SortValue = string | number | null;

/** One column of a DataTable, in the words of the feature that shows it. */
export interface DataColumn<Row extends object> {
  id: string;
  header: string;
  /** What is drawn; plain text and formatted figures need no more than this. */
  cell: (row: Row) => ReactNode;
  /** Makes the column sortable. Null sorts last both ways. Names: give `sortCompare` instead. */
  sortValue?: (row: Row) => SortValue;
  /** Makes the column sortable by a rule of its own, such as the given name first. */
  sortCompare?: (left: Row, right: Row) => number;
  /** Narrowest width in px (default 120). */
  minWidth?: number;
  /** Share of the room left over (default 1); 0 keeps the column at `minWidth`. */
  grow?: number;
  /** Figures stand at the end, in tabular digits. */
  align?: 'start' | 'end';
  /** On a phone a row is a card: its title line, a labelled line (default), or left out. */
  phone?: 'title' | 'line' | 'hidden';
}

/** One drop-down filter above a DataTable, kept in the address as `<id>=<value>`. */
export interface DataFilter<Row extends object> {
  id: string;
  label: string;
  options: readonly { value: string; label: string }[];
  matches: (row: Row, value: string) => boolean;
}

const MIN_WIDTH_PX = 120;

/** The CSS grid of the columns and the narrowest width of the whole table in px. */
export function gridOf(columns: readonly DataColumn<never>[]): {
  template: string;
  minWidth: number;
} {
  const parts = columns.map(({ minWidth = MIN_WIDTH_PX, grow = 1 }) =>
    grow === 0 ? `${minWidth}px` : `minmax(${minWidth}px, ${grow}fr)`,
  );
  const minWidth = columns.reduce((sum, column) => sum + (column.minWidth ?? MIN_WIDTH_PX), 0);
  return { template: parts.join(' '), minWidth };
}
