'use client';

import { useFormatter, useTranslations } from 'next-intl';
import { useState } from 'react';
import type { ImportJob } from '#contract/import.ts';
import { useCommand } from '../../../../_live/use-command.ts';
import { Button } from '../../../../_ui/button.tsx';
import { Checkbox } from '../../../../_ui/checkbox.tsx';
import { ConfirmDialog } from '../../../../_ui/confirm-dialog.tsx';
import { BottomBar } from './bottom-bar.tsx';
import { returnedRows } from './result-step.tsx';

/** Step three: what will be written, and the button that does it. */
export function CommitBar({ job, onMoved }: { job: ImportJob; onMoved: () => void }) {
  const t = useTranslations('import');
  const format = useFormatter();
  const [isAsking, setIsAsking] = useState(false);
  const counts = commitCounts(job);
  const sentence = t(`will.${job.kind}`, {
    added: format.number(counts.added),
    changed: format.number(counts.changed),
    returned: format.number(counts.returned),
  });
  const isEmpty =
    counts.added + counts.changed + (job.kind === 'ROSTER' ? counts.missing : 0) === 0;
  return (
    <BottomBar>
      <p data-count className="min-w-60 flex-1 text-base">
        {isEmpty ? t('will.nothing') : sentence}
      </p>
      <Button
        className="max-sm:w-full"
        tone="primary"
        disabled={isEmpty}
        onClick={() => setIsAsking(true)}
      >
        {t('commit')}
      </Button>
      {isAsking && (
        <CommitDialog
          job={job}
          sentence={sentence}
          missing={job.kind === 'ROSTER' ? counts.missing : 0}
          onClose={() => setIsAsking(false)}
          onMoved={onMoved}
        />
      )}
    </BottomBar>
  );
}

function commitCounts({ summary, ...job }: ImportJob) {
  const rows = (verdict: string) => {
    const count = summary?.verdicts[verdict];
    return count === undefined ? 0 : count.rows - (verdict === 'MISSING' ? 0 : count.open);
  };
  return {
    added: rows('NEW'),
    changed: rows('CHANGED'),
    missing: rows('MISSING'),
    returned: returnedRows({ summary, ...job }),
  };
}

interface CommitDialogProps {
  job: ImportJob;
  sentence: string;
  missing: number;
  onClose: () => void;
  onMoved: () => void;
}

function CommitDialog({ job, sentence, missing, onClose, onMoved }: CommitDialogProps) {
  const t = useTranslations('import');
  const format = useFormatter();
  const { run, failure } = useCommand('import:commit', 'account');
  const [removes, setRemoves] = useState(false);
  const commit = async () => {
    const { id: jobId, reading } = job;
    const answer = await run({ jobId, reading, missing: removes ? 'REMOVE' : 'KEEP' });
    if (!answer.ok) return false;
    onMoved();
    return true;
  };
  return (
    <ConfirmDialog
      open
      onOpen={(open) => !open && onClose()}
      title={t('commitTitle')}
      confirmLabel={t('commit')}
      tone="primary"
      onConfirm={commit}
    >
      <div className="flex flex-col gap-4">
        <p data-count>{sentence}</p>
        <p>{t('commitText')}</p>
        {missing > 0 && (
          <Checkbox
            label={t('removeMissing', { count: format.number(missing) })}
            hint={t('removeMissingHint')}
            checked={removes}
            onChecked={setRemoves}
          />
        )}
        {failure && (
          <p role="alert" className="text-danger-ink">
            {failure}
          </p>
        )}
      </div>
    </ConfirmDialog>
  );
}
