'use client';

import { useVirtualizer } from '@tanstack/react-virtual';
import clsx from 'clsx';
import { Hand, MicOff } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useEffect, useEffectEvent, useRef, useState, type KeyboardEvent, type Ref } from 'react';
import { HallSearch } from './hall-search.tsx';
import { useHallWords } from './hall-words.ts';
import { useRoom, useRoomParts, useStill } from './room-context.tsx';
import { shortName } from './short-name.ts';
import { StatusLetter } from './status-letter.tsx';

const ROW_PX = 48;
const PAGE_ROWS = 8;

/** All halls that pass the filter, of which only those in view are in the page. */
export function HallList({ searchRef }: { searchRef: Ref<HTMLInputElement> }) {
  const t = useTranslations('control-room.halls');
  const listed = useRoom((state) => state.listed);
  const total = useRoom((state) => state.order.length);
  return (
    <section
      aria-label={t('title')}
      className="flex min-h-0 flex-1 flex-col gap-2 max-xl:h-96 max-xl:flex-none"
    >
      <HallSearch ref={searchRef} listId={LIST_ID} />
      <p role="status" className="text-sm text-ink-3" data-count>
        {t('count', { shown: listed.length, total })}
      </p>
      <Rows listed={listed} />
    </section>
  );
}

export const LIST_ID = 'halls';

function Rows({ listed }: { listed: readonly string[] }) {
  const t = useTranslations('control-room.halls');
  const selected = useRoom((state) => state.selectedSiteId);
  const scroller = useRef<HTMLDivElement>(null);
  const index = selected === null ? -1 : listed.indexOf(selected);
  const virtualizer = useVirtualizer({
    count: listed.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    getItemKey: (at) => listed[at] ?? at,
    overscan: 6,
  });
  const showSelected = useEffectEvent(() => {
    if (index >= 0) virtualizer.scrollToIndex(index, { align: 'auto' });
  });
  // Only a new selection scrolls: whoever scrolled by hand keeps the place, whatever halls do.
  useEffect(() => showSelected(), [selected]);
  const hold = useHold();
  const onKeyDown = useListKeys(listed, index);
  const isDrawn = virtualizer.getVirtualItems().some((item) => item.index === index);
  if (listed.length === 0) return <p className="py-6 text-center text-ink-2">{t('none')}</p>;
  return (
    <div
      ref={scroller}
      id={LIST_ID}
      role="listbox"
      aria-label={t('title')}
      aria-activedescendant={isDrawn ? `hall-${selected}` : undefined}
      tabIndex={0}
      className="relative min-h-0 flex-1 overflow-y-auto rounded-md border border-line bg-sunken focus-visible:-outline-offset-2"
      onKeyDown={onKeyDown}
      onPointerEnter={hold.enter}
      onPointerLeave={hold.leave}
      onFocus={hold.focus}
      onBlur={hold.blur}
    >
      <div role="presentation" style={{ height: virtualizer.getTotalSize() }}>
        {virtualizer.getVirtualItems().map(({ index: at, start }) => (
          <Row
            key={listed[at]}
            siteId={listed[at]!}
            place={{ at, of: listed.length, start }}
            isSelected={at === index}
          />
        ))}
      </div>
    </div>
  );
}

/** The keys that walk through the list: arrows, pages, both ends. */
function useListKeys(listed: readonly string[], index: number) {
  const { store } = useRoomParts();
  return (event: KeyboardEvent) => {
    const target = targetOf(event.key, index, listed.length);
    if (target === null || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    event.stopPropagation();
    const siteId = listed[Math.max(0, Math.min(listed.length - 1, target))];
    if (siteId !== undefined) store.dispatch({ type: 'SELECT', siteId });
  };
}

function targetOf(key: string, index: number, count: number): number | null {
  switch (key) {
    case 'ArrowDown':
      return index + 1;
    case 'ArrowUp':
      return index < 0 ? 0 : index - 1;
    case 'PageDown':
      return index + PAGE_ROWS;
    case 'PageUp':
      return index - PAGE_ROWS;
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return null;
  }
}

/** Holds the list while a pointer is over it or the keyboard is in it. */
function useHold() {
  const { store } = useRoomParts();
  const [by] = useState(() => new Set<'pointer' | 'focus'>());
  const change = (who: 'pointer' | 'focus', isHeld: boolean) => {
    if (isHeld) by.add(who);
    else by.delete(who);
    store.dispatch({ type: by.size > 0 ? 'HOLD' : 'RELEASE', list: 'HALLS' });
  };
  return {
    enter: () => change('pointer', true),
    leave: () => change('pointer', false),
    focus: () => change('focus', true),
    blur: () => change('focus', false),
  };
}

interface RowProps {
  siteId: string;
  place: { at: number; of: number; start: number };
  isSelected: boolean;
}

function Row({ siteId, place, isSelected }: RowProps) {
  const { store } = useRoomParts();
  const row = useRoom((state) => state.rows.get(siteId));
  const still = useStill(siteId);
  const words = useHallWords();
  if (!row) return null;
  const { hall } = row;
  return (
    <div
      id={`hall-${siteId}`}
      role="option"
      aria-selected={isSelected}
      aria-posinset={place.at + 1}
      aria-setsize={place.of}
      aria-label={`${hall.name}. ${words(row)}`}
      data-site={siteId}
      data-status={row.status}
      onClick={() => store.dispatch({ type: 'SELECT', siteId })}
      onDoubleClick={() => store.dispatch({ type: 'LOOK', siteId })}
      style={{ height: ROW_PX, transform: `translateY(${place.start}px)` }}
      className={clsx(
        'absolute inset-x-0 top-0 flex cursor-default items-center gap-2 border-b border-line px-2',
        isSelected ? 'bg-muted' : 'hover:bg-hover',
        row.isInPreview && 'shadow-[inset_3px_0_0_var(--ok-ink)]',
        row.isOnAir && 'shadow-[inset_3px_0_0_var(--on-air)]',
      )}
    >
      <span aria-hidden className="h-8 w-14 shrink-0 overflow-hidden rounded-sm bg-black">
        {still && <img src={still.url} alt="" className="size-full object-cover" />}
      </span>
      <StatusLetter status={row.status} />
      <span className="min-w-0 flex-1">
        <span className="block truncate text-sm font-medium">{shortName(hall.name)}</span>
        <span className="block truncate text-sm text-ink-3">{words(row)}</span>
      </span>
      {row.request && <Hand aria-hidden className="size-4 shrink-0 text-info-ink" />}
      {hall.isMutedByCentre && <MicOff aria-hidden className="size-4 shrink-0 text-danger-ink" />}
    </div>
  );
}
