'use client';

import { ChevronRight } from 'lucide-react';
import { useFormatter, useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import type { ImportJob } from '#contract/import.ts';
import { useCommand } from '../../../../_live/use-command.ts';
import { Badge, type Tone } from '../../../../_ui/badge.tsx';
import { Section } from '../../../../_ui/page-header.tsx';
import { Skeleton } from '../../../../_ui/skeleton.tsx';

const TONES: Record<ImportJob['state']['status'], Tone> = {
  UPLOADING: 'info',
  READING: 'info',
  PREVIEW: 'warn',
  COMMITTING: 'info',
  COMMITTED: 'ok',
  FAILED: 'danger',
  DISCARDED: 'neutral',
};

interface RecentImportsProps {
  conferenceId: string;
  onJob: (jobId: string) => void;
}

/** Imports one may go on with or look at again. */
export function RecentImports({ conferenceId, onJob }: RecentImportsProps) {
  const t = useTranslations('import');
  const { run } = useCommand('import:list', 'account');
  const [jobs, setJobs] = useState<readonly ImportJob[] | null>(null);
  useEffect(() => {
    void run({ conferenceId }).then((answer) => answer.ok && setJobs(answer.data.jobs));
  }, [run, conferenceId]);
  return (
    <Section title={t('recent')}>
      {jobs === null ? (
        <Skeleton className="h-24 w-full" />
      ) : jobs.length === 0 ? (
        <p className="text-base text-ink-3">{t('noRecent')}</p>
      ) : (
        <ul className="divide-y divide-line overflow-hidden rounded-lg border border-line bg-surface">
          {jobs.map((job) => (
            <RecentImport key={job.id} job={job} onOpen={() => onJob(job.id)} />
          ))}
        </ul>
      )}
    </Section>
  );
}

function RecentImport({ job, onOpen }: { job: ImportJob; onOpen: () => void }) {
  const t = useTranslations('import');
  const format = useFormatter();
  const { status } = job.state;
  return (
    <li>
      <button
        type="button"
        onClick={onOpen}
        className="flex w-full items-center gap-3 px-4 py-3 text-left hover:bg-hover focus-visible:-outline-offset-2"
      >
        <span className="flex min-w-0 flex-1 flex-col">
          <span className="truncate text-base font-medium">{job.fileName}</span>
          <span data-count className="text-sm text-ink-3">
            {t(`kind.${job.kind}`)} · {format.dateTime(new Date(job.createdAt), 'dateTime')}
          </span>
        </span>
        <Badge tone={TONES[status]}>{t(`status.${status}`)}</Badge>
        <ChevronRight aria-hidden className="size-5 shrink-0 text-ink-3" />
      </button>
    </li>
  );
}
