'use client';

import { MonitorPlay } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { FollowingMode } from '#domain/following.ts';
import { Button } from '../../_ui/button.tsx';
import { Notice } from '../../_ui/notice.tsx';

interface FollowingNoticeProps {
  mode: FollowingMode;
  /** Of the watch page, while the session is broadcast. */
  watchPath: string | null;
  onChoose: (mode: FollowingMode) => void;
}

/** What somebody tries next, from each. */
const HIGHER = {
  FULL: 'FULL',
  LOWER: 'FULL',
  SOUND_ONLY: 'LOWER',
  WATCH: 'LOWER',
  TELEVISION: 'SOUND_ONLY',
} as const satisfies Record<FollowingMode, FollowingMode>;

/** How a hall on a thin line follows, in words, with the way up again. */
export function FollowingNotice({ mode, watchPath, onChoose }: FollowingNoticeProps) {
  const t = useTranslations('hall.following');
  if (mode === 'FULL') return null;
  const higher = HIGHER[mode];
  return (
    <Notice
      tone={mode === 'LOWER' || mode === 'WATCH' ? 'info' : 'warn'}
      title={t(`${mode}.title`)}
      action={
        <Button size="small" onClick={() => onChoose(higher)}>
          {t(mode === 'WATCH' ? 'back' : `try.${higher}`)}
        </Button>
      }
    >
      {t(`${mode}.text`)}
      {watchPath && mode !== 'LOWER' && mode !== 'WATCH' && (
        <WatchOffer onWatch={() => onChoose('WATCH')} />
      )}
    </Notice>
  );
}

/** The broadcast comes as files: it needs less of a line, and stands gaps in it. */
function WatchOffer({ onWatch }: { onWatch: () => void }) {
  const t = useTranslations('hall.watch');
  return (
    <div className="mt-2 flex flex-col items-start gap-2">
      <p>{t('text')}</p>
      <Button size="small" icon={MonitorPlay} onClick={onWatch}>
        {t('open')}
      </Button>
    </div>
  );
}
