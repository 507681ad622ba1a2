'use client';

import clsx from 'clsx';
import { ArrowRight } from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import { DOUBT_TEXTS, FIELD_TITLES } from '#contract/import-texts.ts';
import type { ImportJob, ImportLayout, ImportRow } from '#contract/import.ts';
import type { ImportField } from '#domain/roster/fields.ts';
import { Badge, type Tone } from '../../../../_ui/badge.tsx';
import { languageOf } from '../../../../_ui/preferences.ts';
import { DecisionPicker, SEVERITY_LOOKS } from './doubt-list.tsx';
import type { DraftChoice } from './use-draft-choice.ts';

const TONES: Record<ImportRow['verdict'], Tone> = {
  NEW: 'ok',
  CHANGED: 'info',
  SAME: 'neutral',
  REFUSED: 'danger',
  SKIPPED: 'neutral',
  MISSING: 'neutral',
};

interface PreviewRowProps {
  row: ImportRow;
  job: ImportJob;
  draft: DraftChoice;
}

/** One row: what stands in the file on the left, what there is to say about it on the right. */
export function PreviewRow({ row, job, draft }: PreviewRowProps) {
  const t = useTranslations('import');
  const isWaiting = row.openAsks > 0 && row.verdict !== 'REFUSED';
  return (
    <li
      data-row={row.number}
      className="grid grid-cols-1 gap-x-6 gap-y-3 px-4 py-3 lg:grid-cols-[7rem_minmax(0,1fr)_minmax(0,1.1fr)]"
    >
      <div className="flex items-start gap-2 lg:flex-col">
        {row.number > 0 && (
          <span data-count className="text-base font-semibold">
            {t('row', { row: String(row.number) })}
          </span>
        )}
        <Badge tone={isWaiting ? 'warn' : TONES[row.verdict]}>
          {t(isWaiting ? 'waiting' : `outcome.${row.verdict}`)}
        </Badge>
      </div>
      <RowCells row={row} layout={job.layout} />
      <div className="flex min-w-0 flex-col gap-3">
        <Changes row={row} />
        {gravestFirst(row.doubts).map((doubt, index) => (
          <RowDoubt key={`${doubt.code} ${index}`} {...{ doubt, row, draft, layout: job.layout }} />
        ))}
      </div>
    </li>
  );
}

const GRAVITY = { refuse: 0, ask: 1, note: 2 };

function gravestFirst(doubts: ImportRow['doubts']): ImportRow['doubts'] {
  return doubts.toSorted((a, b) => GRAVITY[a.severity] - GRAVITY[b.severity]);
}

function RowCells({ row, layout }: { row: ImportRow; layout: ImportLayout | null }) {
  const doubted = new Set(row.doubts.map((doubt) => doubt.column));
  if (row.verdict === 'MISSING' || row.verdict === 'SKIPPED') {
    return (
      <p className="text-base break-words text-ink-2">{row.cells.filter(Boolean).join(' · ')}</p>
    );
  }
  return (
    <dl className="flex min-w-0 flex-wrap content-start gap-x-4 gap-y-1">
      {(layout?.columns ?? []).map(({ column, name, title, field }) => {
        const text = row.cells[column] ?? '';
        const isDoubted = doubted.has(column);
        if (field === null || (text === '' && !isDoubted)) return null;
        return (
          <div key={column} className="flex max-w-full min-w-0 flex-col">
            <dt className="truncate text-sm text-ink-3" title={title}>
              {name} · {title.split(' / ').at(-1)}
            </dt>
            <dd
              className={clsx(
                'line-clamp-2 max-w-80 text-base break-words',
                isDoubted && 'rounded-sm bg-warn-soft px-1',
              )}
            >
              {text || '–'}
            </dd>
          </div>
        );
      })}
    </dl>
  );
}

interface RowDoubtProps {
  doubt: ImportRow['doubts'][number];
  row: ImportRow;
  layout: ImportLayout | null;
  draft: DraftChoice;
}

function RowDoubt({ doubt, row, layout, draft }: RowDoubtProps) {
  const t = useTranslations('import');
  const language = languageOf(useLocale());
  const { icon: Icon, ink } = SEVERITY_LOOKS[doubt.severity];
  const { code, column, value, suggestion, otherRow } = doubt;
  const name = layout?.columns.find((each) => each.column === column)?.name;
  const isShown = suggestion !== null && suggestion !== '' && suggestion !== value;
  return (
    <div data-doubt={code} className="flex items-start gap-2">
      <Icon aria-hidden className={clsx('mt-0.5 size-5 shrink-0', ink)} />
      <div className="flex min-w-0 flex-1 flex-col gap-1.5">
        <p className="text-base">
          {name !== undefined && <span className="text-ink-3">{t('columnName', { name })} </span>}
          {DOUBT_TEXTS[code][language]}
          {otherRow !== undefined && ` (${t('row', { row: String(otherRow) })})`}
        </p>
        {isShown && (
          <p className="flex flex-wrap items-center gap-1.5 text-base break-words">
            <span className="line-clamp-2 min-w-0 text-ink-3">{value || '–'}</span>
            <ArrowRight aria-hidden className="size-4 shrink-0 text-ink-3" />
            <span className="line-clamp-2 min-w-0 font-medium">{suggestion}</span>
          </p>
        )}
        {doubt.severity === 'ask' && row.verdict !== 'REFUSED' && (
          <DecisionPicker
            code={code}
            value={draft.choice.byRow[`${row.number}:${code}`] ?? draft.choice.byCode[code] ?? null}
            onValue={(decision) => draft.decideRow(row.number, code, decision)}
          />
        )}
      </div>
    </div>
  );
}

const CHANGE_FIELDS: Record<string, ImportField> = {
  familyName: 'familyAndMiddle',
  givenName: 'given',
  position: 'position',
  phone: 'phone',
  birthYear: 'birth',
  seat: 'seat',
  note: 'note',
  siteId: 'siteName',
  unitId: 'unitName',
  categoryName: 'category',
  name: 'name',
  tier: 'tier',
  mode: 'mode',
  contactName: 'contactName',
  contactPhone: 'contactPhone',
  parentCode: 'parentCode',
  plannedCount: 'plannedCount',
};

function Changes({ row }: { row: ImportRow }) {
  const t = useTranslations('import');
  const language = languageOf(useLocale());
  if (row.changes.length === 0) return null;
  return (
    <dl className="flex flex-col gap-1">
      {row.changes.map(({ field, from, to }) => {
        const known = CHANGE_FIELDS[field];
        if (known === undefined)
          return (
            <p key={field} className="text-base">
              {t('restored')}
            </p>
          );
        return (
          <div key={field} className="flex flex-wrap items-center gap-1.5 text-base">
            <dt className="text-ink-3">{FIELD_TITLES[known][language]}:</dt>
            <dd className="flex min-w-0 flex-wrap items-center gap-1.5">
              <span className="line-clamp-2 text-ink-3">{from || t('empty')}</span>
              <ArrowRight aria-hidden className="size-4 shrink-0 text-ink-3" />
              <span className="line-clamp-2 font-medium">{to || t('empty')}</span>
            </dd>
          </div>
        );
      })}
    </dl>
  );
}
