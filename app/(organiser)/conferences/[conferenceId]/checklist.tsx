import clsx from 'clsx';
import {
  ChevronRight,
  CircleAlert,
  CircleCheck,
  CircleDashed,
  CircleDotDashed,
} from 'lucide-react';
import { getFormatter, getTranslations } from 'next-intl/server';
import Link from 'next/link';
import type { ConferenceReadiness } from '#db/queries/conference.ts';
import { readinessSteps, type StepState } from './readiness-steps.ts';

const LOOKS: Record<StepState, { icon: typeof CircleCheck; ink: string }> = {
  DONE: { icon: CircleCheck, ink: 'text-ok-ink' },
  PARTLY: { icon: CircleDotDashed, ink: 'text-info-ink' },
  TO_MEND: { icon: CircleAlert, ink: 'text-warn-ink' },
  EMPTY: { icon: CircleDashed, ink: 'text-ink-3' },
};

/** The round as a list that fills itself: what stands, what is missing, and where to go on. */
export async function Checklist({
  conferenceId,
  readiness,
}: {
  conferenceId: string;
  readiness: ConferenceReadiness;
}) {
  const [t, format] = await Promise.all([getTranslations('conference'), getFormatter()]);
  return (
    <ol className="divide-y divide-line overflow-hidden rounded-lg border border-line bg-surface">
      {readinessSteps(readiness).map(({ key, state, facts, path }) => {
        const { icon: Icon, ink } = LOOKS[state];
        return (
          <li key={key}>
            <Link
              href={`/conferences/${conferenceId}${path}`}
              className="flex items-start gap-3 px-4 py-3.5 hover:bg-hover focus-visible:-outline-offset-2 sm:px-5"
            >
              <Icon aria-hidden className={clsx('mt-0.5 size-5 shrink-0', ink)} />
              <span className="flex min-w-0 flex-1 flex-col">
                <span className="text-base font-medium">
                  {t(`step.${key}.title`)}
                  <span className="sr-only"> – {t(`stepState.${state}`)}</span>
                </span>
                <span data-count className="text-sm text-ink-2">
                  {facts
                    .map(({ text, ...values }) =>
                      t(`step.${key}.${text}`, {
                        count: values.count,
                        n: format.number(values.count),
                        of: format.number(values.of ?? 0),
                      }),
                    )
                    .join(' · ')}
                </span>
              </span>
              <ChevronRight aria-hidden className="mt-0.5 size-5 shrink-0 text-ink-3" />
            </Link>
          </li>
        );
      })}
    </ol>
  );
}
