'use client';

import { LifeBuoy } from 'lucide-react';
import { useFormatter, useTranslations } from 'next-intl';
import type { HallState } from '#contract/hall.ts';
import { useCommand } from '../_live/use-command.ts';
import { Button } from '../_ui/button.tsx';

/** One press, and the control room reads that the hall needs help, until it has it. */
export function HelpButton({ hall }: { hall: HallState | null }) {
  const t = useTranslations('hall.helpButton');
  const format = useFormatter();
  const ask = useCommand('hall:ask-help');
  if (!hall) return null;
  const { sessionId, siteId, helpAskedAt } = hall;
  return (
    <div
      data-help-asked={helpAskedAt !== null}
      className="flex flex-wrap items-center gap-x-3 gap-y-2"
    >
      <Button
        icon={LifeBuoy}
        disabled={ask.isBusy}
        aria-pressed={helpAskedAt !== null}
        onClick={() => void ask.run({ sessionId, siteId, isNeeded: helpAskedAt === null })}
      >
        {t(helpAskedAt === null ? 'ask' : 'takeBack')}
      </Button>
      {helpAskedAt !== null && (
        <p role="status" className="font-semibold text-warn-ink">
          {t('asked', { time: format.dateTime(new Date(helpAskedAt), 'time') })}
        </p>
      )}
      {ask.failure && <p className="text-danger-ink">{ask.failure}</p>}
    </div>
  );
}
