'use client';

import clsx from 'clsx';
import { ChevronRight } from 'lucide-react';
import { memo, useCallback, useDeferredValue, useMemo, useState } from 'react';
import { presentShare, unmarkedOf, type FigureCounts } from '#domain/figures.ts';
import { SearchField } from '../../_ui/search-field.tsx';
import type { Figures } from './figures-model.ts';
import { PresenceBar } from './presence-bar.tsx';
import { growTree, treeLines, type TreeLine, type UnitNode } from './unit-tree.ts';
import { useAddress } from './use-address.ts';
import { useFigureText } from './use-figure-text.ts';

const NUMBER = 'px-3 py-2 text-right whitespace-nowrap tabular-nums';
const WIDE_ONLY = 'max-lg:hidden';

/** Blocks, units and halls as a tree; a hall opens its sheet. */
export function UnitsTree({
  figures,
  onHall,
}: {
  figures: Figures;
  onHall: (siteId: string) => void;
}) {
  const { t } = useFigureText();
  const [search, setSearch] = useAddress('unit-q');
  const found = useDeferredValue(search ?? '');
  const roots = useMemo(() => growTree(figures), [figures]);
  const { open, toggle } = useOpenUnits(roots);
  const lines = treeLines(roots, { open, search: found });
  const withoutUnit = found === '' ? figures.withoutUnit : null;
  return (
    <div className="flex flex-col gap-3">
      <SearchField
        label={t('findUnit')}
        value={search ?? ''}
        onValue={setSearch}
        className="sm:max-w-sm"
      />
      <div className="overflow-x-auto rounded-lg border border-line bg-surface">
        <table className="w-full text-base sm:text-sm">
          <FigureHead first={t('unit')} />
          <tbody>
            {lines.map((line) => (
              <Line
                key={line.id}
                {...lineProps(line)}
                onPress={line.kind === 'unit' ? toggle : onHall}
              />
            ))}
            {withoutUnit && (
              <Line
                id=""
                name={t('noUnit')}
                counts={withoutUnit}
                depth={0}
                state="leaf"
                onPress={toggle}
              />
            )}
          </tbody>
          <TotalRow counts={figures.total} />
        </table>
        {lines.length === 0 && found !== '' && (
          <p role="status" className="px-4 py-8 text-center text-ink-2">
            {t('noUnitFound')}
          </p>
        )}
      </div>
    </div>
  );
}

function lineProps(line: TreeLine): Omit<LineProps, 'onPress'> {
  const { id } = line;
  if (line.kind === 'site') {
    const { site, depth } = line;
    return { id, name: site.name, counts: site.counts, depth, state: 'hall' };
  }
  const { unit, depth } = line.node;
  const state = !line.canOpen ? 'leaf' : line.isOpen ? 'open' : 'closed';
  return { id, name: unit.name, counts: unit.counts, depth, state };
}

/** Which branches are open. A single root is of no use closed. */
function useOpenUnits(roots: readonly UnitNode[]) {
  const only = roots.length === 1 ? roots[0]?.unit.id : undefined;
  const [open, setOpen] = useState<ReadonlySet<string>>(() => new Set(only ? [only] : []));
  const toggle = useCallback((id: string) => {
    setOpen((known) => {
      const next = new Set(known);
      if (!next.delete(id)) next.add(id);
      return next;
    });
  }, []);
  return { open, toggle };
}

/** The columns of the identity, shared by every table of figures. */
export function FigureHead({ first }: { first: string }) {
  const { t } = useFigureText();
  return (
    <thead className="sticky top-0 bg-surface text-sm text-ink-2">
      <tr className="border-b border-line">
        <th scope="col" className="px-3 py-2 text-left font-medium">
          {first}
        </th>
        <th scope="col" className={clsx(NUMBER, 'font-medium max-sm:hidden')}>
          {t('summoned')}
        </th>
        <th scope="col" className={clsx(NUMBER, 'font-medium max-sm:hidden')}>
          {t('present')}
        </th>
        {(['excused', 'unexcused', 'unmarked'] as const).map((key) => (
          <th key={key} scope="col" className={clsx(NUMBER, 'font-medium', WIDE_ONLY)}>
            {t(key)}
          </th>
        ))}
        <th scope="col" className={clsx(NUMBER, 'w-40 font-medium max-sm:w-32')}>
          {t('share')}
        </th>
      </tr>
    </thead>
  );
}

