import type { types } from 'mediasoup';

/** Where the bus gets its sources from. */
export interface BusSources {
  /**
   * The source's picture on the bus's own router, brought there from another worker if need be; null
   * when it sends none.
   */
  picture(sourceId: string): Promise<types.Producer | null>;
  sound(sourceId: string): Promise<types.Producer | null>;
  /** Calls back when a source's picture or sound appears, is replaced or ends; the answer stops that. */
  onChanged(listener: (sourceId: string) => void): () => void;
}
