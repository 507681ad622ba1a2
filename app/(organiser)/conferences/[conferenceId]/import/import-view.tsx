'use client';

import { useTranslations } from 'next-intl';
import type { ImportJob } from '#contract/import.ts';
import type { ImportKind } from '#domain/roster/fields.ts';
import { ErrorState } from '../../../../_ui/empty-state.tsx';
import { Notice } from '../../../../_ui/notice.tsx';
import { PageHeader } from '../../../../_ui/page-header.tsx';
import type { Option } from '../../../../_ui/select.tsx';
import { Skeleton } from '../../../../_ui/skeleton.tsx';
import { Stepper } from '../../../../_ui/stepper.tsx';
import { usePanel } from '../../use-panel.ts';
import { ChooseStep } from './choose-step.tsx';
import { PreviewStep } from './preview-step.tsx';
import { CommittedStep, FailedStep } from './result-step.tsx';
import { useImportJob } from './use-import-job.ts';
import { WorkingStep } from './working-step.tsx';

export interface ImportPlace {
  conferenceId: string;
  /** Halls one may summon people to, for a file without a hall column. */
  sites: readonly Option[];
}

type ImportViewProps = ImportPlace & {
  kinds: readonly ImportKind[];
  standing: 'AT_WORK' | 'ARCHIVED';
};

/** Choose → preview → commit. The import at hand is in the address, so one can leave and come back. */
export function ImportView({ kinds, standing, ...place }: ImportViewProps) {
  const t = useTranslations('import');
  const { openId, open, close } = usePanel('job');
  if (standing === 'ARCHIVED') return <Notice tone="warn">{t('archived')}</Notice>;
  return (
    <>
      <PageHeader
        title={t('title')}
        note={openId === null ? <span>{t('note')}</span> : undefined}
      />
      {openId === null ? (
        <>
          <Steps current={0} />
          <ChooseStep conferenceId={place.conferenceId} kinds={kinds} onJob={open} />
        </>
      ) : (
        <JobView key={openId} jobId={openId} place={place} onLeave={close} />
      )}
    </>
  );
}

function Steps({ current }: { current: number }) {
  const t = useTranslations('import');
  return (
    <Stepper
      label={t('steps')}
      steps={[t('step.choose'), t('step.preview'), t('step.commit')]}
      current={current}
    />
  );
}

const STEP_OF: Record<ImportJob['state']['status'], number> = {
  UPLOADING: 0,
  READING: 1,
  PREVIEW: 1,
  COMMITTING: 2,
  COMMITTED: 3,
  FAILED: 0,
  DISCARDED: 0,
};

interface JobViewProps {
  jobId: string;
  place: ImportPlace;
  onLeave: () => void;
}

function JobView({ jobId, place, onLeave }: JobViewProps) {
  const t = useTranslations('import');
  const { job, failure, reload } = useImportJob(jobId);
  if (job === null) {
    return failure === null ? (
      <Skeleton className="h-64 w-full" />
    ) : (
      <ErrorState title={t('failedToLoad')}>{failure}</ErrorState>
    );
  }
  return (
    <>
      <Steps current={STEP_OF[job.state.status]} />
      <StepOf job={job} place={place} onLeave={onLeave} onMoved={reload} />
    </>
  );
}

interface StepProps {
  job: ImportJob;
  place: ImportPlace;
  onLeave: () => void;
  onMoved: () => void;
}

function StepOf({ job, place, onLeave, onMoved }: StepProps) {
  switch (job.state.status) {
    case 'UPLOADING':
    case 'READING':
    case 'COMMITTING':
      return <WorkingStep job={job} onLeave={onLeave} />;
    case 'PREVIEW':
      return <PreviewStep key={job.reading} {...{ job, place, onLeave, onMoved }} />;
    case 'COMMITTED':
      return <CommittedStep job={job} onLeave={onLeave} />;
    case 'FAILED':
    case 'DISCARDED':
      return <FailedStep job={job} onLeave={onLeave} onMoved={onMoved} />;
  }
}
