'use client';

import clsx from 'clsx';
import { Check, Minus } from 'lucide-react';
import { Checkbox as Radix, Switch as RadixSwitch } from 'radix-ui';
import { useId, type ReactNode } from 'react';

interface CheckboxProps {
  label: ReactNode;
  /** Keeps the label for screen readers only: a tick in a table row. */
  labelDisplay?: 'shown' | 'hidden';
  hint?: ReactNode;
  checked: boolean | 'indeterminate';
  onChecked: (checked: boolean) => void;
  disabled?: boolean;
  className?: string;
}

/** A tick that is stored with the rest of a form. For something that acts at once use Switch. */
export function Checkbox({
  label,
  labelDisplay = 'shown',
  hint,
  checked,
  onChecked,
  disabled,
  className,
}: CheckboxProps) {
  const id = useId();
  return (
    <div className={clsx('flex items-start gap-3', className)}>
      <Radix.Root
        id={id}
        checked={checked}
        disabled={disabled}
        onCheckedChange={(next) => onChecked(next === true)}
        className={clsx(
          'mt-0.5 flex size-5 shrink-0 items-center justify-center rounded-sm border border-line-strong bg-surface',
          'data-[state=checked]:border-brand data-[state=checked]:bg-brand data-[state=indeterminate]:border-brand',
          'data-[state=indeterminate]:bg-brand disabled:opacity-50',
        )}
      >
        <Radix.Indicator className="text-on-brand">
          {checked === 'indeterminate' ? (
            <Minus aria-hidden className="size-4" />
          ) : (
            <Check aria-hidden className="size-4" />
          )}
        </Radix.Indicator>
      </Radix.Root>
      <label htmlFor={id} className={labelDisplay === 'hidden' ? 'sr-only' : 'text-base'}>
        {label}
        {hint && <span className="block text-sm text-ink-3">{hint}</span>}
      </label>
    </div>
  );
}

interface SwitchProps {
  label: ReactNode;
  checked: boolean;
  onChecked: (checked: boolean) => void;
  disabled?: boolean;
}

/** On or off, at once. */
export function Switch({ label, checked, onChecked, disabled }: SwitchProps) {
  const id = useId();
  return (
    <div className="flex items-center justify-between gap-4">
      <label htmlFor={id} className="text-base">
        {label}
      </label>
      <RadixSwitch.Root
        id={id}
        checked={checked}
        disabled={disabled}
        onCheckedChange={onChecked}
        className="flex h-6 w-11 shrink-0 items-center rounded-full border border-line-strong bg-sunken px-0.5 transition-colors data-[state=checked]:border-brand data-[state=checked]:bg-brand disabled:opacity-50"
      >
        <RadixSwitch.Thumb className="size-4.5 rounded-full bg-line-strong transition-transform data-[state=checked]:translate-x-5 data-[state=checked]:bg-white" />
      </RadixSwitch.Root>
    </div>
  );
}
