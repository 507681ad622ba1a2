'use client';

import clsx from 'clsx';
import { CircleCheck, MessageSquareText, TriangleAlert, X } from 'lucide-react';
import { useFormatter, useTranslations } from 'next-intl';
import { Button, IconButton } from '../../_ui/button.tsx';
import type { RoomException } from '../_state/exceptions.ts';
import type { Problem } from '../_state/hall-row.ts';
import { remedyOf, type Remedy } from '../_state/remedies.ts';
import { useRoom, useRoomParts } from './room-context.tsx';
import { shortName } from './short-name.ts';

/** More lines than these nobody reads; the filter shows them all. */
const SHOWN = 40;

/** Halls in trouble, worst first, each with the one thing to do about it. */
export function ExceptionList() {
  const t = useTranslations('control-room.exceptions');
  const { store } = useRoomParts();
  const exceptions = useRoom((state) => state.exceptions);
  const troubles = exceptions.filter(({ problem }) => problem !== 'NEVER_JOINED');
  const missing = exceptions.length - troubles.length;
  return (
    <section
      aria-label={t('title')}
      className="flex min-h-0 flex-1 basis-0 flex-col gap-2"
      onPointerEnter={() => store.dispatch({ type: 'HOLD', list: 'EXCEPTIONS' })}
      onPointerLeave={() => store.dispatch({ type: 'RELEASE', list: 'EXCEPTIONS' })}
    >
      <h2 className="flex items-center gap-2 text-sm font-semibold">
        <TriangleAlert aria-hidden className="size-4 text-warn-ink" />
        {t('title')}
        <span data-count className="text-ink-2">
          {troubles.length}
        </span>
      </h2>
      {troubles.length === 0 && (
        <p className="flex items-center gap-2 text-sm text-ink-2">
          <CircleCheck aria-hidden className="size-4 text-ok-ink" />
          {t('none')}
        </p>
      )}
      <ol className="flex min-h-0 flex-col gap-1 overflow-y-auto">
        {troubles.slice(0, SHOWN).map((exception) => (
          <Exception key={exception.siteId} exception={exception} />
        ))}
        {troubles.length > SHOWN && (
          <Rest
            text={t('more', { count: troubles.length - SHOWN })}
            onShow={() => store.dispatch({ type: 'QUERY', query: { filter: 'PROBLEM' } })}
          />
        )}
        {missing > 0 && (
          <Rest
            text={t('neverJoined', { count: missing })}
            onShow={() => store.dispatch({ type: 'QUERY', query: { filter: 'NOT_JOINED' } })}
          />
        )}
      </ol>
    </section>
  );
}

function Rest({ text, onShow }: { text: string; onShow: () => void }) {
  const t = useTranslations('control-room.exceptions');
  return (
    <li className="flex items-center gap-2 rounded-md border border-line px-2 py-1 text-sm">
      <span className="min-w-0 flex-1">{text}</span>
      <Button size="small" onClick={onShow}>
        {t('showThem')}
      </Button>
    </li>
  );
}

function Exception({ exception }: { exception: RoomException }) {
  const t = useTranslations('control-room');
  const { store, director } = useRoomParts();
  const { siteId, problem } = exception;
  const row = useRoom((state) => state.rows.get(siteId));
  const act = useRemedy();
  const format = useFormatter();
  if (!row) return null;
  const isOnAir = problem.startsWith('ON_AIR');
  const remedy = remedyOf(row, problem);
  return (
    <li
      data-exception={problem}
      className={clsx(
        'flex items-center gap-1 rounded-md border py-1 pl-2',
        isOnAir ? 'border-danger-ink bg-danger-soft' : 'border-line bg-surface',
      )}
    >
      <button
        type="button"
        onClick={() => store.dispatch({ type: 'SELECT', siteId })}
        className="min-w-0 flex-1 rounded-sm text-left text-sm"
      >
        <span className="block truncate font-medium">{shortName(row.hall.name)}</span>
        <span className={clsx('block truncate', isOnAir ? 'text-danger-ink' : 'text-warn-ink')}>
          {isTimed(problem) && exception.since
            ? t(`problemSince.${problem}`, {
                time: format.dateTime(new Date(exception.since), 'time'),
              })
            : t(`problem.${problem}`)}
        </span>
      </button>
      <Button
        size="small"
        tone={isOnAir ? 'danger' : 'secondary'}
        onClick={() => act(remedy, siteId)}
      >
        {t(`exceptions.remedy.${remedy}`)}
      </Button>
      <IconButton
        size="small"
        icon={MessageSquareText}
        label={t('exceptions.message', { name: row.hall.name })}
        onClick={() => {
          store.dispatch({ type: 'SELECT', siteId });
          director.openMessage(siteId);
        }}
      />
      <IconButton
        size="small"
        icon={X}
        label={t('exceptions.dismiss', { name: row.hall.name })}
        onClick={() => store.dispatch({ type: 'DISMISS', exception })}
      />
    </li>
  );
}

function isTimed(problem: Problem): problem is 'LOST' | 'HELP' | 'CANNOT_FOLLOW' {
  return problem === 'LOST' || problem === 'HELP' || problem === 'CANNOT_FOLLOW';
}

function useRemedy() {
  const { store, director } = useRoomParts();
  return (remedy: Remedy, siteId: string) => {
    store.dispatch({ type: 'SELECT', siteId });
    switch (remedy) {
      case 'CENTRE':
        return director.backToCentre();
      case 'SLATE':
        return director.slate();
      case 'UNMUTE':
        return director.toggleMute(siteId);
      case 'QUIETER':
        return director.trimHall(siteId, -3);
      case 'LOOK':
        return store.dispatch({ type: 'LOOK', siteId });
      case 'CALL':
        return void director.showContact(siteId);
    }
  };
}
