'use client';

import { useCallback, useEffect, useState } from 'react';
import type { CommandOutput } from '#contract/registry.ts';
import { DoorStore } from '../site/check-in/door-store.ts';
import { exportOutbox, saveFile } from '../site/check-in/outbox-export.ts';

/** Check-ins on this machine that would be stranded if it served another hall. */
export interface HeldEvents {
  count: number;
  siteIds: string[];
  /** Null when they are of several halls, or of one that the machine does not know by name. */
  siteName: string | null;
}

export interface UseHeldEvents {
  /** Null while there are none. */
  events: HeldEvents | null;
  /** What an enrolment has to say of them; read anew, another tab may be marking. */
  claim: () => Promise<{ holdsEventsOf?: string[] }>;
  /** The machine is something else now: its door, if it is open in another tab, records no more. */
  enrolled: (device: Pick<CommandOutput<'device:enrol'>, 'siteId' | 'deviceKind'>) => Promise<void>;
  /** Saves them to a file. @returns its name */
  save: () => Promise<string>;
}

/** What this machine's door has not delivered, for the pages that enrol the machine anew. */
export function useHeldEvents(): UseHeldEvents {
  const [events, setEvents] = useState<HeldEvents | null>(null);
  const look = useCallback(async () => {
    const found = await withStore(readHeld, null);
    setEvents(found);
    return found;
  }, []);
  useEffect(() => {
    void withStore(readHeld, null).then(setEvents);
  }, []);
  const claim = useCallback(async () => {
    const found = await look();
    return found ? { holdsEventsOf: found.siteIds } : {};
  }, [look]);
  const save = useCallback(async () => {
    const file = await withStore((store) => exportOutbox(store, Date.now()), null);
    if (file) saveFile(file);
    await look();
    return file?.fileName ?? '';
  }, [look]);
  return { events, claim, enrolled, save };
}

const enrolled: UseHeldEvents['enrolled'] = (device) =>
  withStore((store) => store.enrolledAs(device), undefined);

async function readHeld(store: DoorStore): Promise<HeldEvents | null> {
  const held = await store.unsaved();
  if (held.length === 0) return null;
  const siteIds = [...new Set(held.map(({ siteId }) => siteId))];
  const self = await store.setting('self');
  const isAllOfOne = self !== null && siteIds.every((siteId) => siteId === self.siteId);
  return { count: held.length, siteIds, siteName: isAllOfOne ? self.siteName : null };
}

/** A browser that keeps no data for this page holds no check-ins either: then `otherwise`. */
async function withStore<T>(work: (store: DoorStore) => Promise<T>, otherwise: T): Promise<T> {
  let store: DoorStore;
  try {
    store = await DoorStore.open();
  } catch {
    return otherwise;
  }
  return work(store).finally(() => store.close());
}
