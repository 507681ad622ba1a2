'use client';

import { useFormatter, useTranslations } from 'next-intl';
import type { ImportJob } from '#contract/import.ts';
import { Button } from '../../../../_ui/button.tsx';
import { Card } from '../../../../_ui/page-header.tsx';
import { Progress } from '../../../../_ui/progress.tsx';

/** The centre is at work; one may leave, it goes on without the page. */
export function WorkingStep({ job, onLeave }: { job: ImportJob; onLeave: () => void }) {
  const t = useTranslations('import');
  return (
    <Card>
      <div className="flex flex-col gap-4">
        <WorkProgress job={job} />
        <p className="text-base text-ink-2">{t('mayLeave')}</p>
        <Button className="self-start" onClick={onLeave}>
          {t('leave')}
        </Button>
      </div>
    </Card>
  );
}

function WorkProgress({ job }: { job: ImportJob }) {
  const t = useTranslations('import');
  const format = useFormatter();
  const { state, fileName: name } = job;
  if (state.status === 'READING') {
    const done = state.all === 0 || state.rows === 0 ? null : state.done;
    const note = t('rowsRead', { rows: format.number(state.rows) });
    return (
      <Progress
        label={t('reading', { name })}
        done={done}
        total={state.all}
        note={done === null ? undefined : note}
      />
    );
  }
  if (state.status === 'COMMITTING') {
    const { done, all } = state;
    const note = t('rowsWritten', { done: format.number(done), all: format.number(all) });
    return (
      <Progress
        label={t('committing')}
        done={all === 0 ? null : done}
        total={all}
        note={all === 0 ? undefined : note}
      />
    );
  }
  return <Progress label={t('receiving', { name })} done={null} total={1} />;
}
