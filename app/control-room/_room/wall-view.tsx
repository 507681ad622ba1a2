'use client';

import { Maximize } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useRef, useState } from 'react';
import { ConnectionBanner } from '../../_live/connection-banner.tsx';
import { LiveProvider } from '../../_live/live-provider.tsx';
import { useLine } from '../../_media/use-line.ts';
import { IconButton } from '../../_ui/button.tsx';
import { DarkPage } from '../../_ui/dark-page.tsx';
import { FilterBar } from './filter-bar.tsx';
import { HallCard } from './hall-card.tsx';
import { HallSearch } from './hall-search.tsx';
import { KeySheet } from './key-sheet.tsx';
import { MuteAllDialog } from './mute-all-dialog.tsx';
import { RoomProvider, useRoom } from './room-context.tsx';
import { RoomProblem, type RoomViewProps } from './room-view.tsx';
import { useRoomKeys } from './use-room-keys.ts';
import { useSingleSigns } from './use-single-signs.ts';
import { Wall, WALL_ID } from './wall.tsx';

/** The wall alone, for a second window or a screen of its own. */
export function WallView({ session, places, query }: RoomViewProps) {
  return (
    <DarkPage>
      <LiveProvider as="account">
        <RoomProvider sessionId={session.id} places={places} query={query}>
          <WholeWall session={session} />
        </RoomProvider>
      </LiveProvider>
    </DarkPage>
  );
}

function WholeWall({ session }: Pick<RoomViewProps, 'session'>) {
  const t = useTranslations('control-room');
  const search = useRef<HTMLInputElement>(null);
  const [opened, setOpened] = useState<'KEYS' | 'MUTE_ALL' | null>(null);
  const [hasSingleSigns, setSingleSigns] = useSingleSigns();
  const selected = useRoom((state) => state.selectedSiteId);
  const isLooking = useRoom((state) => state.lookSiteId !== null);
  // A wall that nobody looks out of needs no line.
  const { line } = useLine(isLooking ? session.id : null);
  useRoomKeys({
    hasSingleSigns,
    onHelp: () => setOpened('KEYS'),
    onMuteAll: () => setOpened('MUTE_ALL'),
    onSearch: () => search.current?.select(),
  });
  return (
    <main className="flex h-dvh flex-col gap-1 p-2">
      <header className="flex flex-wrap items-center gap-x-4 gap-y-1">
        <h1 className="truncate text-base font-semibold">{session.name}</h1>
        <div className="w-64">
          <HallSearch ref={search} listId={WALL_ID} />
        </div>
        <FilterBar />
        <div className="ml-auto flex items-center gap-2">
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
      {selected !== null && (
        <div className="fixed right-4 bottom-4 z-20 w-96 max-w-[calc(100vw-2rem)] shadow-lift">
          <HallCard line={line} />
        </div>
      )}
      <KeySheet
        open={opened === 'KEYS'}
        onOpen={(open) => !open && setOpened(null)}
        hasSingleSigns={hasSingleSigns}
        onSingleSigns={setSingleSigns}
      />
      <MuteAllDialog open={opened === 'MUTE_ALL'} onClose={() => setOpened(null)} />
    </main>
  );
}
