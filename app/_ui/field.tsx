'use client';

import clsx from 'clsx';
import { CircleAlert } from 'lucide-react';
import { useId, type ReactNode } from 'react';

export interface FieldText {
  label: string;
  /** One line below the field: the format, or why it is asked. */
  hint?: ReactNode;
  /** What is wrong and what to do; also marks the field as invalid. */
  error?: string | null;
}

interface FieldIds {
  id: string;
  'aria-invalid': true | undefined;
  'aria-describedby': string | undefined;
}

/** The looks shared by everything one types into or picks from. */
export const inputClass = clsx(
  'w-full rounded-md border border-line-strong bg-surface px-3 text-base text-ink',
  'placeholder:text-ink-3 disabled:bg-sunken disabled:text-ink-3 [&[readonly]]:bg-sunken',
  'aria-invalid:border-danger-ink focus-visible:outline-offset-0',
);

type FieldProps = FieldText & {
  className?: string;
  children: (ids: FieldIds) => ReactNode;
};

/** A label, a control, and the hint or the error that belongs to it. */
export function Field({ label, hint, error, className, children }: FieldProps) {
  const id = useId();
  const hintId = hint ? `${id}-hint` : undefined;
  const errorId = error ? `${id}-error` : undefined;
  const describedBy = [errorId, hintId].filter(Boolean).join(' ') || undefined;
  return (
    <div className={clsx('flex flex-col gap-1', className)}>
      <label htmlFor={id} className="text-sm font-medium text-ink">
        {label}
      </label>
      {children({ id, 'aria-invalid': error ? true : undefined, 'aria-describedby': describedBy })}
      {error && (
        <p id={errorId} role="alert" className="flex items-start gap-1.5 text-sm text-danger-ink">
          <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
          {error}
        </p>
      )}
      {hint && (
        <p id={hintId} className="text-sm text-ink-3">
          {hint}
        </p>
      )}
    </div>
  );
}
