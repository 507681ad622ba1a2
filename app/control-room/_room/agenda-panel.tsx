'use client';

import clsx from 'clsx';
import { CircleStop, Play } from 'lucide-react';
import { useFormatter, useTranslations } from 'next-intl';
import { useEffect, useRef, useState } from 'react';
import { NOTICES } from '#domain/programme.ts';
import { Button } from '../../_ui/button.tsx';
import { ConfirmDialog } from '../../_ui/confirm-dialog.tsx';
import { SelectControl } from '../../_ui/select.tsx';
import { useClock } from '../../_ui/use-clock.ts';
import { AgendaTurn } from './agenda-turn.tsx';
import { useRoom, useRoomParts } from './room-context.tsx';
import type { RoomSession } from './room-session.ts';

/** The clock, the plan, and going on and off air. */
export function AgendaPanel({ session }: { session: RoomSession }) {
  const format = useFormatter();
  const nowMs = useClock(1_000);
  return (
    <section className="flex min-h-0 shrink-0 flex-col gap-2" aria-label={session.name}>
      <div className="flex flex-wrap items-baseline gap-x-3">
        <time data-count className="text-2xl font-semibold">
          {nowMs === null ? '–' : format.dateTime(nowMs, 'clock')}
        </time>
        <AirState />
      </div>
      <AirControls />
      <Agenda session={session} nowMs={nowMs} />
    </section>
  );
}

function Agenda({ session, nowMs }: { session: RoomSession; nowMs: number | null }) {
  const t = useTranslations('control-room.agenda');
  const format = useFormatter();
  const isNow = ({ startsAt, endsAt }: RoomSession['agenda'][number]) =>
    nowMs !== null && Date.parse(startsAt) <= nowMs && nowMs < Date.parse(endsAt);
  const list = useRef<HTMLOListElement>(null);
  const currentId = session.agenda.find(isNow)?.id;
  useEffect(() => {
    const item = list.current?.querySelector<HTMLElement>('[aria-current]');
    if (item) list.current?.scrollTo({ top: item.offsetTop });
  }, [currentId]);
  if (session.agenda.length === 0) return null;
  return (
    <ol
      ref={list}
      aria-label={t('title')}
      tabIndex={0}
      className="relative max-h-36 min-h-0 overflow-y-auto rounded-md border border-line max-sm:max-h-none"
    >
      {session.agenda.map((item) => (
        <li
          key={item.id}
          aria-current={isNow(item) ? 'time' : undefined}
          className={clsx(
            'flex gap-2 border-b border-line px-2 py-1 text-sm last:border-b-0',
            isNow(item) ? 'bg-muted font-medium' : 'text-ink-2',
          )}
        >
          <time data-count dateTime={item.startsAt} className="shrink-0">
            {format.dateTime(new Date(item.startsAt), 'time')}
          </time>
          <span className="min-w-0">
            {item.title}
            {item.speaker && <span className="block font-normal text-ink-3">{item.speaker}</span>}
          </span>
          <AgendaTurn item={item} />
        </li>
      ))}
    </ol>
  );
}

function AirControls() {
  const t = useTranslations('control-room.air');
  const { director } = useRoomParts();
  const programme = useRoom(({ facts }) => facts?.programme ?? null);
  const [asks, setAsks] = useState<'START' | 'END' | null>(null);
  const isRunning = Boolean(programme?.startedAt && !programme.endedAt);
  const isOver = Boolean(programme?.endedAt);
  return (
    <>
      {programme && !isOver && (
        <Button
          className="h-9!"
          tone={isRunning ? 'secondary' : 'primary'}
          icon={isRunning ? CircleStop : Play}
          onClick={() => setAsks(isRunning ? 'END' : 'START')}
        >
          {t(isRunning ? 'end' : 'start')}
        </Button>
      )}
      <div className="flex items-center gap-2">
        <span className="shrink-0 text-sm text-ink-2">{t('notice')}</span>
        <SelectControl
          className="h-9! text-sm!"
          trigger={{ 'aria-label': t('noticeLabel') }}
          disabled={!programme}
          options={NOTICES.map((value) => ({ value, label: t(`notices.${value}`) }))}
          value={programme?.notice ?? 'NONE'}
          onValue={(notice) => director.notice(notice)}
        />
      </div>
      <ConfirmDialog
        open={asks === 'START'}
        onOpen={(open) => !open && setAsks(null)}
        title={t('startTitle')}
        confirmLabel={t('start')}
        tone="primary"
        onConfirm={() => director.start()}
      >
        {t('startText')}
      </ConfirmDialog>
      <ConfirmDialog
        open={asks === 'END'}
        onOpen={(open) => !open && setAsks(null)}
        title={t('endTitle')}
        confirmLabel={t('end')}
        onConfirm={() => director.end()}
      >
        {t('endText')}
      </ConfirmDialog>
    </>
  );
}

function AirState() {
  const t = useTranslations('control-room.air');
  const format = useFormatter();
  const startedAt = useRoom(({ facts }) => facts?.programme.startedAt ?? null);
  const endedAt = useRoom(({ facts }) => facts?.programme.endedAt ?? null);
  const at = (moment: string) => format.dateTime(new Date(moment), 'time');
  return (
    <p role="status" data-count className="text-sm text-ink-2">
      {endedAt
        ? t('ended', { time: at(endedAt) })
        : startedAt
          ? t('running', { time: at(startedAt) })
          : t('notStarted')}
    </p>
  );
}
