'use client';

import { Maximize } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useRef } from 'react';
import { ConnectionBanner } from '../../_live/connection-banner.tsx';
import { useLine } from '../../_media/use-line.ts';
import { IconButton } from '../../_ui/button.tsx';
import { AirSign } from './broadcast/air-sign.tsx';
import { BroadcastPanel } from './broadcast/broadcast-panel.tsx';
import { FilterBar } from './filter-bar.tsx';
import { HallCard } from './hall-card.tsx';
import { HallSearch } from './hall-search.tsx';
import { useRoom } from './room-context.tsx';
import { RoomProblem, RoomShell, useRoomWindow, type RoomViewProps } from './room-shell.tsx';
import { Wall, WALL_ID } from './wall.tsx';

/** The wall alone, for a second window or a screen of its own. */
export function WallView(props: RoomViewProps) {
  return (
    <RoomShell {...props}>
      <WholeWall session={props.session} />
    </RoomShell>
  );
}

function WholeWall({ session }: Pick<RoomViewProps, 'session'>) {
  const t = useTranslations('control-room');
  const search = useRef<HTMLInputElement>(null);
  const { dialogs, isBroadcastOpen, toggleBroadcast } = useRoomWindow(search);
  const selected = useRoom((state) => state.selectedSiteId);
  const isLooking = useRoom((state) => state.lookSiteId !== null);
  // A wall that nobody looks out of needs no line.
  const { line } = useLine(isLooking ? session.id : null);
  return (
    <main className="flex h-dvh flex-col gap-1 p-2">
      <header className="flex flex-wrap items-center gap-x-4 gap-y-1">
        <h1 className="truncate text-base font-semibold">{session.name}</h1>
        <div className="w-64">
          <HallSearch ref={search} listId={WALL_ID} />
        </div>
        <FilterBar />
        <div className="ml-auto flex items-center gap-2">
          <AirSign />
          <div className="fixed top-14 left-1/2 z-30 -translate-x-1/2 shadow-lift empty:hidden">
            <ConnectionBanner />
          </div>
          <IconButton
            icon={Maximize}
            size="small"
            label={t('fullScreen')}
            onClick={() => void document.documentElement.requestFullscreen().catch(() => {})}
          />
        </div>
      </header>
      <RoomProblem />
      <Wall className="flex-1" />
      {isBroadcastOpen && (
        <BroadcastPanel
          onClose={toggleBroadcast}
          className="max-h-[45dvh] border-t border-line pt-2"
        />
      )}
      {selected !== null && (
        <div className="fixed right-4 bottom-4 z-20 w-96 max-w-[calc(100vw-2rem)] shadow-lift">
          <HallCard line={line} />
        </div>
      )}
      {dialogs}
    </main>
  );
}
