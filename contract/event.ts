import { z } from 'zod';

/**
 * Revision of a stream: `epoch` changes when the stream's owner restarts, `number` rises by one with
 * each event. A gap, or another epoch, means: ask for the snapshot again.
 */
export const revisionSchema = z.object({ epoch: z.string(), number: z.int().nonnegative() });
export type Revision = z.infer<typeof revisionSchema>;

export interface EventDefinition<P extends z.ZodType = z.ZodType> {
  summary: string;
  payload: P;
  example: z.input<P>;
}

export function defineEvent<P extends z.ZodType>(
  definition: EventDefinition<P>,
): EventDefinition<P> {
  return definition;
}
