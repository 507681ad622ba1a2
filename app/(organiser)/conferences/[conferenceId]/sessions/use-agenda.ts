'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { moveItem } from '#domain/conference.ts';
import { useCommand } from '../../../../_live/use-command.ts';
import type { AgendaEntry, AgendaFields, SessionView } from './session-view.ts';

export interface Agenda {
  items: readonly AgendaEntry[];
  /** Each answers whether the centre stored it; the list shows a move at once. */
  add: (fields: AgendaFields, atIndex?: number) => Promise<boolean>;
  update: (agendaItemId: string, fields: AgendaFields) => Promise<boolean>;
  move: (agendaItemId: string, toIndex: number) => Promise<boolean>;
  remove: (agendaItemId: string) => Promise<boolean>;
  /** The sentence of the last refusal. */
  failure: string | null;
}

/** The agenda of one session, as stored, with moves drawn before the answer comes. */
export function useAgenda(session: SessionView): Agenda {
  const router = useRouter();
  const [stored, setStored] = useState(session.items);
  const [items, setItems] = useState(session.items);
  // The server's list replaces ours whenever the page brings a new one.
  if (stored !== session.items) {
    setStored(session.items);
    setItems(session.items);
  }
  const create = useCommand('agenda-item:create', 'account');
  const change = useCommand('agenda-item:update', 'account');
  const place = useCommand('agenda-item:move', 'account');
  const erase = useCommand('agenda-item:remove', 'account');
  const settle = (answer: { ok: boolean }): boolean => {
    if (!answer.ok) setItems(session.items);
    router.refresh();
    return answer.ok;
  };
  return {
    items,
    failure: create.failure ?? change.failure ?? place.failure ?? erase.failure,
    add: async (fields, atIndex) => {
      const answer = await create.run({ sessionId: session.id, ...fields });
      if (!answer.ok || atIndex === undefined) return settle(answer);
      return settle(await place.run({ agendaItemId: answer.data.id, toIndex: atIndex }));
    },
    update: async (agendaItemId, fields) => settle(await change.run({ agendaItemId, ...fields })),
    move: async (agendaItemId, toIndex) => {
      const item = items.find(({ id }) => id === agendaItemId);
      if (item) setItems(moveItem(items, item, toIndex));
      return settle(await place.run({ agendaItemId, toIndex }));
    },
    remove: async (agendaItemId) => {
      setItems(items.filter(({ id }) => id !== agendaItemId));
      return settle(await erase.run({ agendaItemId }));
    },
  };
}
