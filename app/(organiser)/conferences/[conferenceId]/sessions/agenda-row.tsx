'use client';

import clsx from 'clsx';
import { ArrowDown, ArrowUp, Ellipsis, GripVertical, Pencil, Trash2 } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { DragEvent, KeyboardEvent } from 'react';
import { formatTime } from '#domain/text/date-format.ts';
import { IconButton } from '../../../../_ui/button.tsx';
import { Menu, MenuItem } from '../../../../_ui/menu.tsx';
import type { Access, AgendaEntry } from './session-view.ts';

interface AgendaRowProps {
  item: AgendaEntry;
  startMs: number;
  place: { index: number; count: number };
  access: Access;
  /** What is being dragged, and over which place. */
  drag: { id: string; over: number } | null;
  onDrag: (drag: { id: string; over: number } | null) => void;
  onDrop: () => void;
  onFocusRow: (index: number) => void;
  onMove: (toIndex: number) => void;
  onEdit: () => void;
  onRemove: () => void;
}

/** One item of the agenda. */
export function AgendaRow(props: AgendaRowProps) {
  const { item, startMs, place, access, drag, onDrag, onDrop } = props;
  const t = useTranslations('conference.agenda');
  const isEditable = access === 'edit';
  const isOver = drag !== null && drag.over === place.index && drag.id !== item.id;
  return (
    <li
      data-agenda-row={place.index}
      tabIndex={place.index === 0 ? 0 : -1}
      draggable={isEditable}
      onDragStart={(event: DragEvent) => {
        event.dataTransfer.effectAllowed = 'move';
        event.dataTransfer.setData('text/plain', item.title);
        onDrag({ id: item.id, over: place.index });
      }}
      onDragOver={(event: DragEvent) => {
        if (!drag) return;
        event.preventDefault();
        if (drag.over !== place.index) onDrag({ ...drag, over: place.index });
      }}
      onDrop={(event: DragEvent) => {
        event.preventDefault();
        onDrop();
      }}
      onDragEnd={() => onDrag(null)}
      onKeyDown={(event) => onRowKey(event, props)}
      className={clsx(
        'group flex items-start gap-2 border-b border-line py-2.5 pr-2 pl-2 focus-visible:-outline-offset-2 sm:gap-3 sm:pr-3',
        drag?.id === item.id && 'opacity-50',
        isOver && 'bg-info-soft',
      )}
    >
      {isEditable ? (
        <GripVertical
          aria-hidden
          className="mt-1 hidden size-4 shrink-0 cursor-grab text-ink-3 opacity-40 group-hover:opacity-100 sm:block"
        />
      ) : (
        <span className="hidden w-2 sm:block" />
      )}
      <time className="w-12 shrink-0 text-base font-medium tabular-nums">
        {formatTime(startMs)}
      </time>
      <div
        className="flex min-w-0 flex-1 flex-col"
        onDoubleClick={isEditable ? props.onEdit : undefined}
      >
        <span className="text-base text-pretty">{item.title}</span>
        {item.speaker && <span className="text-sm text-ink-2">{item.speaker}</span>}
        <span className="text-sm text-ink-3" data-count>
          {t(`kind.${item.kind}`)} · {t('duration', { count: item.durationMinutes })}
        </span>
      </div>
      {isEditable && <RowMenu {...props} />}
    </li>
  );
}

function RowMenu({ item, place, onMove, onEdit, onRemove }: AgendaRowProps) {
  const t = useTranslations('conference.agenda');
  return (
    <Menu
      trigger={<IconButton icon={Ellipsis} size="small" label={`${t('edit')}: ${item.title}`} />}
    >
      <MenuItem icon={Pencil} onSelect={onEdit}>
        {t('edit')}
      </MenuItem>
      <MenuItem
        icon={ArrowUp}
        disabled={place.index === 0}
        onSelect={() => onMove(place.index - 1)}
      >
        {t('moveUp')}
      </MenuItem>
      <MenuItem
        icon={ArrowDown}
        disabled={place.index === place.count - 1}
        onSelect={() => onMove(place.index + 1)}
      >
        {t('moveDown')}
      </MenuItem>
      <MenuItem icon={Trash2} tone="danger" onSelect={onRemove}>
        {t('remove')}
      </MenuItem>
    </Menu>
  );
}

const STEPS: Partial<Record<string, number>> = { ArrowUp: -1, ArrowDown: 1 };

/** Arrows walk, Alt with an arrow carries the item along, Enter edits, Delete removes. */
function onRowKey(event: KeyboardEvent<HTMLElement>, props: AgendaRowProps): void {
  if (event.target !== event.currentTarget) return;
  const { place, access } = props;
  const step = STEPS[event.key];
  if (step !== undefined) {
    event.preventDefault();
    if (!event.altKey) return props.onFocusRow(place.index + step);
    if (access === 'edit') props.onMove(place.index + step);
    return;
  }
  if (access !== 'edit') return;
  if (event.key === 'Enter') {
    event.preventDefault();
    props.onEdit();
  } else if (event.key === 'Delete') {
    event.preventDefault();
    props.onRemove();
  }
}
