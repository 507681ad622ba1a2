'use client';

import { CountCells, FigureHead, TotalRow } from './units-tree.tsx';
import type { Figures } from './figures-model.ts';
import { useFigureText } from './use-figure-text.ts';

/** By thành phần: as what people are summoned. */
export function CategoriesTable({ figures }: { figures: Figures }) {
  const { t } = useFigureText();
  return (
    <div className="overflow-x-auto rounded-lg border border-line bg-surface">
      <table className="w-full text-base sm:text-sm">
        <FigureHead first={t('category')} />
        <tbody>
          {figures.categories.map(({ id, name, counts }) => (
            <tr key={id} className="border-b border-line last:border-0 hover:bg-hover">
              <th scope="row" className="px-3 py-3 text-left font-normal sm:py-2">
                {name || t('noCategory')}
              </th>
              <CountCells counts={counts} />
            </tr>
          ))}
        </tbody>
        <TotalRow counts={figures.total} />
      </table>
    </div>
  );
}
