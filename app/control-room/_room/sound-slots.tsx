'use client';

import clsx from 'clsx';
import { Minus, Plus, Volume2, VolumeX } from 'lucide-react';
import { useFormatter, useTranslations } from 'next-intl';
import type { ControlRoomSource } from '#contract/control-room.ts';
import type { SoundSlot } from '#domain/programme.ts';
import { IconButton } from '../../_ui/button.tsx';
import { SelectControl, type Option } from '../../_ui/select.tsx';
import { soundChoices } from '../_state/sound-choices.ts';
import { LevelMeter } from './level-meter.tsx';
import { useRoom, useRoomParts } from './room-context.tsx';

/** The two sounds of the programme: what each carries, how loud, muted or not. */
export function SoundSlots() {
  const t = useTranslations('control-room.sound');
  return (
    <section aria-label={t('title')} className="grid gap-3 sm:grid-cols-2">
      <SoundControls slot="SOUND_CENTRE" />
      <SoundControls slot="SOUND_HALL" />
    </section>
  );
}

const NOTHING = 'NOTHING';

function SoundControls({ slot }: { slot: SoundSlot }) {
  const t = useTranslations('control-room.sound');
  const { director } = useRoomParts();
  const programme = useRoom(({ facts }) => facts?.programme ?? null);
  const sources = useRoom(({ facts }) => facts?.sources ?? null);
  const selectedSourceId = useRoom(
    ({ rows, selectedSiteId }) =>
      (selectedSiteId && rows.get(selectedSiteId)?.hall.sourceId) || null,
  );
  const isCentre = slot === 'SOUND_CENTRE';
  const sourceId = isCentre ? programme?.centreSoundSourceId : programme?.hallSoundSourceId;
  const isMuted = isCentre ? programme?.isCentreSoundMuted : programme?.isHallSoundMuted;
  const source = sourceId ? sources?.get(sourceId) : undefined;
  const choices =
    programme && sources ? soundChoices(slot, { programme, sources, selectedSourceId }) : [];
  const options: Option[] = [
    { value: NOTHING, label: t('nothing') },
    ...choices.map(({ sourceId: value, name }) => ({ value, label: name })),
  ];
  const Icon = isMuted ? VolumeX : Volume2;
  return (
    <div className="flex min-w-0 flex-col gap-2 rounded-md border border-line bg-surface p-2">
      <div className="flex items-center gap-2">
        <span className="shrink-0 text-sm font-medium text-ink-2">{t(slot)}</span>
        <SelectControl
          className="h-8! min-w-0 flex-1 text-sm!"
          trigger={{ 'aria-label': t(slot) }}
          options={options}
          value={sourceId ?? NOTHING}
          onValue={(value) => director.sound(slot, { sourceId: value === NOTHING ? null : value })}
        />
        <button
          type="button"
          aria-pressed={isMuted ?? false}
          disabled={!programme}
          onClick={() => director.sound(slot, { isMuted: !isMuted })}
          className={clsx(
            'flex h-8 shrink-0 items-center gap-1 rounded-md border px-2 text-sm font-medium disabled:opacity-50',
            isMuted
              ? 'border-danger-ink bg-danger-soft text-danger-ink'
              : 'border-line-strong enabled:hover:bg-hover',
          )}
        >
          <Icon aria-hidden className="size-4" />
          {t(isMuted ? 'muted' : 'mute')}
        </button>
      </div>
      <div className="flex items-center gap-2">
        <div className="min-w-0 flex-1">
          <LevelMeter slot={slot} label={t('level', { slot: t(slot) })} />
        </div>
        <Trim source={source} slotName={t(slot)} />
      </div>
    </div>
  );
}

const TRIM_DB = { least: -24, most: 12 };

function Trim({ source, slotName }: { source: ControlRoomSource | undefined; slotName: string }) {
  const t = useTranslations('control-room.sound');
  const format = useFormatter();
  const { director } = useRoomParts();
  const trimDb = source?.trimDb ?? 0;
  const step = (by: number) => {
    const next = Math.max(TRIM_DB.least, Math.min(TRIM_DB.most, trimDb + by));
    if (source && next !== trimDb) director.trim(source.sourceId, next);
  };
  const shown = format.number(trimDb, { signDisplay: 'exceptZero', maximumFractionDigits: 1 });
  return (
    <div role="group" aria-label={t('trim', { slot: slotName })} className="flex items-center">
      <IconButton
        size="small"
        icon={Minus}
        label={t('quieter')}
        disabled={!source || trimDb <= TRIM_DB.least}
        onClick={() => step(-1)}
      />
      <output data-count className="w-14 text-center text-sm">
        {shown} dB
      </output>
      <IconButton
        size="small"
        icon={Plus}
        label={t('louder')}
        disabled={!source || trimDb >= TRIM_DB.most}
        onClick={() => step(1)}
      />
    </div>
  );
}
