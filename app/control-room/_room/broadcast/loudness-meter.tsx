'use client';

import { useFormatter, useTranslations } from 'next-intl';
import { loudnessShare, loudnessWord, TARGET_LUFS } from '../../_state/broadcast-signs.ts';

/** Loudness of the last three seconds, with a mark at what television stations ask for. */
export function LoudnessMeter({ lufs }: { lufs: number | null }) {
  const t = useTranslations('control-room.broadcast.loudness');
  const format = useFormatter();
  const shown = (value: number) => format.number(value, { maximumFractionDigits: 1 });
  const heard = (value: number) => {
    const word = loudnessWord(value);
    // Of silence a figure says nothing.
    if (word === 'SILENT') return t(`word.${word}`);
    return t('value', { lufs: shown(value), word: t(`word.${word}`) });
  };
  const text = lufs === null ? t('none') : heard(lufs);
  const share = lufs === null ? 0 : loudnessShare(lufs);
  return (
    <div className="flex flex-col gap-1">
      <p className="flex flex-wrap justify-between gap-x-3 text-sm">
        <span className="text-ink-2">{t('title')}</span>
        <span data-count>{text}</span>
      </p>
      <div
        role="meter"
        aria-label={t('title')}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(share * 100)}
        aria-valuetext={text}
        className="relative h-3"
      >
        <div className="absolute inset-x-0 top-0.5 h-2 overflow-hidden rounded-full bg-muted">
          <div
            className="h-full origin-left bg-ok-ink transition-transform duration-500"
            style={{ transform: `scaleX(${share})` }}
          />
        </div>
        <div
          className="absolute inset-y-0 w-0.5 bg-ink"
          style={{ left: `${loudnessShare(TARGET_LUFS) * 100}%` }}
        />
      </div>
      <p className="text-sm text-ink-3">{t('target', { lufs: shown(TARGET_LUFS) })}</p>
    </div>
  );
}
