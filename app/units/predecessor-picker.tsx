'use client';

import { X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useMemo } from 'react';
import type { UnitTreeRow } from '#db/queries/unit.ts';
import { IconButton } from '../_ui/button.tsx';
import { Combobox } from '../_ui/combobox.tsx';

interface PredecessorPickerProps {
  units: readonly UnitTreeRow[];
  value: readonly string[];
  onValue: (ids: string[]) => void;
}

/** Which units a new one was made from: picked one after the other. */
export function PredecessorPicker({ units, value, onValue }: PredecessorPickerProps) {
  const t = useTranslations('unit');
  const options = useMemo(
    () =>
      units
        .filter((unit) => !value.includes(unit.id))
        .map(({ id, name, code }) => ({ value: id, label: name, note: code })),
    [units, value],
  );
  const chosen = value.flatMap((id) => units.find((unit) => unit.id === id) ?? []);
  return (
    <div className="flex flex-col gap-2">
      <Combobox
        label={t('predecessors')}
        hint={t('predecessorsHint')}
        options={options}
        value={null}
        onValue={(id) => id && onValue([...value, id])}
      />
      {chosen.length > 0 && (
        <ul className="flex flex-wrap gap-2">
          {chosen.map((unit) => (
            <li key={unit.id} className="flex items-center gap-1 rounded-sm bg-sunken pl-2 text-sm">
              {unit.name}
              <IconButton
                icon={X}
                size="small"
                label={`${t('takeOut')}: ${unit.name}`}
                onClick={() => onValue(value.filter((id) => id !== unit.id))}
              />
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
