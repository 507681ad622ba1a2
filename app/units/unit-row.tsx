'use client';

import clsx from 'clsx';
import { CalendarX, CornerDownRight, Ellipsis, Pencil, RotateCcw } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useRouter } from 'next/navigation';
import type { UnitTreeRow } from '#db/queries/unit.ts';
import { useCommand } from '../_live/use-command.ts';
import { Badge } from '../_ui/badge.tsx';
import { IconButton } from '../_ui/button.tsx';
import { Menu, MenuItem } from '../_ui/menu.tsx';
import { useToast } from '../_ui/toast.tsx';
import { hasEnded, type UnitLine } from './unit-lines.ts';
import type { UnitTask } from './unit-task.ts';

interface UnitRowProps {
  line: UnitLine<UnitTreeRow>;
  today: string;
  onTask: (task: UnitTask) => void;
}

const INDENT_PX = 24;

/** One unit of the tree. */
export function UnitRow({ line, today, onTask }: UnitRowProps) {
  const t = useTranslations('unit');
  const { unit, depth, isWayOnly } = line;
  const isEnded = hasEnded(unit, today);
  return (
    <li
      className="flex min-h-11 items-center gap-2 py-1 pr-2 pl-4 [contain-intrinsic-height:44px] [content-visibility:auto]"
      style={{ paddingLeft: 16 + Math.min(depth, 5) * INDENT_PX }}
    >
      <div className="flex min-w-0 flex-1 flex-wrap items-center gap-x-3">
        <span
          className={clsx(
            'text-base',
            depth === 0 && 'font-semibold',
            (isWayOnly || isEnded) && 'text-ink-3',
          )}
        >
          {unit.name}
        </span>
        <span className="text-sm text-ink-3 tabular-nums">{unit.code}</span>
        {isEnded && unit.validTo && (
          <Badge>{t('endedOn', { day: unit.validTo.split('-').reverse().join('/') })}</Badge>
        )}
        {unit.predecessors.length > 0 && (
          <span className="line-clamp-1 text-sm text-ink-3" title={unit.predecessors.join(', ')}>
            {t('madeFrom', { names: unit.predecessors.join(', ') })}
          </span>
        )}
      </div>
      {unit.siteCount > 0 && (
        <span data-count className="shrink-0 text-sm text-ink-2 max-sm:hidden">
          {t('siteCount', { count: unit.siteCount })}
        </span>
      )}
      <UnitMenu unit={unit} onTask={onTask} />
    </li>
  );
}

function UnitMenu({ unit, onTask }: { unit: UnitTreeRow; onTask: (task: UnitTask) => void }) {
  const t = useTranslations('unit');
  const router = useRouter();
  const notify = useToast();
  const reopen = useCommand('unit:reopen', 'account');
  return (
    <Menu
      trigger={<IconButton icon={Ellipsis} size="small" label={`${t('edit')}: ${unit.name}`} />}
    >
      <MenuItem icon={Pencil} onSelect={() => onTask({ kind: 'edit', unit })}>
        {t('edit')}
      </MenuItem>
      <MenuItem
        icon={CornerDownRight}
        onSelect={() => onTask({ kind: 'create', parentId: unit.id })}
      >
        {t('addBelow')}
      </MenuItem>
      {unit.validTo === null ? (
        <MenuItem icon={CalendarX} onSelect={() => onTask({ kind: 'close', unit })}>
          {t('close')}
        </MenuItem>
      ) : (
        <MenuItem
          icon={RotateCcw}
          onSelect={async () => {
            const answer = await reopen.run({ unitId: unit.id });
            if (answer.ok) router.refresh();
            else notify({ tone: 'danger', text: t('notReopened', { name: unit.name }) });
          }}
        >
          {t('reopen')}
        </MenuItem>
      )}
    </Menu>
  );
}
