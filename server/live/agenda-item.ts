import { asc, eq, sql } from 'drizzle-orm';
import type { Tx } from '#db/client.ts';
import { findAgendaItem, findSession, storeAgendaOrder } from '#db/queries/session.ts';
import { agendaItem, session } from '#db/schema/conference.ts';
import { moveItem } from '#domain/conference.ts';
import type { RowScope } from '#domain/permissions.ts';
import { handle } from '../commands/handler.ts';
import type { Handlers } from '../commands/handler.ts';
import { Refusal } from '../commands/refusal.ts';
import { refuseChanged } from '../commands/refuse-changed.ts';
import { requireConference } from '../commands/require-conference.ts';

type Names =
  'agenda-item:create' | 'agenda-item:update' | 'agenda-item:move' | 'agenda-item:remove';

/** chuyên đề and the other slots of a session's programme. */
export function createAgendaItemHandlers(): Handlers<Names> {
  return {
    'agenda-item:create': handle('agenda-item:create', {
      scope: async ({ sessionId }, { tx }) => {
        const row = await findSession(tx, sessionId);
        if (!row) throw new Refusal('NOT_FOUND');
        return { conferenceId: row.conferenceId };
      },
      run: async ({ sessionId, ...fields }, { tx }) => {
        await lockAgenda(tx, sessionId);
        const ordinal = sql`(select coalesce(max(a.ordinal), 0) + 1 from agenda_item a
          where a.session_id = ${sessionId})`;
        const [row] = await tx
          .insert(agendaItem)
          .values({ sessionId, ordinal, ...fields })
          .returning({ id: agendaItem.id });
        return { id: row!.id };
      },
    }),
    'agenda-item:update': handle('agenda-item:update', {
      scope: ({ agendaItemId }, { tx }) => itemScope(tx, agendaItemId),
      run: async ({ agendaItemId, expected, ...fields }, { tx }) => {
        await lockAgendaOf(tx, agendaItemId);
        refuseChanged(await requireItem(tx, agendaItemId), expected);
        await tx.update(agendaItem).set(fields).where(eq(agendaItem.id, agendaItemId));
        return {};
      },
    }),
    'agenda-item:move': handle('agenda-item:move', {
      scope: ({ agendaItemId }, { tx }) => itemScope(tx, agendaItemId),
      run: async ({ agendaItemId, toIndex }, { tx }) => {
        const sessionId = await lockAgendaOf(tx, agendaItemId);
        const rows = await tx
          .select({ id: agendaItem.id })
          .from(agendaItem)
          .where(eq(agendaItem.sessionId, sessionId))
          .orderBy(asc(agendaItem.ordinal), asc(agendaItem.id));
        await storeAgendaOrder(
          tx,
          moveItem(
            rows.map(({ id }) => id),
            agendaItemId,
            toIndex,
          ),
        );
        return {};
      },
    }),
    'agenda-item:remove': handle('agenda-item:remove', {
      scope: ({ agendaItemId }, { tx }) => itemScope(tx, agendaItemId),
      run: async ({ agendaItemId }, { tx }) => {
        await lockAgendaOf(tx, agendaItemId);
        await tx.delete(agendaItem).where(eq(agendaItem.id, agendaItemId));
        return {};
      },
    }),
  };
}

async function itemScope(tx: Tx, agendaItemId: string): Promise<RowScope> {
  return { conferenceId: (await requireItem(tx, agendaItemId)).conferenceId };
}

async function lockAgendaOf(tx: Tx, agendaItemId: string): Promise<string> {
  const { sessionId } = await requireItem(tx, agendaItemId);
  await lockAgenda(tx, sessionId);
  return sessionId;
}

async function requireItem(tx: Tx, agendaItemId: string) {
  const item = await findAgendaItem(tx, agendaItemId);
  if (!item) throw new Refusal('NOT_FOUND');
  return item;
}

/** One writer of a session's agenda at a time. */
async function lockAgenda(tx: Tx, sessionId: string): Promise<void> {
  const [row] = await tx
    .select()
    .from(session)
    .where(eq(session.id, sessionId))
    .for('no key update');
  if (!row) throw new Refusal('NOT_FOUND');
  await requireConference(tx, row.conferenceId);
}
