'use client';

import { useTranslations } from 'next-intl';
import { FileDrop } from '../_ui/file-drop.tsx';
import { Notice } from '../_ui/notice.tsx';
import { Progress } from '../_ui/progress.tsx';
import type { ActAs } from '../_live/http-command.ts';
import { HandInResult } from './hand-in-result.tsx';
import { useHandIn } from './use-hand-in.ts';

/**
 * The place where the file of a door without a network is handed in. The centre judges each check-in
 * of it as if the door had sent it, and whether the sender may.
 */
export function HandInFile({ siteId, as }: { siteId: string; as: ActAs }) {
  const t = useTranslations('hand-in');
  const { state, take } = useHandIn({ siteId, as });
  return (
    <div className="flex flex-col gap-3" data-hand-in={state.kind}>
      <FileDrop
        label={t('choose')}
        extensions={['.json']}
        hint={t('hint')}
        error={state.kind === 'wrong' ? t(`wrong.${state.reason}`, { site: state.siteName }) : null}
        disabled={state.kind === 'sending'}
        onFile={(file) => void take(file)}
      />
      {state.kind === 'sending' && (
        <Progress label={t('sending')} done={state.known.size} total={state.file.entries.length} />
      )}
      {state.kind === 'done' && <HandInResult file={state.file} known={state.known} />}
      {state.kind === 'done' && state.file.damagedCount > 0 && (
        <Notice tone="warn">{t('damagedSome', { count: state.file.damagedCount })}</Notice>
      )}
    </div>
  );
}
