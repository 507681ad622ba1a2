'use client';

import { Play } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { BrandMark } from '../_ui/brand-mark.tsx';
import { Button } from '../_ui/button.tsx';
import type { WatchStage } from './watch-model.ts';

/** Instead of a moving picture: the house's own, with plain words and what to do. */
export function WatchCover({
  stage,
  onGoOn,
}: {
  stage: Exclude<WatchStage, 'LIVE'>;
  onGoOn: () => void;
}) {
  const t = useTranslations('watch.cover');
  return (
    <div
      data-cover={stage}
      className="absolute inset-0 flex flex-col items-center justify-center gap-2 bg-canvas px-6 text-center text-balance sm:gap-4"
    >
      <BrandMark className="size-10 sm:size-14" />
      <div role="status">
        <p className="text-lg font-semibold sm:text-2xl">{t(`${stage}.title`)}</p>
        <p className="mt-1 max-w-prose text-sm text-ink-2 sm:mt-2 sm:text-lg">
          {t(`${stage}.text`)}
        </p>
      </div>
      {stage === 'PAUSED' && (
        <Button tone="primary" size="large" icon={Play} onClick={onGoOn}>
          {t('goOn')}
        </Button>
      )}
    </div>
  );
}
