'use client';

import clsx from 'clsx';
import { Check, ChevronDown } from 'lucide-react';
import { Select as Radix } from 'radix-ui';
import { Field, inputClass, type FieldText } from './field.tsx';
import { menuItemClass, popoverClass } from './popover-class.ts';

export interface Option<Value extends string = string> {
  value: Value;
  label: string;
  /** A second, quieter line part, such as a code. */
  note?: string;
  disabled?: boolean;
}

interface PickerProps<Value extends string> {
  options: readonly Option<Value>[];
  value: Value | null;
  onValue: (value: Value) => void;
  placeholder?: string;
  disabled?: boolean;
  name?: string;
}

type SelectProps<Value extends string> = FieldText & PickerProps<Value> & { className?: string };

/** One choice out of a few (up to about fifteen; above that use Combobox). */
export function Select<Value extends string>({
  label,
  hint,
  error,
  className,
  ...picker
}: SelectProps<Value>) {
  return (
    <Field label={label} hint={hint} error={error} className={className}>
      {(ids) => <SelectControl {...picker} trigger={ids} />}
    </Field>
  );
}

type ControlProps<Value extends string> = PickerProps<Value> & {
  trigger: React.ComponentProps<typeof Radix.Trigger>;
  className?: string;
};

/** The bare select, for toolbars that name it with `aria-label`. */
export function SelectControl<Value extends string>({
  options,
  value,
  onValue,
  placeholder,
  trigger,
  className,
  ...root
}: ControlProps<Value>) {
  return (
    <Radix.Root {...root} value={value ?? ''} onValueChange={(next) => onValue(next as Value)}>
      <Radix.Trigger
        {...trigger}
        className={clsx(
          inputClass,
          'flex h-10 items-center justify-between gap-2 text-left data-placeholder:text-ink-3',
          className,
        )}
      >
        <span className="truncate">
          {/* Given here as well, so that the server's page already shows it. */}
          <Radix.Value placeholder={placeholder}>
            {options.find((option) => option.value === value)?.label}
          </Radix.Value>
        </span>
        <Radix.Icon>
          <ChevronDown aria-hidden className="size-4 text-ink-3" />
        </Radix.Icon>
      </Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          position="popper"
          sideOffset={4}
          className={clsx(popoverClass, 'max-h-[var(--radix-select-content-available-height)]')}
        >
          <Radix.Viewport className="min-w-[var(--radix-select-trigger-width)] p-1">
            {options.map((option) => (
              <SelectItem key={option.value} option={option} />
            ))}
          </Radix.Viewport>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

function SelectItem({ option }: { option: Option }) {
  return (
    <Radix.Item
      value={option.value}
      disabled={option.disabled}
      className={clsx(menuItemClass, 'pr-9')}
    >
      <Radix.ItemText>{option.label}</Radix.ItemText>
      {option.note && <span className="text-sm text-ink-3">{option.note}</span>}
      <Radix.ItemIndicator className="absolute right-3">
        <Check aria-hidden className="size-4" />
      </Radix.ItemIndicator>
    </Radix.Item>
  );
}
