'use client';

import clsx from 'clsx';
import { useFormatter, useTranslations } from 'next-intl';
import { useRef, useState } from 'react';
import type { RecordingView } from '#contract/recording.ts';
import { CopyButton } from '../../../../_ui/copy-button.tsx';
import { Notice } from '../../../../_ui/notice.tsx';
import { CutPoints } from './cut-points.tsx';
import { clockOf, recordingUrl } from './recording-text.ts';

type Film = NonNullable<RecordingView['film']>;

interface DetailsProps {
  recording: RecordingView;
  film: Film;
}

/** The recording itself: to play, by chapters, with its checksum, to download in part. */
export function RecordingDetails({ recording, film }: DetailsProps) {
  const t = useTranslations('recording');
  const { recordingId, sessionName } = recording;
  const video = useRef<HTMLVideoElement>(null);
  const [atMs, setAtMs] = useState(0);
  const [isBroken, setIsBroken] = useState(false);
  const playFrom = (fromMs: number) => {
    if (!video.current) return;
    video.current.currentTime = fromMs / 1_000;
    // Refused where the browser wants a touch of its own controls first.
    void video.current.play().catch(() => {});
  };
  return (
    <div className="grid gap-6 lg:grid-cols-[minmax(0,2fr)_minmax(18rem,1fr)]">
      <div className="flex min-w-0 flex-col gap-3">
        <video
          ref={video}
          aria-label={t('player', { name: sessionName })}
          controls
          playsInline
          preload="metadata"
          poster={recordingUrl(recordingId, 'thumbnails/poster.jpg')}
          src={recordingUrl(recordingId, `recording.${film.format}`)}
          onTimeUpdate={({ currentTarget }) => setAtMs(currentTarget.currentTime * 1_000)}
          onError={() => setIsBroken(true)}
          className="aspect-video max-h-[65vh] w-full rounded-md bg-black"
        />
        {isBroken && <Notice tone="warn">{t('playFailed')}</Notice>}
        <CutPoints
          recordingId={recordingId}
          extension={film.format}
          atMs={atMs}
          onChoose={playFrom}
        />
      </div>
      <div className="flex min-w-0 flex-col gap-5">
        <Chapters recordingId={recordingId} film={film} atMs={atMs} onChoose={playFrom} />
        <Gaps gaps={film.gaps} />
        <section className="flex flex-col items-start gap-2">
          <h3 className="text-base font-semibold">{t('hash')}</h3>
          <code className="text-sm break-all text-ink-2 select-all">{film.sha256}</code>
          <CopyButton text={film.sha256} label={t('copyHash')} />
        </section>
      </div>
    </div>
  );
}

interface ChaptersProps {
  recordingId: string;
  film: Film;
  atMs: number;
  onChoose: (fromMs: number) => void;
}

function Chapters({ recordingId, film, atMs, onChoose }: ChaptersProps) {
  const t = useTranslations('recording');
  return (
    <section className="flex flex-col gap-2">
      <h3 className="text-base font-semibold">{t('chapters')}</h3>
      <ol className="max-h-96 divide-y divide-line overflow-y-auto rounded-md border border-line">
        {film.chapters.map(({ title, fromMs, toMs }, index) => {
          const isNow = fromMs <= atMs && atMs < toMs;
          const name = title || t('slate');
          return (
            <li key={fromMs} aria-current={isNow ? 'time' : undefined}>
              <button
                type="button"
                aria-label={t('playFrom', { at: clockOf(fromMs), title: name })}
                onClick={() => onChoose(fromMs)}
                className={clsx(
                  'flex w-full items-center gap-3 p-2 text-left hover:bg-hover focus-visible:-outline-offset-2',
                  isNow && 'bg-muted font-medium',
                )}
              >
                <img
                  src={recordingUrl(recordingId, `thumbnails/chapter-${index}.jpg`)}
                  alt=""
                  loading="lazy"
                  className="aspect-video w-20 shrink-0 rounded-sm bg-muted object-cover"
                />
                <span className="min-w-0 flex-1">
                  <span className="line-clamp-2 text-base">{name}</span>
                  <span data-count className="block text-sm font-normal text-ink-3">
                    {clockOf(fromMs)} – {clockOf(toMs)}
                  </span>
                </span>
              </button>
            </li>
          );
        })}
      </ol>
    </section>
  );
}

function Gaps({ gaps }: Pick<Film, 'gaps'>) {
  const t = useTranslations('recording');
  const format = useFormatter();
  if (gaps.length === 0) return null;
  return (
    <section className="flex flex-col gap-1">
      <h3 className="text-base font-semibold">{t('gaps')}</h3>
      <ul data-count className="text-sm text-ink-2">
        {gaps.map(({ atMs, lostMs }) => (
          <li key={`${atMs} ${lostMs}`}>
            {t('gap', {
              at: clockOf(atMs),
              seconds: format.number(lostMs / 1_000, { maximumFractionDigits: 1 }),
            })}
          </li>
        ))}
      </ul>
    </section>
  );
}
