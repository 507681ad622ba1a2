'use client';

import { useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import type { FollowingMode } from '#domain/following.ts';
import type { LineState } from '../../_media/line-state.ts';
import type { SlotTracks } from '../../_media/received-programme.ts';

/** A blink of the network leaves the last picture standing; after that, words are better. */
const CALM_MS = 2_500;

interface CoverOptions {
  line: LineState;
  tracks: SlotTracks;
  mode: FollowingMode;
}

/** What stands in the programme's place while no picture can be shown; null while one can. */
export function useCover({ line, tracks, mode }: CoverOptions): string | null {
  const t = useTranslations('hall.cover');
  const isLost = line.kind !== 'UP';
  const [isLongLost, setIsLongLost] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setIsLongLost(isLost), isLost ? CALM_MS : 0);
    return () => clearTimeout(timer);
  }, [isLost]);
  if (line.kind === 'REFUSED') return t('refused');
  if (isLost && isLongLost) return t(line.kind === 'LOST' ? 'lost' : 'connecting');
  if (mode === 'SOUND_ONLY') return t('soundOnly');
  if (mode === 'WATCH') return t('connecting');
  if (mode === 'TELEVISION') return t('television');
  return tracks.size === 0 ? t('connecting') : null;
}
