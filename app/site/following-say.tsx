'use client';

import { Check, X } from 'lucide-react';
import { useFormatter, useTranslations } from 'next-intl';
import type { HallState } from '#contract/hall.ts';
import { useCommand } from '../_live/use-command.ts';
import { Button } from '../_ui/button.tsx';

/** A television set tells nobody what it shows: somebody in the hall does, by one press. */
export function FollowingSay({ hall }: { hall: HallState }) {
  const t = useTranslations('hall.say');
  const format = useFormatter();
  const say = useCommand('following:say');
  const { sessionId, siteId, said } = hall;
  const press = (canFollow: boolean) => void say.run({ sessionId, siteId, canFollow });
  return (
    <section
      aria-label={t('title')}
      data-said={said ? said.canFollow : 'NOTHING'}
      className="flex flex-col gap-3 rounded-lg border border-line bg-surface px-4 py-4"
    >
      <div>
        <p className="text-lg font-semibold">{t('title')}</p>
        <p role="status" className={said && !said.canFollow ? 'text-warn-ink' : 'text-ink-2'}>
          {said
            ? t(said.canFollow ? 'saidCan' : 'saidCannot', {
                time: format.dateTime(new Date(said.at), 'time'),
              })
            : t('saidNothing')}
        </p>
      </div>
      <div className="grid gap-2 sm:max-md:grid-cols-2">
        <Button
          icon={Check}
          size="large"
          aria-pressed={said?.canFollow === true}
          disabled={say.isBusy}
          onClick={() => press(true)}
        >
          {t('can')}
        </Button>
        <Button
          icon={X}
          size="large"
          aria-pressed={said?.canFollow === false}
          disabled={say.isBusy}
          onClick={() => press(false)}
        >
          {t('cannot')}
        </Button>
      </div>
      {say.failure && <p className="text-danger-ink">{say.failure}</p>}
    </section>
  );
}
