'use client';

import clsx from 'clsx';
import {
  Camera,
  Columns2,
  Clapperboard,
  Film,
  PictureInPicture2,
  RadioTower,
  ScreenShare,
  Square,
  Volume2,
  type LucideIcon,
} from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { ControlRoomSource } from '#contract/control-room.ts';
import { LAYOUTS, type Layout, type SourceKind } from '#domain/programme.ts';
import { Button } from '../../_ui/button.tsx';
import { centreSources } from '../_state/centre-sources.ts';
import { takeOfLayout, takeOfPreview } from '../_state/takes.ts';
import { FilmUploadButton } from './films/film-upload.tsx';
import { StreamAddButton } from './streams/stream-add.tsx';
import { KeyMark } from './key-mark.tsx';
import { useRoom, useRoomParts } from './room-context.tsx';

/** TAKE and its cut-away, between the two monitors. */
export function TakeButtons() {
  const t = useTranslations('control-room.take');
  const { director } = useRoomParts();
  const canTake = useRoom(
    ({ facts }) => facts !== null && takeOfPreview(facts.programme, 'FOLLOWS') !== null,
  );
  return (
    <div className="flex w-28 shrink-0 flex-col items-stretch justify-center gap-2 max-sm:w-full">
      <button
        type="button"
        disabled={!canTake}
        onClick={() => director.take('FOLLOWS')}
        className="flex h-24 flex-col items-center justify-center gap-1 rounded-lg bg-brand text-lg font-semibold text-on-brand enabled:hover:bg-brand-hover disabled:opacity-50"
      >
        TAKE
        <KeyMark>T</KeyMark>
      </button>
      <button
        type="button"
        disabled={!canTake}
        onClick={() => director.take('STAYS')}
        className="flex min-h-14 flex-col items-center justify-center gap-1 rounded-lg border border-line-strong px-1 text-center text-sm font-medium enabled:hover:bg-hover disabled:opacity-50"
      >
        {t('cutAway')}
        <KeyMark>C</KeyMark>
      </button>
    </div>
  );
}

const LAYOUT_ICONS: Record<Layout, LucideIcon> = {
  FULL: Square,
  INSET: PictureInPicture2,
  SIDE_BY_SIDE: Columns2,
};

/** The shape of the picture on air, and the slate. */
export function LayoutButtons() {
  const t = useTranslations('control-room.take');
  const { director } = useRoomParts();
  const programme = useRoom(({ facts }) => facts?.programme ?? null);
  const layout = programme?.layout ?? 'FULL';
  const isSlate = programme !== null && programme.mainSourceId === null;
  return (
    <div className="flex flex-wrap items-center gap-x-6 gap-y-2">
      <div role="group" aria-label={t('layout')} className="flex flex-wrap gap-1">
        {LAYOUTS.map((one) => {
          const Icon = LAYOUT_ICONS[one];
          const isChosen = one === layout;
          const isOpen = programme !== null && takeOfLayout(programme, one) !== null;
          return (
            <button
              key={one}
              type="button"
              aria-pressed={isChosen}
              disabled={!isChosen && !isOpen}
              onClick={() => director.layout(one)}
              className={clsx(
                'flex h-10 items-center gap-2 rounded-md border px-3 text-sm font-medium disabled:opacity-50',
                isChosen ? 'border-ink bg-muted' : 'border-line-strong enabled:hover:bg-hover',
              )}
            >
              <Icon aria-hidden className="size-4" />
              {t(one)}
              {one === 'INSET' && <KeyMark>I</KeyMark>}
            </button>
          );
        })}
      </div>
      <Button
        size="small"
        className="ml-auto h-10"
        icon={Film}
        aria-pressed={isSlate}
        disabled={isSlate}
        onClick={() => director.slate()}
      >
        {t('slate')}
        <KeyMark>S</KeyMark>
      </Button>
    </div>
  );
}

const KIND_ICONS: Record<SourceKind, LucideIcon> = {
  HALL: Camera,
  CAMERA: Camera,
  SCREEN: ScreenShare,
  SOUND_DESK: Volume2,
  FILE: Clapperboard,
  RTMP: RadioTower,
  SRT: RadioTower,
};

/** The centre's pictures as buttons; a press puts one into PREVIEW. */
export function SourceButtons() {
  const t = useTranslations('control-room.take');
  const sources = useRoom(({ facts }) => facts?.sources);
  const shown = sources ? centreSources(sources) : [];
  return (
    <section aria-label={t('sources')} className="flex flex-col gap-1">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <h2 className="text-sm font-medium text-ink-2">{t('sources')}</h2>
        <div className="flex flex-wrap items-center gap-2">
          <StreamAddButton />
          <FilmUploadButton />
        </div>
      </div>
      {shown.length === 0 && <p className="text-sm text-ink-2">{t('noSources')}</p>}
      <div className="grid grid-cols-[repeat(auto-fill,minmax(180px,1fr))] gap-2">
        {shown.map((source, index) => (
          <SourceButton key={source.sourceId} source={source} index={index} />
        ))}
      </div>
    </section>
  );
}

function SourceButton({ source, index }: { source: ControlRoomSource; index: number }) {
  const t = useTranslations('control-room.take');
  const { director } = useRoomParts();
  const { sourceId } = source;
  const place = useRoom(({ facts }) => {
    const programme = facts?.programme;
    if (programme?.mainSourceId === sourceId || programme?.insetSourceId === sourceId) return 'AIR';
    return programme?.previewSourceId === sourceId ? 'PREVIEW' : 'NONE';
  });
  const Icon = KIND_ICONS[source.kind];
  return (
    <button
      type="button"
      disabled={!source.hasPicture}
      onClick={() => director.preview(sourceId)}
      className={clsx(
        'flex h-12 min-w-0 items-center gap-2 rounded-md border-2 px-2 text-left text-sm font-medium disabled:opacity-50',
        place === 'AIR' && 'border-on-air bg-on-air-soft',
        place === 'PREVIEW' && 'border-ok-ink bg-ok-soft',
        place === 'NONE' && 'border-line bg-surface enabled:hover:bg-hover',
      )}
    >
      <Icon aria-hidden className="size-4 shrink-0" />
      <span className="min-w-0 flex-1">
        <span className="block truncate">{source.name}</span>
        {place !== 'NONE' && (
          <span className="block truncate text-ink-2">{t(`place.${place}`)}</span>
        )}
        {place === 'NONE' && !source.hasPicture && (
          <span className="block truncate text-ink-2">{t('noPicture')}</span>
        )}
      </span>
      {index < 9 && <KeyMark>{String(index + 1)}</KeyMark>}
    </button>
  );
}
