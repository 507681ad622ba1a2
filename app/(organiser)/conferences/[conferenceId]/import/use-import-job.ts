'use client';

import { useCallback, useEffect, useState } from 'react';
import type { ImportJob } from '#contract/import.ts';
import { useCommand } from '../../../../_live/use-command.ts';

const MOVING: ReadonlySet<ImportJob['state']['status']> = new Set([
  'UPLOADING',
  'READING',
  'COMMITTING',
]);
const ASK_AGAIN_MS = 700;

/** One import, asked again and again while it is read or committed. */
export function useImportJob(jobId: string): {
  job: ImportJob | null;
  failure: string | null;
  reload: () => void;
} {
  const { run, failure } = useCommand('import:get', 'account');
  const [job, setJob] = useState<ImportJob | null>(null);
  const [round, setRound] = useState(0);
  const reload = useCallback(() => setRound((before) => before + 1), []);
  const isMoving = job !== null && MOVING.has(job.state.status);

  useEffect(() => {
    let isOld = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    void run({ jobId }).then((answer) => {
      if (isOld) return;
      if (answer.ok) setJob(answer.data);
      const asksAgain = answer.ok
        ? MOVING.has(answer.data.state.status)
        : answer.code === 'NO_NETWORK';
      if (asksAgain) timer = setTimeout(reload, ASK_AGAIN_MS);
    });
    return () => {
      isOld = true;
      clearTimeout(timer);
    };
  }, [run, jobId, round, reload]);

  return { job, failure: isMoving ? null : failure, reload };
}
