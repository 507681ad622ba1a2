'use client';

import { useTranslations } from 'next-intl';
import { useState, type ReactNode, type RefObject } from 'react';
import { LiveProvider } from '../../_live/live-provider.tsx';
import { useFailureText } from '../../_live/use-command.ts';
import { DarkPage } from '../../_ui/dark-page.tsx';
import { ErrorState } from '../../_ui/empty-state.tsx';
import type { HallQuery } from '../_state/hall-filter.ts';
import type { HallPlace } from '../_state/room-reducer.ts';
import { KeySheet } from './key-sheet.tsx';
import { MessageDialog } from './message-dialog.tsx';
import { MuteAllDialog } from './mute-all-dialog.tsx';
import { RoomProvider, useRoom } from './room-context.tsx';
import type { RoomSession } from './room-session.ts';
import { useRoomKeys } from './use-room-keys.ts';
import { useSingleSigns } from './use-single-signs.ts';

export interface RoomViewProps {
  session: RoomSession;
  places: readonly HallPlace[];
  query: HallQuery;
}

/** What every window of a session's control room stands in. */
export function RoomShell({
  session,
  places,
  query,
  children,
}: RoomViewProps & { children: ReactNode }) {
  return (
    <DarkPage>
      <LiveProvider as="account">
        <RoomProvider sessionId={session.id} places={places} query={query}>
          {children}
        </RoomProvider>
      </LiveProvider>
    </DarkPage>
  );
}

/** The keys of a window, the dialogs that they open, and whether the broadcast’s panel is. `search` takes the focus on "/". */
export function useRoomWindow(search: RefObject<HTMLInputElement | null>) {
  const [opened, setOpened] = useState<'KEYS' | 'MUTE_ALL' | null>(null);
  const [isBroadcastOpen, setBroadcastOpen] = useState(false);
  const [hasSingleSigns, setSingleSigns] = useSingleSigns();
  const openKeys = () => setOpened('KEYS');
  const openMuteAll = () => setOpened('MUTE_ALL');
  const toggleBroadcast = () => setBroadcastOpen((isOpen) => !isOpen);
  useRoomKeys({
    hasSingleSigns,
    onHelp: openKeys,
    onMuteAll: openMuteAll,
    onBroadcast: toggleBroadcast,
    onClose: () => setBroadcastOpen(false),
    onSearch: () => search.current?.select(),
  });
  const dialogs = (
    <>
      <KeySheet
        open={opened === 'KEYS'}
        onOpen={(open) => !open && setOpened(null)}
        hasSingleSigns={hasSingleSigns}
        onSingleSigns={setSingleSigns}
      />
      <MuteAllDialog open={opened === 'MUTE_ALL'} onClose={() => setOpened(null)} />
      <MessageDialog />
    </>
  );
  return { openKeys, openMuteAll, isBroadcastOpen, toggleBroadcast, dialogs };
}

/** Until the first facts are there, or when there are none to get. */
export function RoomProblem() {
  const t = useTranslations('control-room');
  const failureText = useFailureText();
  const link = useRoom((state) => state.link);
  if (link.kind !== 'FAILED') return null;
  return (
    <div className="col-span-full">
      <ErrorState title={t('failedTitle')}>{failureText(link.failure)}</ErrorState>
    </div>
  );
}
