'use client';

import { Combobox } from '../../../../_ui/combobox.tsx';
import type { Option } from '../../../../_ui/select.tsx';

interface FilterComboboxProps {
  label: string;
  options: readonly Option[];
  value: string | null;
  onValue: (value: string | null) => void;
}

/** A filter with many choices, for a toolbar: its name stands inside it while nothing is chosen. */
export function FilterCombobox({ label, options, value, onValue }: FilterComboboxProps) {
  return (
    <Combobox
      label={label}
      placeholder={label}
      options={options}
      value={value}
      onValue={onValue}
      className="w-[calc(50%-0.25rem)] sm:w-52 [&>label]:sr-only"
    />
  );
}
