import { and, asc, desc, eq, inArray, isNull } from 'drizzle-orm';
import type { Tx } from '../client.ts';
import { centreMessage } from '../schema/programme.ts';
import type { HallPlace } from './hall-line.ts';

export type CentreMessageRow = typeof centreMessage.$inferSelect;

interface Asked {
  sessionId: string;
  /** All halls when left out. */
  siteIds?: string[];
}

const ofHalls = ({ sessionId, siteIds }: Asked) =>
  and(
    eq(centreMessage.sessionId, sessionId),
    siteIds ? inArray(centreMessage.siteId, siteIds) : undefined,
  );

/** @returns the message's id */
export async function keepCentreMessage(
  tx: Tx,
  message: HallPlace & { text: string; actorKey: string; sentAt: Date },
): Promise<string> {
  const [row] = await tx.insert(centreMessage).values(message).returning({ id: centreMessage.id });
  return row!.id;
}

/** The messages that nobody at these halls has seen yet, oldest first. */
export async function listUnseenMessages(tx: Tx, asked: Asked): Promise<CentreMessageRow[]> {
  return tx
    .select()
    .from(centreMessage)
    .where(and(ofHalls(asked), isNull(centreMessage.seenAt)))
    .orderBy(asc(centreMessage.sentAt), asc(centreMessage.id));
}

/** The last message to each hall that got one. */
export async function listLatestMessages(tx: Tx, asked: Asked): Promise<CentreMessageRow[]> {
  const { siteId, sentAt, id } = centreMessage;
  return tx
    .selectDistinctOn([siteId])
    .from(centreMessage)
    .where(ofHalls(asked))
    .orderBy(siteId, desc(sentAt), desc(id));
}

/**
 * Seen once: a second press changes nothing.
 * @returns whether the hall has such a message
 */
export async function seeCentreMessage(
  tx: Tx,
  { messageId, siteId, sessionId, at }: HallPlace & { messageId: string; at: Date },
): Promise<boolean> {
  const isMeant = and(eq(centreMessage.id, messageId), ofHalls({ sessionId, siteIds: [siteId] }));
  const [found] = await tx.select({ id: centreMessage.id }).from(centreMessage).where(isMeant);
  if (!found) return false;
  await tx
    .update(centreMessage)
    .set({ seenAt: at })
    .where(and(isMeant, isNull(centreMessage.seenAt)));
  return true;
}
