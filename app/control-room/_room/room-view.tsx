'use client';

import { CircleHelp, LayoutGrid, MicOff, RadioTower } from 'lucide-react';
import { useTranslations } from 'next-intl';
import Link from 'next/link';
import { useRef, type MouseEvent, type RefObject } from 'react';
import { ConnectionBanner } from '../../_live/connection-banner.tsx';
import type { Line } from '../../_media/line.ts';
import { useLine } from '../../_media/use-line.ts';
import { BrandMark } from '../../_ui/brand-mark.tsx';
import { Button, buttonClass } from '../../_ui/button.tsx';
import { AgendaPanel } from './agenda-panel.tsx';
import { AirSign } from './broadcast/air-sign.tsx';
import { BroadcastPanel } from './broadcast/broadcast-panel.tsx';
import { ExceptionList } from './exception-list.tsx';
import { FilmPart } from './films/film-part.tsx';
import { StreamPart } from './streams/stream-part.tsx';
import { FilterBar } from './filter-bar.tsx';
import { HallCard } from './hall-card.tsx';
import { HallList } from './hall-list.tsx';
import { KeyMark } from './key-mark.tsx';
import { PreviewMonitor, ProgrammeMonitor, type RoomLine } from './programme-monitor.tsx';
import type { RoomSession } from './room-session.ts';
import { RoomProblem, RoomShell, useRoomWindow, type RoomViewProps } from './room-shell.tsx';
import { SoundSlots } from './sound-slots.tsx';
import { SpeakerQueue } from './speaker-queue.tsx';
import { LayoutButtons, SourceButtons, TakeButtons } from './take-panel.tsx';
import { Wall } from './wall.tsx';

/** The control room of one session. */
export function RoomView(props: RoomViewProps) {
  return (
    <RoomShell {...props}>
      <Room session={props.session} />
    </RoomShell>
  );
}

/** A press with the mouse leaves the focus where it is: the next key belongs to the list, not the button. */
function keepFocus(event: MouseEvent) {
  if (event.target instanceof Element && event.target.closest('button')) event.preventDefault();
}

function Room({ session }: { session: RoomSession }) {
  const search = useRef<HTMLInputElement>(null);
  const { line, state } = useLine(session.id);
  const { openKeys, openMuteAll, isBroadcastOpen, toggleBroadcast, dialogs } =
    useRoomWindow(search);
  return (
    <div
      onMouseDown={keepFocus}
      className="flex flex-col xl:grid xl:h-dvh xl:grid-cols-[clamp(280px,20vw,420px)_minmax(0,1fr)_clamp(320px,22vw,460px)] xl:grid-rows-[auto_minmax(0,1fr)_minmax(200px,38dvh)]"
    >
      <Head
        session={session}
        onKeys={openKeys}
        onMuteAll={openMuteAll}
        isBroadcastOpen={isBroadcastOpen}
        onBroadcast={toggleBroadcast}
      />
      <main className="contents">
        <RoomProblem />
        <HallColumn session={session} search={search} line={line} />
        <AirColumn line={line} state={state} />
        <div className="flex min-h-0 flex-col gap-4 p-3 max-xl:order-1 max-xl:*:basis-auto! xl:border-l xl:border-line">
          <SpeakerQueue />
          <ExceptionList />
        </div>
        <div className="flex min-h-0 flex-col gap-1 border-t border-line p-2 max-xl:order-3 max-xl:h-[70dvh] xl:col-span-2">
          {isBroadcastOpen ? (
            <BroadcastPanel onClose={toggleBroadcast} className="flex-1" />
          ) : (
            <>
              <FilterBar />
              <Wall className="flex-1" />
            </>
          )}
        </div>
      </main>
      {dialogs}
    </div>
  );
}

interface HallColumnProps {
  session: RoomSession;
  search: RefObject<HTMLInputElement | null>;
  line: Line | null;
}

function HallColumn({ session, search, line }: HallColumnProps) {
  return (
    <div className="flex min-h-0 flex-col gap-3 p-3 max-xl:order-2 xl:row-span-2 xl:border-r xl:border-line">
      <AgendaPanel session={session} />
      <HallList searchRef={search} />
      <HallCard line={line} />
    </div>
  );
}

function AirColumn({ line, state }: RoomLine) {
  return (
    <div className="flex min-h-0 flex-col gap-3 p-3 max-xl:order-1 xl:overflow-y-auto">
      <div className="flex gap-3 max-sm:flex-col">
        <PreviewMonitor line={line} />
        <TakeButtons />
        <ProgrammeMonitor line={line} state={state} />
      </div>
      <LayoutButtons />
      <SourceButtons />
      <FilmPart />
      <StreamPart />
      <SoundSlots />
    </div>
  );
}

interface HeadProps {
  session: RoomSession;
  onKeys: () => void;
  onMuteAll: () => void;
  isBroadcastOpen: boolean;
  onBroadcast: () => void;
}

function Head({ session, onKeys, onMuteAll, isBroadcastOpen, onBroadcast }: HeadProps) {
  const t = useTranslations('control-room');
  return (
    <header className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b border-line bg-surface px-3 py-1.5 xl:col-span-3">
      <Link href="/control-room" aria-label={t('allSessions')} title={t('allSessions')}>
        <BrandMark />
      </Link>
      <h1 className="min-w-0 flex-1 basis-40 truncate text-base font-semibold">
        {session.name}
        <span className="ml-3 text-sm font-normal text-ink-2 max-sm:hidden">
          {session.conferenceName}
        </span>
      </h1>
      <div className="fixed top-14 left-1/2 z-30 -translate-x-1/2 shadow-lift empty:hidden">
        <ConnectionBanner />
      </div>
      <AirSign />
      <Button
        size="small"
        tone="quiet"
        icon={RadioTower}
        aria-expanded={isBroadcastOpen}
        onClick={onBroadcast}
      >
        {t('broadcast.title')}
        <KeyMark>B</KeyMark>
      </Button>
      <Button size="small" tone="quiet" icon={MicOff} onClick={onMuteAll}>
        {t('muteAll.button')}
      </Button>
      <a
        href={`/control-room/${session.id}/wall`}
        target="_blank"
        rel="noreferrer"
        className={buttonClass({ size: 'small', tone: 'quiet' }, 'hover:bg-hover')}
      >
        <LayoutGrid aria-hidden className="size-4" />
        {t('openWall')}
      </a>
      <Button size="small" tone="quiet" icon={CircleHelp} onClick={onKeys}>
        {t('keys.title')}
        <KeyMark>?</KeyMark>
      </Button>
    </header>
  );
}
