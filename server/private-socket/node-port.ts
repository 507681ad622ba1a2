import type { z } from 'zod';

/**
 * A node as the front door sees it: it is told the whole of what is wanted, and tells the whole of what
 * is. So each side may come and go; nothing of it is stored by the node.
 */
export interface NodePort<Wish, Facts> {
  /** Replaces everything that was wanted before. */
  want(wishes: readonly Wish[]): void;
  /** Null while the node is away. The answer removes the listener. */
  onFacts(listener: (facts: readonly Facts[] | null) => void): () => void;
  close(): void;
}

/** What travels on the socket: one JSON text a line. */
export interface NodeWords<Wish, Facts> {
  wanted: z.ZodType<{ wanted: Wish[] }>;
  facts: z.ZodType<{ facts: Facts[] }>;
}

export const MOST_MESSAGE_CHARACTERS = 1024 * 1024;
