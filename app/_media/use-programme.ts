'use client';

import { useEffect, useState } from 'react';
import type { ProgrammeState } from '#contract/programme.ts';
import { useStream } from '../_live/use-stream.ts';
import type { Line } from './line.ts';
import type { SlotTracks } from './received-programme.ts';

const NO_TRACKS: SlotTracks = new Map();

/** The tracks of the programme, one a slot; empty until the line has brought them. */
export function useProgrammeTracks(line: Line | null): SlotTracks {
  const [tracks, setTracks] = useState<SlotTracks>(NO_TRACKS);
  useEffect(() => line?.receiveProgramme(setTracks), [line]);
  return tracks;
}

/** What is on air; null until the centre has said so. */
export function useProgramme(sessionId: string | null): ProgrammeState | null {
  const view = useStream({
    subscribe: 'programme:subscribe',
    input: sessionId === null ? null : { sessionId },
    event: 'programme:changed',
    matches: ({ programme }) => programme.sessionId === sessionId,
    fold: (state, { revision, programme }) => ({
      revision,
      // An older state never replaces a newer one.
      programme: programme.number < state.programme.number ? state.programme : programme,
    }),
  });
  return view.kind === 'live' || view.kind === 'stale' ? view.state.programme : null;
}