type LineState = 'open' | 'closed' | 'leaf' | 'hall';

interface LineProps {
  id: string;
  name: string;
  counts: FigureCounts;
  depth: number;
  state: LineState;
  onPress: (id: string) => void;
}

const Line = memo(
  function Line({ id, name, counts, depth, state, onPress }: LineProps) {
    return (
      <tr
        className={clsx(
          'border-b border-line last:border-0 hover:bg-hover',
          state === 'hall' && 'text-ink-2',
        )}
      >
        <th scope="row" className="px-3 py-0 text-left font-normal">
          <div style={{ paddingInlineStart: `${Math.min(depth, 4) * 20}px` }}>
            <LineName name={name} state={state} onPress={() => onPress(id)} />
          </div>
        </th>
        <CountCells counts={counts} />
      </tr>
    );
  },
  (before, after) =>
    before.name === after.name &&
    before.depth === after.depth &&
    before.state === after.state &&
    JSON.stringify(before.counts) === JSON.stringify(after.counts),
);

function LineName({
  name,
  state,
  onPress,
}: {
  name: string;
  state: LineState;
  onPress: () => void;
}) {
  const { t } = useFigureText();
  if (state === 'leaf') return <span className="block py-3 pl-6 sm:py-2">{name}</span>;
  if (state === 'hall') {
    return (
      <button
        type="button"
        onClick={onPress}
        className="block w-full rounded-sm py-3 pl-6 text-left underline decoration-line-strong underline-offset-4 hover:decoration-current sm:py-2"
      >
        {name}
      </button>
    );
  }
  return (
    <button
      type="button"
      aria-expanded={state === 'open'}
      aria-label={t(state === 'open' ? 'collapse' : 'expand', { name })}
      onClick={onPress}
      className="flex w-full items-center gap-1 rounded-sm py-3 text-left font-medium sm:py-2"
    >
      <ChevronRight
        aria-hidden
        className={clsx('size-5 shrink-0 text-ink-3', state === 'open' && 'rotate-90')}
      />
      {name}
    </button>
  );
}

/** The figures of one row of a table, in the order of `FigureHead`. */
export function CountCells({ counts }: { counts: FigureCounts }) {
  const { count, share } = useFigureText();
  const values = { ...counts, unmarked: unmarkedOf(counts) };
  return (
    <>
      <td className={clsx(NUMBER, 'max-sm:hidden')}>{count(counts.summoned)}</td>
      <td className={clsx(NUMBER, 'max-sm:hidden')}>{count(counts.present)}</td>
      {(['excused', 'unexcused', 'unmarked'] as const).map((key) => (
        <td key={key} className={clsx(NUMBER, WIDE_ONLY, values[key] === 0 && 'text-ink-3')}>
          {count(values[key])}
        </td>
      ))}
      <td className={NUMBER}>
        <span className="font-medium">{share(presentShare(counts))}</span>
        <PresenceBar counts={counts} className="mt-0.5 h-1.5" />
        <span className="text-sm text-ink-2 sm:hidden">
          {count(counts.present)}/{count(counts.summoned)}
        </span>
      </td>
    </>
  );
}

/** tổng cộng: what every table of figures ends with. */
export function TotalRow({ counts }: { counts: FigureCounts }) {
  const { t } = useFigureText();
  return (
    <tfoot>
      <tr className="border-t-2 border-line-strong font-semibold">
        <th scope="row" className="px-3 py-3 text-left">
          {t('total')}
        </th>
        <CountCells counts={counts} />
      </tr>
    </tfoot>
  );
}
