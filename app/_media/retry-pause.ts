const FIRST_MS = 1_000;
const LONGEST_MS = 15_000;
const SHORTEST_MS = 100;

/**
 * How long to wait before the next try: a random share of a time that doubles. When a server that
 * carries 766 halls comes back, they come back spread over that time and not all at once.
 * @param attempt 0 for the first repeat
 */
export function retryPauseMs(attempt: number, random: () => number = Math.random): number {
  const most = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(attempt, 10));
  return SHORTEST_MS + Math.round(random() * (most - SHORTEST_MS));
}
