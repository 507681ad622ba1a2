'use client';

import clsx from 'clsx';
import {
  ChevronRight,
  CircleHelp,
  CircleSlash2,
  Info,
  WandSparkles,
  type LucideIcon,
} from 'lucide-react';
import { useFormatter, useLocale, useTranslations } from 'next-intl';
import { DOUBT_TEXTS } from '#contract/import-texts.ts';
import type { ImportJob } from '#contract/import.ts';
import type { Decision, DoubtCode, Severity } from '#domain/roster/doubt.ts';
import { DOUBTS, decisionsFor } from '#domain/roster/doubt.ts';
import { Button } from '../../../../_ui/button.tsx';
import { languageOf } from '../../../../_ui/preferences.ts';
import { SelectControl } from '../../../../_ui/select.tsx';
import type { DraftChoice } from './use-draft-choice.ts';
import type { RowFilter } from './use-row-filter.ts';

export const SEVERITY_LOOKS: Record<Severity, { icon: LucideIcon; ink: string }> = {
  ask: { icon: CircleHelp, ink: 'text-warn-ink' },
  refuse: { icon: CircleSlash2, ink: 'text-danger-ink' },
  note: { icon: Info, ink: 'text-info-ink' },
};

const ORDER: readonly Severity[] = ['ask', 'refuse', 'note'];

interface DoubtListProps {
  job: ImportJob;
  draft: DraftChoice;
  filter: RowFilter;
}

/** The kinds of doubt with their numbers: choose one to see its rows, decide one for all its rows. */
export function DoubtList({ job, draft, filter }: DoubtListProps) {
  const t = useTranslations('import');
  const doubts = job.summary?.doubts ?? [];
  if (doubts.length === 0) return <p className="text-base text-ink-2">{t('noDoubts')}</p>;
  const suggested = doubts.filter(({ code, open }) => {
    return open > 0 && decisionsFor(code).includes('SUGGESTION');
  });
  return (
    <div className="flex flex-col gap-5">
      {suggested.length > 0 && (
        <Button
          icon={WandSparkles}
          onClick={() =>
            draft.decideAll(
              Object.fromEntries(suggested.map(({ code }) => [code, 'SUGGESTION' as const])),
            )
          }
        >
          {t('takeAll')}
        </Button>
      )}
      {ORDER.map((severity) => {
        const own = doubts.filter(({ code }) => DOUBTS[code] === severity);
        if (own.length === 0) return null;
        return (
          // Notes ask for nothing: they are folded away, the rest is in sight.
          <details key={severity} open={severity !== 'note'} className="group flex flex-col">
            <summary className="flex cursor-pointer list-none items-center gap-1 pb-2 text-base font-semibold">
              <ChevronRight
                aria-hidden
                className="size-4 shrink-0 transition-transform group-open:rotate-90"
              />
              {t(`severity.${severity}`)}
            </summary>
            <ul className="divide-y divide-line overflow-hidden rounded-lg border border-line bg-surface">
              {own.map((doubt) => (
                <DoubtKind key={doubt.code} {...doubt} draft={draft} filter={filter} />
              ))}
            </ul>
          </details>
        );
      })}
    </div>
  );
}

type DoubtKindProps = {
  code: DoubtCode;
  rows: number;
  open: number;
  draft: DraftChoice;
  filter: RowFilter;
};

function DoubtKind({ code, rows, draft, filter }: DoubtKindProps) {
  const format = useFormatter();
  const language = languageOf(useLocale());
  const { icon: Icon, ink } = SEVERITY_LOOKS[DOUBTS[code]];
  const isChosen = filter.doubt === code;
  return (
    <li className={clsx('flex flex-col gap-2 px-3 py-2.5', isChosen && 'bg-brand-soft')}>
      <button
        type="button"
        aria-pressed={isChosen}
        onClick={() =>
          filter.set({ name: isChosen ? 'DOUBTFUL' : 'ALL', doubt: isChosen ? null : code })
        }
        className="flex items-start gap-2 rounded-sm text-left hover:underline"
      >
        <Icon aria-hidden className={clsx('mt-0.5 size-5 shrink-0', ink)} />
        <span className="min-w-0 flex-1 text-base">{DOUBT_TEXTS[code][language]}</span>
        <span data-count className="text-base font-semibold">
          {format.number(rows)}
        </span>
      </button>
      {DOUBTS[code] === 'ask' && (
        <DecisionPicker
          code={code}
          value={draft.choice.byCode[code] ?? null}
          onValue={(decision) => draft.decide(code, decision)}
        />
      )}
    </li>
  );
}

interface DecisionPickerProps {
  code: DoubtCode;
  value: Decision | null;
  onValue: (decision: Decision | null) => void;
}

/** What to do about an `ask`; "not decided" keeps the row out. */
export function DecisionPicker({ code, value, onValue }: DecisionPickerProps) {
  const t = useTranslations('import');
  const language = languageOf(useLocale());
  const options = [
    { value: 'OPEN', label: t('decision.OPEN') },
    ...decisionsFor(code).map((decision) => ({
      value: decision as string,
      label: t(`decision.${decision}`),
    })),
  ];
  return (
    <SelectControl
      options={options}
      value={value ?? 'OPEN'}
      onValue={(next) => onValue(next === 'OPEN' ? null : (next as Decision))}
      trigger={{ 'aria-label': t('decisionFor', { doubt: DOUBT_TEXTS[code][language] }) }}
    />
  );
}
