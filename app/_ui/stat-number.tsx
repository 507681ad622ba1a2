import clsx from 'clsx';
import type { ReactNode } from 'react';

interface StatNumberProps {
  label: ReactNode;
  /** Already formatted: `format.number(51962)` → 51.962. */
  value: ReactNode;
  note?: ReactNode;
  size?: 'plain' | 'large' | 'display';
  tone?: 'ink' | 'ok' | 'warn' | 'danger' | 'quiet';
}

const SIZES = {
  plain: 'text-2xl',
  large: 'text-3xl',
  display: 'text-display max-sm:text-3xl',
};
const TONES = {
  ink: 'text-ink',
  ok: 'text-ok-ink',
  warn: 'text-warn-ink',
  danger: 'text-danger-ink',
  quiet: 'text-ink-3',
};

/** A figure with its name. Tabular digits: it changes in place and moves nothing. */
export function StatNumber({ label, value, note, size = 'plain', tone = 'ink' }: StatNumberProps) {
  return (
    <div className="flex min-w-0 flex-col">
      <span className="text-sm text-ink-2">{label}</span>
      <span data-count className={clsx('font-semibold tracking-tight', SIZES[size], TONES[tone])}>
        {value}
      </span>
      {note && (
        <span data-count className="text-sm text-ink-3">
          {note}
        </span>
      )}
    </div>
  );
}
