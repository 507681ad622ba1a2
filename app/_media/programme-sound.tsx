'use client';

import { useCallback, useState } from 'react';
import type { SlotTracks } from './received-programme.ts';
import { SlotSound } from './slot-media.tsx';

interface ProgrammeSoundProps {
  tracks: SlotTracks;
  /** Another machine of the hall plays. */
  isSilent: boolean;
  speakerId: string | null;
  onBlocked: (isBlocked: boolean) => void;
}

/** What the hall hears: the centre, and the hall that was called up. */
export function ProgrammeSound({ tracks, ...rest }: ProgrammeSoundProps) {
  return (
    <>
      <SlotSound slot="SOUND_CENTRE" track={tracks.get('SOUND_CENTRE')} {...rest} />
      <SlotSound slot="SOUND_HALL" track={tracks.get('SOUND_HALL')} {...rest} />
    </>
  );
}

/** Whether the browser waits for a touch before it plays anything. */
export function useBlockedSound(): [boolean, (isBlocked: boolean) => void] {
  const [isBlocked, setIsBlocked] = useState(false);
  return [isBlocked, useCallback((blocked: boolean) => setIsBlocked(blocked), [])];
}
