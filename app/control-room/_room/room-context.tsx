'use client';

import { useTranslations } from 'next-intl';
import { createContext, use, useEffect, useMemo, useState, type ReactNode } from 'react';
import { useSyncExternalStore } from 'react';
import { useLive } from '../../_live/live-context.ts';
import { sendCommand } from '../../_live/send-command.ts';
import { useFailureText } from '../../_live/use-command.ts';
import { useToast } from '../../_ui/toast.tsx';
import { BroadcastStore } from '../_state/broadcast-store.ts';
import { followBroadcast } from '../_state/follow-broadcast.ts';
import { followRoom } from '../_state/follow-room.ts';
import { followStills } from '../_state/follow-stills.ts';
import type { HallQuery } from '../_state/hall-filter.ts';
import { LevelStore } from '../_state/level-store.ts';
import type { HallPlace, RoomState } from '../_state/room-reducer.ts';
import { RoomStore } from '../_state/room-store.ts';
import { StillStore, type Still } from '../_state/still-store.ts';
import { Director } from './director.ts';

/** What everything in a control room works with; the same objects as long as the page is open. */
export interface RoomParts {
  sessionId: string;
  store: RoomStore;
  stills: StillStore;
  levels: LevelStore;
  broadcast: BroadcastStore;
  director: Director;
}

const RoomContext = createContext<RoomParts | null>(null);

export function useRoomParts(): RoomParts {
  const parts = use(RoomContext);
  if (!parts) throw new Error('a part of the control room needs a RoomProvider above it');
  return parts;
}

/** A part of the room's state: draws again only when that part is another one (`Object.is`). */
export function useRoom<T>(select: (state: RoomState) => T): T {
  const { store } = useRoomParts();
  const read = () => select(store.getState());
  return useSyncExternalStore(store.subscribe, read, read);
}

/** The newest still of a hall; null until one came. */
export function useStill(siteId: string): Still | null {
  const { stills } = useRoomParts();
  const read = () => stills.still(siteId);
  return useSyncExternalStore(stills.subscribe, read, read);
}

interface RoomProviderProps {
  sessionId: string;
  places: readonly HallPlace[];
  query: HallQuery;
  children: ReactNode;
}

/** One session's state, kept current for as long as the page is open. Needs a LiveProvider above. */
export function RoomProvider({ sessionId, places, query, children }: RoomProviderProps) {
  const live = useLive();
  const [store] = useState(() => new RoomStore(places, query));
  const [stills] = useState(() => new StillStore());
  const [levels] = useState(() => new LevelStore());
  const [broadcast] = useState(() => new BroadcastStore());
  const director = useDirector(sessionId, store);
  useEffect(() => {
    if (!live) return;
    const stops = [
      followRoom(live, sessionId, store),
      followStills(live, sessionId, stills),
      followBroadcast(live, sessionId, broadcast),
      live.on('control-room:levels', (event) => {
        if (event.sessionId === sessionId) levels.tell(event.levels);
      }),
    ];
    return () => stops.forEach((stop) => stop());
  }, [live, sessionId, store, stills, levels, broadcast]);
  useEffect(() => keepQueryInAddress(store), [store]);
  const parts = useMemo(
    () => ({ sessionId, store, stills, levels, broadcast, director }),
    [sessionId, store, stills, levels, broadcast, director],
  );
  return <RoomContext value={parts}>{children}</RoomContext>;
}

function useDirector(sessionId: string, store: RoomStore): Director {
  const live = useLive();
  const notify = useToast();
  const failureText = useFailureText();
  const t = useTranslations('control-room.note');
  return useMemo(
    () =>
      new Director({
        store,
        sessionId,
        send: (name, input) => sendCommand({ live, as: 'account' }, name, input),
        onRefused: (failure) => notify({ tone: 'danger', text: failureText(failure) }),
        onNote: (note) =>
          notify(
            'count' in note
              ? { tone: 'ok', text: t(note.note, { count: note.count }) }
              : 'name' in note
                ? { tone: 'ok', text: t(note.note, { name: note.name }) }
                : { text: t(note.note) },
          ),
      }),
    [live, sessionId, store, notify, failureText, t],
  );
}

/** A filter survives a reload. */
function keepQueryInAddress(store: RoomStore): () => void {
  return store.subscribe(() => {
    const { search, filter } = store.getState().query;
    const params = new URLSearchParams(window.location.search);
    if (search) params.set('q', search);
    else params.delete('q');
    if (filter === 'ALL') params.delete('filter');
    else params.set('filter', filter);
    const query = params.toString();
    const next = query ? `?${query}` : window.location.pathname;
    if (next !== (window.location.search || window.location.pathname)) {
      window.history.replaceState(null, '', next);
    }
  });
}
