'use client';

import { LoaderCircle, TriangleAlert } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import type { SlotState } from '#contract/control-room.ts';
import type { LineState } from '../../_media/line-state.ts';
import type { Line } from '../../_media/line.ts';
import { ProgrammeView } from '../../_media/programme-view.tsx';
import { useProgrammeTracks } from '../../_media/use-programme.ts';
import { Monitor } from './monitor.tsx';
import { useRoom } from './room-context.tsx';
import { TrackPicture, TrackSound } from './track-media.tsx';
import { useWatchedSource } from './use-watched-source.ts';

export interface RoomLine {
  line: Line | null;
  state: LineState;
}

/** What the halls see and hear now, by the same way as theirs. */
export function ProgrammeMonitor({ line, state }: RoomLine) {
  const t = useTranslations('control-room.monitor');
  const programme = useRoom((room) => room.facts?.programme ?? null);
  const [isHeard, setIsHeard] = useState(false);
  const tracks = useProgrammeTracks(line);
  const layout = programme?.layout ?? 'FULL';
  const isRunning = Boolean(programme?.startedAt && !programme.endedAt);
  const names = [programme?.mainName, layout === 'FULL' ? '' : programme?.insetName];
  return (
    <Monitor
      label={t('PROGRAMME')}
      name={names.filter(Boolean).join(' + ') || t('slate')}
      tone={isRunning ? 'PROGRAMME_ON_AIR' : 'PROGRAMME'}
      listening={{ isOn: isHeard, onChange: setIsHeard }}
      message={<ProgrammeMessage state={state} />}
    >
      {/* The view has a place of its own: it is as large as this box, not laid over it. */}
      <div className="absolute inset-0">
        <ProgrammeView
          tracks={tracks}
          programme={programme}
          ownSiteId={null}
          cover={null}
          size="console"
          className="size-full"
        />
      </div>
      <TrackSound name="SOUND_CENTRE" track={tracks.get('SOUND_CENTRE')} isHeard={isHeard} />
      <TrackSound name="SOUND_HALL" track={tracks.get('SOUND_HALL')} isHeard={isHeard} />
    </Monitor>
  );
}

/** Why the picture is not what was asked for; nothing while it is. */
function ProgrammeMessage({ state }: { state: LineState }) {
  const t = useTranslations('control-room.monitor');
  const main = useRoom((room) => room.facts?.slots.MAIN ?? null);
  const inset = useRoom((room) => room.facts?.slots.INSET ?? null);
  const programme = useRoom((room) => room.facts?.programme ?? null);
  const sources = useRoom((room) => room.facts?.sources);
  const nameOf = (slot: SlotState | null) =>
    (slot?.wantedSourceId && sources?.get(slot.wantedSourceId)?.name) || t('someSource');
  const hasInset = programme?.layout !== 'FULL' || inset?.status === 'ENDED';
  const troubled = [main, hasInset ? inset : null].find((slot) => slot && slot.status !== 'SHOWN');
  if (troubled?.status === 'WAITING')
    return <Waiting text={t('WAITING', { name: nameOf(troubled) })} />;
  if (troubled) {
    return (
      <p className="flex items-center gap-2 text-warn-ink">
        <TriangleAlert aria-hidden className="size-4 shrink-0" />
        {t(troubled.status, { name: nameOf(troubled) })}
      </p>
    );
  }
  return <LineMessage state={state} />;
}

/** Whether this room's own line is there: the halls may see more than the director. */
function LineMessage({ state }: { state: LineState }) {
  const t = useTranslations('control-room.monitor');
  if (state.kind === 'UP') return null;
  return <Waiting text={t(`line.${state.kind}`)} />;
}

function Waiting({ text }: { text: string }) {
  return (
    <p className="flex items-center gap-2 text-ink">
      <LoaderCircle aria-hidden className="size-4 shrink-0 animate-spin" />
      {text}
    </p>
  );
}

/** The picture that TAKE would put on air. */
export function PreviewMonitor({ line }: { line: Line | null }) {
  const t = useTranslations('control-room.monitor');
  const sourceId = useRoom((room) => room.facts?.programme.previewSourceId ?? null);
  const source = useRoom((room) => (sourceId ? room.facts?.sources.get(sourceId) : undefined));
  const [isHeard, setIsHeard] = useState(false);
  const tracks = useWatchedSource({ line, sourceId, layer: 1 });
  return (
    <Monitor
      label={t('PREVIEW')}
      name={source?.name ?? (sourceId ? t('someSource') : '')}
      tone="PREVIEW"
      listening={{ isOn: isHeard, onChange: setIsHeard }}
      message={
        sourceId === null ? (
          <p className="text-ink-2">{t('emptyPreview')}</p>
        ) : tracks.video || !source?.hasPicture ? null : (
          <Waiting text={t('WAITING', { name: source.name })} />
        )
      }
    >
      <TrackPicture
        name="PREVIEW"
        track={tracks.video}
        className="absolute inset-0 size-full object-contain"
      />
      <TrackSound name="PREVIEW_SOUND" track={tracks.audio} isHeard={isHeard} />
    </Monitor>
  );
}
