'use client';

import { useRouter } from 'next/navigation';
import { useRef, useState } from 'react';
import { moveItem } from '#domain/conference.ts';
import { useCommand } from '../../../../_live/use-command.ts';
import type { AgendaEntry, AgendaFields, SessionView } from './session-view.ts';

export interface Agenda {
  items: readonly AgendaEntry[];
  /** Each answers whether the centre stored it; the list shows a move at once. */
  add: (fields: AgendaFields, atIndex?: number) => Promise<boolean>;
  /** `seen` is what was read before: when another changed it, nothing is stored and the list is read again. */
  update: (
    agendaItemId: string,
    change: { fields: AgendaFields; seen: AgendaFields },
  ) => Promise<boolean>;
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
  const queue = useRef(Promise.resolve(true));
  const waiting = useRef(0);
  // One change after the other, in the order of the keys; the page is read again after the last.
  const send = (change: () => Promise<{ ok: boolean }>): Promise<boolean> => {
    waiting.current += 1;
    queue.current = queue.current.then(async () => {
      const { ok } = await change();
      waiting.current -= 1;
      if (!ok) setItems(session.items);
      if (waiting.current === 0) router.refresh();
      return ok;
    });
    return queue.current;
  };
  return {
    items,
    failure: create.failure ?? change.failure ?? place.failure ?? erase.failure,
    add: (fields, atIndex) =>
      send(async () => {
        const answer = await create.run({ sessionId: session.id, ...fields });
        if (!answer.ok || atIndex === undefined) return answer;
        return place.run({ agendaItemId: answer.data.id, toIndex: atIndex });
      }),
    update: (agendaItemId, { fields, seen }) =>
      send(async () => {
        const answer = await change.run({ agendaItemId, ...fields, expected: seen });
        // The form itself tells what another changed.
        if (!answer.ok && answer.code === 'CONFLICT') change.reset();
        return answer;
      }),
    move: (agendaItemId, toIndex) => {
      setItems((shown) => {
        const item = shown.find(({ id }) => id === agendaItemId);
        return item ? moveItem(shown, item, toIndex) : shown;
      });
      return send(() => place.run({ agendaItemId, toIndex }));
    },
    remove: (agendaItemId) => {
      setItems((shown) => shown.filter(({ id }) => id !== agendaItemId));
      return send(() => erase.run({ agendaItemId }));
    },
  };
}
