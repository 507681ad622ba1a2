'use client';

import { MonitorPlay } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { FOLLOWING_MODES, type FollowingMode } from '#domain/following.ts';
import { Button, LinkButton } from '../../_ui/button.tsx';
import { Notice } from '../../_ui/notice.tsx';

interface FollowingNoticeProps {
  mode: FollowingMode;
  /** Of the watch page, while the session is broadcast. */
  watchPath: string | null;
  onChoose: (mode: FollowingMode) => void;
}

/** How a hall on a thin line follows, in words, with the way up again. */
export function FollowingNotice({ mode, watchPath, onChoose }: FollowingNoticeProps) {
  const t = useTranslations('hall.following');
  if (mode === 'FULL') return null;
  const higher = FOLLOWING_MODES[FOLLOWING_MODES.indexOf(mode) - 1] ?? 'FULL';
  return (
    <Notice
      tone={mode === 'LOWER' ? 'info' : 'warn'}
      title={t(`${mode}.title`)}
      action={
        <Button size="small" onClick={() => onChoose(higher)}>
          {t(`try.${higher as 'FULL' | 'LOWER' | 'SOUND_ONLY'}`)}
        </Button>
      }
    >
      {t(`${mode}.text`)}
      {watchPath && mode !== 'LOWER' && <WatchOffer watchPath={watchPath} />}
    </Notice>
  );
}

/** The broadcast comes as files: it needs less of a line, and stands gaps in it. */
function WatchOffer({ watchPath }: { watchPath: string }) {
  const t = useTranslations('hall.watch');
  return (
    <div className="mt-2 flex flex-col items-start gap-2">
      <p>{t('text')}</p>
      <LinkButton size="small" icon={MonitorPlay} href={watchPath} target="_blank">
        {t('open')}
      </LinkButton>
    </div>
  );
}
