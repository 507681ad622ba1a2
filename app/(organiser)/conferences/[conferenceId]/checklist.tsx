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
import { requireConferencePage } from '../conference-guard.ts';
import { partsFor } from '../conference-parts.ts';
import { readinessSteps, type ReadinessStep, type StepState } from './readiness-steps.ts';

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
  const [t, { account }] = await Promise.all([
    getTranslations('conference'),
    requireConferencePage(conferenceId, 'conference:read'),
  ]);
  const openable = new Set(partsFor(account, conferenceId).map(({ path }) => path));
  return (
    <ol className="divide-y divide-line overflow-hidden rounded-lg border border-line bg-surface">
      {readinessSteps(readiness).map((step) => (
        <li key={step.key}>
          {openable.has(step.path) ? (
            <Link
              href={`/conferences/${conferenceId}${step.path}`}
              className={`${LINE} hover:bg-hover focus-visible:-outline-offset-2`}
            >
              <StepText step={step} />
              <span className="sr-only"> – {t(`stepState.${step.state}`)}</span>
              <ChevronRight aria-hidden className="mt-0.5 size-5 shrink-0 text-ink-3" />
            </Link>
          ) : (
            <div className={LINE}>
              <StepText step={step} />
              <span className="sr-only"> – {t(`stepState.${step.state}`)}</span>
            </div>
          )}
        </li>
      ))}
    </ol>
  );
}

const LINE = 'flex items-start gap-3 px-4 py-3.5 sm:px-5';

async function StepText({ step }: { step: ReadinessStep }) {
  const [t, format] = await Promise.all([getTranslations('conference'), getFormatter()]);
  const { key, state, facts } = step;
  const { icon: Icon, ink } = LOOKS[state];
  return (
    <>
      <Icon aria-hidden className={clsx('mt-0.5 size-5 shrink-0', ink)} />
      <span className="flex min-w-0 flex-1 flex-col">
        <span className="text-base font-medium">{t(`step.${key}.title`)}</span>
        <span data-count className="text-sm text-ink-2">
          {facts
            .map(({ text, count, of = 0 }) =>
              t(`step.${key}.${text}`, { count, n: format.number(count), of: format.number(of) }),
            )
            .join(' · ')}
        </span>
      </span>
    </>
  );
}
