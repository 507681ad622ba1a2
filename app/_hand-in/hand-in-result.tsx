'use client';

import { CircleCheck, CircleX, TriangleAlert } from 'lucide-react';
import { useFormatter, useTranslations } from 'next-intl';
import type { OutboxFileEntry } from '#contract/outbox-file.ts';
import { useFailureText } from '../_live/use-command.ts';
import { Notice } from '../_ui/notice.tsx';
import type { HandedIn } from './hand-in.ts';
import type { ReadFile } from './use-hand-in.ts';

/** Whether the centre has it now; `unsent` may be handed in again, `refused` will not help. */
type Outcome = 'stored' | 'refused' | 'unsent';

const RANK: Record<Outcome, number> = { unsent: 0, refused: 1, stored: 2 };

/** What the centre said of each check-in; those that need somebody come first. */
export function HandInResult({
  file,
  known,
}: {
  file: ReadFile;
  known: ReadonlyMap<string, HandedIn>;
}) {
  const t = useTranslations('hand-in');
  const rows = file.entries
    .map((entry) => ({ entry, answer: known.get(entry.id) ?? null }))
    .map((row) => ({ ...row, outcome: outcomeOf(row.answer) }))
    .sort((a, b) => RANK[a.outcome] - RANK[b.outcome]);
  const count = (outcome: Outcome) => rows.filter((row) => row.outcome === outcome).length;
  const [stored, refused, unsent] = [count('stored'), count('refused'), count('unsent')];
  const isWhole = stored === rows.length && file.damagedCount === 0;
  return (
    <>
      <Notice tone={isWhole ? 'ok' : 'warn'} title={t('done', { stored, total: rows.length })}>
        {refused > 0 && <p>{t('refusedSome', { count: refused })}</p>}
        {unsent > 0 && <p>{t('unsentSome', { count: unsent })}</p>}
        {isWhole && <p>{t('doneText')}</p>}
      </Notice>
      <ul className="max-h-96 divide-y divide-line overflow-y-auto rounded-lg border border-line">
        {rows.map(({ entry, answer, outcome }) => (
          <ResultLine key={entry.id} entry={entry} answer={answer} outcome={outcome} />
        ))}
      </ul>
    </>
  );
}

interface ResultLineProps {
  entry: OutboxFileEntry;
  answer: HandedIn | null;
  outcome: Outcome;
}

const ICONS = {
  stored: { icon: CircleCheck, ink: 'text-ok-ink' },
  refused: { icon: CircleX, ink: 'text-danger-ink' },
  unsent: { icon: TriangleAlert, ink: 'text-warn-ink' },
};

function ResultLine({ entry, answer, outcome }: ResultLineProps) {
  const t = useTranslations('hand-in');
  const td = useTranslations('door');
  const format = useFormatter();
  const said = useSaid();
  const { icon: Icon, ink } = ICONS[outcome];
  return (
    <li className="flex items-start gap-3 px-3 py-2" data-handed-in={outcome}>
      <Icon aria-hidden className={`mt-0.5 size-5 shrink-0 ${ink}`} />
      <div className="min-w-0 flex-1">
        <p className="font-medium">{entry.label || t('nameless')}</p>
        <p className="text-sm text-ink-2">
          {td(`kind${entry.event.kind}`)} ·{' '}
          {format.dateTime(new Date(entry.event.happenedAt), 'dateTime')}
        </p>
        <p className={`text-sm ${outcome === 'stored' ? 'text-ink-2' : ink}`}>{said(answer)}</p>
      </div>
    </li>
  );
}

function outcomeOf(answer: HandedIn | null): Outcome {
  if (answer?.kind === 'receipt')
    return answer.receipt.outcome === 'REFUSED' ? 'refused' : 'stored';
  return 'unsent';
}

function useSaid(): (answer: HandedIn | null) => string {
  const t = useTranslations('hand-in');
  const td = useTranslations('door');
  const failureText = useFailureText();
  return (answer) => {
    if (!answer) return t('unsent');
    if (answer.kind === 'failed') return failureText(answer.failure);
    const { receipt } = answer;
    return receipt.outcome === 'REFUSED'
      ? td(`refused${receipt.code}`)
      : t(`outcome.${receipt.outcome}`);
  };
}
