'use client';

import { Network, Plus } from 'lucide-react';
import { useFormatter, useTranslations } from 'next-intl';
import { usePathname } from 'next/navigation';
import Link from 'next/link';
import clsx from 'clsx';
import { useDeferredValue, useMemo, useState } from 'react';
import type { UnitTreeRow } from '#db/queries/unit.ts';
import { Button } from '../_ui/button.tsx';
import { EmptyState } from '../_ui/empty-state.tsx';
import { PageHeader } from '../_ui/page-header.tsx';
import { SearchField } from '../_ui/search-field.tsx';
import { SelectControl } from '../_ui/select.tsx';
import { useTableAddress } from '../_ui/use-table-address.ts';
import { CloseUnitDialog } from './close-unit.tsx';
import { UnitDialog } from './unit-dialog.tsx';
import { unitLines, type UnitStanding } from './unit-lines.ts';
import { UnitRow } from './unit-row.tsx';
import type { UnitTask } from './unit-task.ts';

type Tree = UnitTreeRow['tree'];
const TREES: readonly Tree[] = ['PARTY', 'ADMINISTRATIVE'];
const STANDINGS: readonly UnitStanding[] = ['CURRENT', 'ENDED', 'ALL'];
const FILTERS = ['standing'];

interface UnitsViewProps {
  tree: Tree;
  units: readonly UnitTreeRow[];
  today: string;
}

/** A tree of units: found by name or code, changed line by line. */
export function UnitsView({ tree, units, today }: UnitsViewProps) {
  const t = useTranslations('unit');
  const tc = useTranslations('common');
  const format = useFormatter();
  const address = useTableAddress(FILTERS);
  const [task, setTask] = useState<UnitTask | null>(null);
  const standing = (address.filters['standing'] as UnitStanding | undefined) ?? 'CURRENT';
  const search = useDeferredValue(address.search);
  const lines = useMemo(
    () => unitLines(units, { search, standing, today }),
    [units, search, standing, today],
  );
  const found = lines.filter((line) => !line.isWayOnly).length;
  const close = () => setTask(null);
  return (
    <>
      <PageHeader
        title={t('title')}
        note={t('note')}
        actions={
          <Button icon={Plus} onClick={() => setTask({ kind: 'create', parentId: null })}>
            {t('add')}
          </Button>
        }
      />
      <TreeLinks tree={tree} />
      <div className="flex flex-wrap items-center gap-2">
        <SearchField
          label={t('find')}
          value={address.search}
          onValue={address.setSearch}
          className="min-w-0 basis-full sm:max-w-96 sm:flex-1 sm:basis-64"
        />
        <SelectControl
          trigger={{ 'aria-label': t('standing.label') }}
          className="sm:w-auto sm:min-w-44"
          options={STANDINGS.map((value) => ({ value, label: t(`standing.${value}`) }))}
          value={standing}
          onValue={(value) => address.setFilter('standing', value === 'CURRENT' ? null : value)}
        />
      </div>
      <p data-count role="status" className="-mb-3 text-sm text-ink-3">
        {t('count', { count: format.number(found) })}
      </p>
      {lines.length === 0 ? (
        <EmptyState
          icon={Network}
          title={t(units.length === 0 ? 'emptyTitle' : 'noMatchTitle')}
          action={units.length > 0 && <Button onClick={address.clear}>{tc('clearFilters')}</Button>}
        >
          {t(units.length === 0 ? 'emptyText' : 'noMatchText')}
        </EmptyState>
      ) : (
        <ul className="divide-y divide-line overflow-hidden rounded-lg border border-line bg-surface">
          {lines.map((line) => (
            <UnitRow key={line.unit.id} line={line} today={today} onTask={setTask} />
          ))}
        </ul>
      )}
      {(task?.kind === 'create' || task?.kind === 'edit') && (
        <UnitDialog tree={tree} task={task} units={units} today={today} onClose={close} />
      )}
      {task?.kind === 'close' && <CloseUnitDialog unit={task.unit} today={today} onClose={close} />}
    </>
  );
}

function TreeLinks({ tree }: { tree: Tree }) {
  const t = useTranslations('unit');
  const path = usePathname();
  return (
    <nav aria-label={t('trees')} className="flex gap-1 border-b border-line">
      {TREES.map((each) => (
        <Link
          key={each}
          href={each === 'PARTY' ? path : `${path}?tree=${each}`}
          aria-current={each === tree ? 'page' : undefined}
          className={clsx(
            '-mb-px flex h-11 items-center border-b-2 px-3 text-base focus-visible:-outline-offset-2',
            each === tree
              ? 'border-brand font-medium text-ink'
              : 'border-transparent text-ink-2 hover:text-ink',
          )}
        >
          {t(`tree.${each}`)}
        </Link>
      ))}
    </nav>
  );
}
