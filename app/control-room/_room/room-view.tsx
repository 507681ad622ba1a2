'use client';

import { CircleHelp, LayoutGrid, MicOff } from 'lucide-react';
import { useTranslations } from 'next-intl';
import Link from 'next/link';
import { useRef, useState, type MouseEvent, type RefObject } from 'react';
import { ConnectionBanner } from '../../_live/connection-banner.tsx';
import { LiveProvider } from '../../_live/live-provider.tsx';
import { useFailureText } from '../../_live/use-command.ts';
import type { Line } from '../../_media/line.ts';
import { useLine } from '../../_media/use-line.ts';
import { BrandMark } from '../../_ui/brand-mark.tsx';
import { Button, buttonClass } from '../../_ui/button.tsx';
import { ErrorState } from '../../_ui/empty-state.tsx';
import type { HallQuery } from '../_state/hall-filter.ts';
import type { HallPlace } from '../_state/room-reducer.ts';
import { AgendaPanel } from './agenda-panel.tsx';
import { DarkPage } from '../../_ui/dark-page.tsx';
import { ExceptionList } from './exception-list.tsx';
import { FilterBar } from './filter-bar.tsx';
import { HallCard } from './hall-card.tsx';
import { HallList } from './hall-list.tsx';
import { KeyMark } from './key-mark.tsx';
import { MuteAllDialog } from './mute-all-dialog.tsx';
import { KeySheet } from './key-sheet.tsx';
import { PreviewMonitor, ProgrammeMonitor, type RoomLine } from './programme-monitor.tsx';
import { RoomProvider, useRoom } from './room-context.tsx';
import type { RoomSession } from './room-session.ts';
import { SoundSlots } from './sound-slots.tsx';
import { SpeakerQueue } from './speaker-queue.tsx';
import { LayoutButtons, SourceButtons, TakeButtons } from './take-panel.tsx';
import { useRoomKeys } from './use-room-keys.ts';
import { useSingleSigns } from './use-single-signs.ts';
import { Wall } from './wall.tsx';

export interface RoomViewProps {
  session: RoomSession;
  places: readonly HallPlace[];
  query: HallQuery;
}

/** The control room of one session. */
export function RoomView({ session, places, query }: RoomViewProps) {
  return (
    <DarkPage>
      <LiveProvider as="account">
        <RoomProvider sessionId={session.id} places={places} query={query}>
          <Room session={session} />
        </RoomProvider>
      </LiveProvider>
    </DarkPage>
  );
}

/** A press with the mouse leaves the focus where it is: the next key belongs to the list, not the button. */
function keepFocus(event: MouseEvent) {
  if (event.target instanceof Element && event.target.closest('button')) event.preventDefault();
}

function Room({ session }: { session: RoomSession }) {
  const search = useRef<HTMLInputElement>(null);
  const [opened, setOpened] = useState<'KEYS' | 'MUTE_ALL' | null>(null);
  const [hasSingleSigns, setSingleSigns] = useSingleSigns();
  const { line, state } = useLine(session.id);
  useRoomKeys({
    hasSingleSigns,
    onHelp: () => setOpened('KEYS'),
    onMuteAll: () => setOpened('MUTE_ALL'),
    onSearch: () => search.current?.select(),
  });
  return (
    <div
      onMouseDown={keepFocus}
      className="flex flex-col xl:grid xl:h-dvh xl:grid-cols-[clamp(280px,20vw,420px)_minmax(0,1fr)_clamp(320px,22vw,460px)] xl:grid-rows-[auto_minmax(0,1fr)_minmax(200px,38dvh)]"
    >
      <Head
        session={session}
        onKeys={() => setOpened('KEYS')}
        onMuteAll={() => setOpened('MUTE_ALL')}
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
          <FilterBar />
          <Wall className="flex-1" />
        </div>
      </main>
      <KeySheet
        open={opened === 'KEYS'}
        onOpen={(open) => !open && setOpened(null)}
        hasSingleSigns={hasSingleSigns}
        onSingleSigns={setSingleSigns}
      />
      <MuteAllDialog open={opened === 'MUTE_ALL'} onClose={() => setOpened(null)} />
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
      <SoundSlots />
    </div>
  );
}

interface HeadProps {
  session: RoomSession;
  onKeys: () => void;
  onMuteAll: () => void;
}

function Head({ session, onKeys, onMuteAll }: HeadProps) {
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

/** Until the first facts are there, or when there are none to get. */
export function RoomProblem() {
  const t = useTranslations('control-room');
  const failureText = useFailureText();
  const link = useRoom((state) => state.link);
  if (link.kind === 'FAILED') {
    return (
      <div className="col-span-full">
        <ErrorState title={t('failedTitle')}>{failureText(link.failure)}</ErrorState>
      </div>
    );
  }
  return null;
}
