import clsx from 'clsx';
import { Check } from 'lucide-react';
import { useTranslations } from 'next-intl';

interface StepperProps {
  label: string;
  steps: readonly string[];
  /** Index of the step one is at; `steps.length` when all are done. */
  current: number;
}

/** Where one is in a job of a few steps. On a phone only the present step is spelled out. */
export function Stepper({ label, steps, current }: StepperProps) {
  const t = useTranslations('common');
  return (
    <ol aria-label={label} className="flex items-center gap-2 sm:gap-3">
      {steps.map((step, index) => {
        const state = index < current ? 'done' : index === current ? 'current' : 'next';
        return (
          <li
            key={step}
            aria-current={state === 'current' ? 'step' : undefined}
            className={clsx('flex items-center gap-2', index > 0 && 'flex-1 sm:flex-none')}
          >
            {index > 0 && (
              <span aria-hidden className="h-px min-w-4 flex-1 bg-line-strong sm:w-10" />
            )}
            <span
              aria-hidden
              className={clsx(
                'flex size-7 shrink-0 items-center justify-center rounded-full text-sm font-semibold',
                state === 'done' && 'bg-ok-soft text-ok-ink',
                state === 'current' && 'bg-brand text-on-brand',
                state === 'next' && 'border border-line-strong text-ink-3',
              )}
            >
              {state === 'done' ? <Check className="size-4" /> : index + 1}
            </span>
            <span
              className={clsx(
                'text-base',
                state === 'current' ? 'font-semibold' : 'max-sm:sr-only',
                state === 'next' && 'text-ink-3',
              )}
            >
              {step}
              {state === 'done' && <span className="sr-only"> ({t('stepDone')})</span>}
            </span>
          </li>
        );
      })}
    </ol>
  );
}
