const MINUTE_S = 60;

/** uPlot's columns: the ends of the minutes in seconds, and the people who had come by then. */
export type CurveColumns = [seconds: number[], total: number[]];

/** A minute where nobody came is a point too, so that the line is flat and not slanted there. */
export function toColumns(
  curve: readonly (readonly [atMs: number, people: number])[],
): CurveColumns {
  const columns: CurveColumns = [[], []];
  const byMinute = new Map(curve.map(([atMs, people]) => [atMs / 1000, people]));
  const first = curve[0];
  const last = curve.at(-1);
  if (!first || !last) return columns;
  let total = 0;
  // A stray mark of another day must not draw a million empty minutes.
  const step = last[0] - first[0] > 12 * 3_600_000 ? null : MINUTE_S;
  const seconds = step
    ? range(first[0] / 1000 - MINUTE_S, last[0] / 1000, step)
    : [...byMinute.keys()];
  for (const second of seconds) {
    total += byMinute.get(second) ?? 0;
    columns[0].push(second + MINUTE_S);
    columns[1].push(total);
  }
  return columns;
}

export interface CurveFacts {
  firstMs: number;
  lastMs: number;
  people: number;
  peakMs: number;
  peakPeople: number;
}

/** The curve in one sentence; null while nobody has come. */
export function curveFacts(
  curve: readonly (readonly [atMs: number, people: number])[],
): CurveFacts | null {
  const first = curve[0];
  const last = curve.at(-1);
  if (!first || !last) return null;
  const peak = curve.reduce((best, point) => (point[1] > best[1] ? point : best), first);
  return {
    firstMs: first[0],
    lastMs: last[0],
    people: curve.reduce((sum, [, people]) => sum + people, 0),
    peakMs: peak[0],
    peakPeople: peak[1],
  };
}

function range(from: number, to: number, step: number): number[] {
  return Array.from(
    { length: Math.floor((to - from) / step) + 1 },
    (_, index) => from + index * step,
  );
}
