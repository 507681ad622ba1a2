'use client';

import { Download, RotateCcw } from 'lucide-react';
import { useFormatter, useLocale, useTranslations } from 'next-intl';
import { IMPORT_FAILURES } from '#contract/import-texts.ts';
import type { ImportJob } from '#contract/import.ts';
import { useCommand } from '../../../../_live/use-command.ts';
import { Button, LinkButton, buttonClass } from '../../../../_ui/button.tsx';
import type { ButtonSize } from '../../../../_ui/button.tsx';
import { ErrorState } from '../../../../_ui/empty-state.tsx';
import { Notice } from '../../../../_ui/notice.tsx';
import { Card } from '../../../../_ui/page-header.tsx';
import { languageOf } from '../../../../_ui/preferences.ts';
import { StatNumber } from '../../../../_ui/stat-number.tsx';

/** What went in, and the workbook of what did not. */
export function CommittedStep({ job, onLeave }: { job: ImportJob; onLeave: () => void }) {
  const t = useTranslations('import');
  const format = useFormatter();
  if (job.state.status !== 'COMMITTED') return null;
  const { added, changed, removed } = job.state;
  const returned = returnedRows(job);
  const place = job.kind === 'SITES' ? 'sites' : 'roster';
  return (
    <Card>
      <div className="flex flex-col gap-6">
        <Notice tone="ok" title={t(`done.${job.kind}`)}>
          {t('doneText')}
        </Notice>
        <div className="grid grid-cols-2 gap-4 sm:grid-cols-4">
          <StatNumber label={t('done.added')} value={format.number(added)} tone="ok" />
          <StatNumber label={t('done.changed')} value={format.number(changed)} />
          <StatNumber label={t('done.removed')} value={format.number(removed)} />
          <StatNumber
            label={t('done.returned')}
            value={format.number(returned)}
            tone={returned > 0 ? 'warn' : 'ink'}
          />
        </div>
        <div className="flex flex-wrap gap-3">
          <LinkButton tone="primary" href={`/conferences/${job.conferenceId}/${place}`}>
            {t(`done.open${job.kind}`)}
          </LinkButton>
          {returned > 0 && <ReturnedWorkbook jobId={job.id} />}
          <Button onClick={onLeave}>{t('another')}</Button>
        </div>
      </div>
    </Card>
  );
}

/** Rows that do not go in: refused ones and those without a decision. */
export function returnedRows(job: ImportJob): number {
  const verdicts = job.summary?.verdicts ?? {};
  const refused = verdicts['REFUSED']?.rows ?? 0;
  return refused + (verdicts['NEW']?.open ?? 0) + (verdicts['CHANGED']?.open ?? 0);
}

/** The workbook to send back to the unit. */
export function ReturnedWorkbook({ jobId, size }: { jobId: string; size?: ButtonSize }) {
  const t = useTranslations('import');
  return (
    <a
      href={`/api/exports/imports/${jobId}/returned.xlsx`}
      download
      className={buttonClass({ size }, 'hover:bg-hover')}
    >
      <Download aria-hidden className="size-4" />
      {t('returnedWorkbook')}
    </a>
  );
}

interface FailedStepProps {
  job: ImportJob;
  onLeave: () => void;
  onMoved: () => void;
}

/** Why nothing came of it, and what to do. */
export function FailedStep({ job, onLeave, onMoved }: FailedStepProps) {
  const t = useTranslations('import');
  const language = languageOf(useLocale());
  const { run, isBusy } = useCommand('import:adjust', 'account');
  if (job.state.status === 'DISCARDED') {
    return (
      <ErrorState
        title={t('status.DISCARDED')}
        action={<Button onClick={onLeave}>{t('another')}</Button>}
      />
    );
  }
  const code = job.state.status === 'FAILED' ? job.state.failureCode : '';
  const again = async () => {
    const answer = await run({ jobId: job.id, choice: job.choice });
    if (answer.ok) onMoved();
  };
  return (
    <Card>
      <ErrorState
        title={t('failed', { name: job.fileName })}
        action={
          <>
            {code === 'IMPORT_STOPPED' && (
              <Button
                icon={RotateCcw}
                state={isBusy ? 'busy' : 'idle'}
                onClick={() => void again()}
              >
                {t('readAgain')}
              </Button>
            )}
            <Button tone="primary" onClick={onLeave}>
              {t('chooseAnother')}
            </Button>
          </>
        }
      >
        {(IMPORT_FAILURES[code] ?? IMPORT_FAILURES['IMPORT_STOPPED'])?.[language]}
      </ErrorState>
    </Card>
  );
}
