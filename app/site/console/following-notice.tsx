'use client';

import { useTranslations } from 'next-intl';
import { FOLLOWING_MODES, type FollowingMode } from '#contract/hall.ts';
import { Button } from '../../_ui/button.tsx';
import { Notice } from '../../_ui/notice.tsx';

interface FollowingNoticeProps {
  mode: FollowingMode;
  onChoose: (mode: FollowingMode) => void;
}

/** How a hall on a thin line follows, in words, with the way up again. */
export function FollowingNotice({ mode, onChoose }: FollowingNoticeProps) {
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
    </Notice>
  );
}
