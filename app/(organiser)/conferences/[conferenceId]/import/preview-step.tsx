'use client';

import { useFormatter, useLocale, useTranslations } from 'next-intl';
import { useState } from 'react';
import { COMMIT_FAILURES } from '#contract/import-texts.ts';
import type { ImportJob } from '#contract/import.ts';
import { useCommand } from '../../../../_live/use-command.ts';
import { Button } from '../../../../_ui/button.tsx';
import { ConfirmDialog } from '../../../../_ui/confirm-dialog.tsx';
import { Notice } from '../../../../_ui/notice.tsx';
import { languageOf } from '../../../../_ui/preferences.ts';
import { Tabs } from '../../../../_ui/tabs.tsx';
import { BottomBar } from './bottom-bar.tsx';
import { CommitBar } from './commit-bar.tsx';
import { DoubtList } from './doubt-list.tsx';
import type { ImportPlace } from './import-view.tsx';
import { MappingPanel } from './mapping-panel.tsx';
import { PreviewFigures } from './preview-figures.tsx';
import { RowList } from './row-list.tsx';
import { ReturnedWorkbook, returnedRows } from './result-step.tsx';
import { useDraftChoice } from './use-draft-choice.ts';
import type { DraftChoice } from './use-draft-choice.ts';
import { useRowFilter } from './use-row-filter.ts';

interface PreviewStepProps {
  job: ImportJob;
  place: ImportPlace;
  onLeave: () => void;
  onMoved: () => void;
}

/** Step two: every doubt beside its row, decided by kind or by row, and the columns. */
export function PreviewStep({ job, place, onLeave, onMoved }: PreviewStepProps) {
  const t = useTranslations('import');
  const language = languageOf(useLocale());
  const draft = useDraftChoice(job);
  const filter = useRowFilter();
  const [tab, setTab] = useState('rows');
  const failure = job.state.status === 'PREVIEW' ? job.state.failureCode : null;
  return (
    <div className="flex flex-col gap-6 pb-24">
      {failure !== null && (
        <Notice tone={failure === 'LIST_CHANGED' ? 'warn' : 'danger'}>
          {(COMMIT_FAILURES[failure] ?? COMMIT_FAILURES['IMPORT_STOPPED'])?.[language]}
        </Notice>
      )}
      <FileLine job={job} onLeave={onLeave} />
      <PreviewFigures job={job} filter={filter} />
      <Tabs
        label={t('parts')}
        value={tab}
        onValue={setTab}
        tabs={[
          {
            value: 'rows',
            label: t('tab.rows'),
            content: (
              <div className="grid grid-cols-1 items-start gap-6 xl:grid-cols-[24rem_minmax(0,1fr)]">
                <DoubtList job={job} draft={draft} filter={filter} />
                <RowList job={job} draft={draft} filter={filter} />
              </div>
            ),
          },
          {
            value: 'columns',
            label: t('tab.columns'),
            content: <MappingPanel job={job} draft={draft} sites={place.sites} />,
          },
        ]}
      />
      {draft.isChanged ? (
        <ApplyBar job={job} draft={draft} onMoved={onMoved} />
      ) : (
        <CommitBar job={job} onMoved={onMoved} />
      )}
    </div>
  );
}

function FileLine({ job, onLeave }: { job: ImportJob; onLeave: () => void }) {
  const t = useTranslations('import');
  const format = useFormatter();
  const { run } = useCommand('import:discard', 'account');
  const [isAsking, setIsAsking] = useState(false);
  const discard = async () => {
    const answer = await run({ jobId: job.id });
    if (answer.ok) onLeave();
    return answer.ok;
  };
  return (
    <div className="flex flex-wrap items-center justify-between gap-3">
      <p className="min-w-0 text-base">
        <span className="font-medium break-words">{job.fileName}</span>{' '}
        <span className="text-ink-3">
          {t(`kind.${job.kind}`)} · {format.dateTime(new Date(job.createdAt), 'dateTime')}
        </span>
      </p>
      <div className="flex flex-wrap items-center gap-2">
        {returnedRows(job) > 0 && <ReturnedWorkbook jobId={job.id} size="small" />}
        <Button size="small" onClick={onLeave}>
          {t('later')}
        </Button>
        <Button size="small" tone="quiet" onClick={() => setIsAsking(true)}>
          {t('discard')}
        </Button>
      </div>
      <ConfirmDialog
        open={isAsking}
        onOpen={setIsAsking}
        title={t('discardTitle')}
        confirmLabel={t('discard')}
        onConfirm={discard}
      >
        {t('discardText')}
      </ConfirmDialog>
    </div>
  );
}

/** Choices wait: apply them before anything else, so that the preview is what will be written. */
function ApplyBar({
  job,
  draft,
  onMoved,
}: {
  job: ImportJob;
  draft: DraftChoice;
  onMoved: () => void;
}) {
  const t = useTranslations('import');
  const { run, isBusy, failure } = useCommand('import:adjust', 'account');
  const apply = async () => {
    const answer = await run({ jobId: job.id, choice: draft.choice });
    if (answer.ok) onMoved();
  };
  return (
    <BottomBar>
      <p className="min-w-60 flex-1 text-base">{failure ?? t('unapplied')}</p>
      <Button onClick={draft.reset}>{t('reset')}</Button>
      <Button tone="primary" state={isBusy ? 'busy' : 'idle'} onClick={() => void apply()}>
        {t('apply')}
      </Button>
    </BottomBar>
  );
}
