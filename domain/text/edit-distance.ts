/** Nearest names, for suggestions beside an unknown one. */

/**
 * Damerau–Levenshtein distance (optimal string alignment), cut off: returns `limit + 1` as soon as
 * the distance is known to be larger than `limit`.
 */
export function editDistance(left: string, right: string, limit: number): number {
  if (Math.abs(left.length - right.length) > limit) return limit + 1;
  let beforePrevious: number[] = [];
  let previous = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let i = 1; i <= left.length; i += 1) {
    const current = [i];
    for (let j = 1; j <= right.length; j += 1) {
      const cost = left[i - 1] === right[j - 1] ? 0 : 1;
      let best = Math.min(previous[j]! + 1, current[j - 1]! + 1, previous[j - 1]! + cost);
      if (i > 1 && j > 1 && left[i - 1] === right[j - 2] && left[i - 2] === right[j - 1]) {
        best = Math.min(best, beforePrevious[j - 2]! + 1);
      }
      current.push(best);
    }
    if (Math.min(...current) > limit) return limit + 1;
    beforePrevious = previous;
    previous = current;
  }
  return previous[right.length]!;
}

/** A fifth of the length may differ, at least 1 and at most 4 characters. */
function allowedDistance(text: string): number {
  return Math.max(1, Math.min(4, Math.floor(text.length / 5)));
}

/** The candidate nearest to `text`, or null when none is near enough or two are equally near. */
export function nearest(text: string, candidates: Iterable<string>): string | null {
  const limit = allowedDistance(text);
  let best: string | null = null;
  let bestDistance = limit + 1;
  let isTied = false;
  for (const candidate of candidates) {
    const distance = editDistance(text, candidate, Math.min(bestDistance, limit));
    if (distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
      isTied = false;
    } else if (distance === bestDistance && distance <= limit && candidate !== best) {
      isTied = true;
    }
  }
  return isTied ? null : best;
}
