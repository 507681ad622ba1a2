'use client';

import { useLocale, useTranslations } from 'next-intl';
import { FIELD_TITLES } from '#contract/import-texts.ts';
import type { ImportJob } from '#contract/import.ts';
import type { ImportField } from '#domain/roster/fields.ts';
import { fieldsOf } from '#domain/roster/fields.ts';
import { Combobox } from '../../../../_ui/combobox.tsx';
import { Notice } from '../../../../_ui/notice.tsx';
import { languageOf } from '../../../../_ui/preferences.ts';
import { Select, SelectControl, type Option } from '../../../../_ui/select.tsx';
import type { DraftChoice } from './use-draft-choice.ts';

interface MappingPanelProps {
  job: ImportJob;
  draft: DraftChoice;
  sites: readonly Option[];
}

/** What each column of the file means, as it was understood and as it can be corrected. */
export function MappingPanel({ job, draft, sites }: MappingPanelProps) {
  const t = useTranslations('import');
  const { layout } = job;
  if (layout === null) return null;
  const hasSite = layout.columns.some(({ field }) => field === 'siteCode' || field === 'siteName');
  const rows =
    layout.headerFrom === layout.headerTo
      ? t('headerRow', { row: layout.headerFrom })
      : t('headerRows', { from: layout.headerFrom, to: layout.headerTo });
  return (
    <div className="flex max-w-4xl flex-col gap-5">
      {layout.sheets.length > 1 && (
        <Select
          label={t('sheet')}
          options={layout.sheets.map(({ name, isHidden }, index) => ({
            value: String(index),
            label: isHidden ? t('hiddenSheet', { name }) : name,
          }))}
          value={String(draft.choice.sheet ?? layout.sheet)}
          onValue={(value) => draft.setSheet(Number(value))}
        />
      )}
      {job.kind === 'ROSTER' && !hasSite && (
        <Combobox
          label={t('defaultSite')}
          hint={t('defaultSiteHint')}
          options={sites}
          value={draft.choice.defaultSiteId}
          onValue={draft.setDefaultSite}
        />
      )}
      <Notice>{rows}</Notice>
      <ColumnTable job={job} draft={draft} />
    </div>
  );
}

const NOT_READ = 'NOT_READ';

function ColumnTable({ job, draft }: { job: ImportJob; draft: DraftChoice }) {
  const t = useTranslations('import');
  const language = languageOf(useLocale());
  const options = [
    { value: NOT_READ, label: t('notRead') },
    ...fieldsOf(job.kind).map((field) => ({
      value: field as string,
      label: FIELD_TITLES[field][language],
    })),
  ];
  return (
    <table className="w-full border-collapse text-left text-base">
      <thead>
        <tr className="border-b border-line text-sm text-ink-3">
          <th className="w-12 py-2 pr-3 font-medium">{t('column')}</th>
          <th className="py-2 pr-3 font-medium">{t('titleInFile')}</th>
          <th className="w-1/2 py-2 font-medium">{t('meaning')}</th>
        </tr>
      </thead>
      <tbody>
        {(job.layout?.columns ?? []).map(({ column, name, title, field }) => {
          const chosen = column in draft.choice.fields ? draft.choice.fields[column] : field;
          return (
            <tr key={column} className="border-b border-line">
              <td className="py-2 pr-3 font-medium">{name}</td>
              <td className="py-2 pr-3 break-words">{title || '–'}</td>
              <td className="py-2">
                <SelectControl
                  options={options}
                  value={chosen ?? NOT_READ}
                  onValue={(value) =>
                    draft.setField(column, value === NOT_READ ? null : (value as ImportField))
                  }
                  trigger={{ 'aria-label': t('meaningOf', { column: name }) }}
                />
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
