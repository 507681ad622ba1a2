'use client';

import { Plus } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useRef, useState } from 'react';
import { agendaStartsMs } from '#domain/conference.ts';
import { formatTime } from '#domain/text/date-format.ts';
import { Button } from '../../../../_ui/button.tsx';
import { Notice } from '../../../../_ui/notice.tsx';
import { useToast } from '../../../../_ui/toast.tsx';
import { AgendaForm } from './agenda-form.tsx';
import { AgendaRow } from './agenda-row.tsx';
import type { Access, AgendaEntry, AgendaFields, SessionView } from './session-view.ts';
import { useAgenda } from './use-agenda.ts';

const NEW_ITEM: AgendaFields = { kind: 'TOPIC', title: '', speaker: '', durationMinutes: 45 };
const MINUTE_MS = 60_000;

/** The agenda of a session: by keys, by dragging, edited in place; times follow from durations. */
export function AgendaEditor({ session, access }: { session: SessionView; access: Access }) {
  const t = useTranslations('conference.agenda');
  const notify = useToast();
  const agenda = useAgenda(session);
  const listRef = useRef<HTMLOListElement>(null);
  const [editing, setEditing] = useState<string | 'new' | null>(null);
  const [said, setSaid] = useState('');
  const [drag, setDrag] = useState<{ id: string; over: number } | null>(null);
  const { items } = agenda;
  const starts = agendaStartsMs(session.startsAtMs, items);

  const move = (item: AgendaEntry, toIndex: number) => {
    const target = Math.max(0, Math.min(items.length - 1, toIndex));
    if (items[target] === item) return;
    void agenda.move(item.id, target);
    // The browser drops the focus of a row that is put elsewhere in the page.
    requestAnimationFrame(() => focusRow(listRef.current, target));
    const time = formatTime(starts[target] ?? session.startsAtMs);
    setSaid(t('moved', { title: item.title, place: target + 1, time }));
  };
  const remove = async ({ id, ...fields }: AgendaEntry, index: number) => {
    focusRow(listRef.current, index + 1 < items.length ? index + 1 : index - 1);
    if (!(await agenda.remove(id))) return;
    notify({
      tone: 'ok',
      text: t('removed', { title: fields.title }),
      action: { label: t('undo'), onSelect: () => void agenda.add(fields, index) },
    });
  };
  const close = (index: number) => {
    setEditing(null);
    requestAnimationFrame(() => focusRow(listRef.current, index));
  };

  return (
    <>
      <ol ref={listRef} aria-label={t('label', { name: session.name })} className="flex flex-col">
        {items.map((item, index) =>
          editing === item.id ? (
            <li key={item.id} className="border-b border-line">
              <AgendaForm
                value={item}
                onSave={(fields, seen) => agenda.update(item.id, { fields, seen })}
                onClose={() => close(index)}
              />
            </li>
          ) : (
            <AgendaRow
              key={item.id}
              item={item}
              startMs={starts[index] ?? session.startsAtMs}
              place={{ index, count: items.length }}
              access={access}
              drag={drag}
              onDrag={setDrag}
              onDrop={() => {
                const dragged = items.find(({ id }) => id === drag?.id);
                if (dragged && drag) move(dragged, drag.over);
                setDrag(null);
              }}
              onFocusRow={(to) => focusRow(listRef.current, to)}
              onMove={(to) => move(item, to)}
              onEdit={() => setEditing(item.id)}
              onRemove={() => void remove(item, index)}
            />
          ),
        )}
      </ol>
      {items.length === 0 && <p className="px-5 py-6 text-base text-ink-2">{t('empty')}</p>}
      {editing === 'new' && (
        <AgendaForm
          value={NEW_ITEM}
          onSave={(fields) => agenda.add(fields)}
          onClose={() => setEditing(null)}
        />
      )}
      <p aria-live="polite" className="sr-only">
        {said}
      </p>
      {agenda.failure && (
        <Notice tone="danger" className="m-4">
          {agenda.failure}
        </Notice>
      )}
      <footer className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-3 sm:px-5">
        {access === 'edit' && editing !== 'new' && (
          <Button size="small" icon={Plus} onClick={() => setEditing('new')}>
            {t('add')}
          </Button>
        )}
        <AgendaEnd session={session} items={items} />
      </footer>
      {access === 'edit' && items.length > 1 && (
        <p className="hidden border-t border-line px-5 py-2 text-sm text-ink-3 sm:block">
          {t('hint')}
        </p>
      )}
    </>
  );
}

function focusRow(list: HTMLOListElement | null, index: number): void {
  list?.querySelector<HTMLElement>(`[data-agenda-row="${index}"]`)?.focus();
}

function AgendaEnd({ session, items }: { session: SessionView; items: readonly AgendaEntry[] }) {
  const t = useTranslations('conference.agenda');
  if (items.length === 0) return null;
  const minutes = items.reduce((sum, item) => sum + item.durationMinutes, 0);
  const endMs = session.startsAtMs + minutes * MINUTE_MS;
  const over = Math.round((endMs - session.endsAtMs) / MINUTE_MS);
  return (
    <p data-count className="ml-auto text-sm text-ink-2">
      {t('ends', { time: formatTime(endMs) })}
      {over > 0 && (
        <span className="font-medium text-warn-ink"> · {t('over', { minutes: over })}</span>
      )}
      {over < 0 && <span className="text-ink-3"> · {t('under', { minutes: -over })}</span>}
    </p>
  );
}
