import clsx from 'clsx';
import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';

/** `onAir` is the only gold thing in the product. */
export type Tone = 'neutral' | 'ok' | 'warn' | 'danger' | 'info' | 'onAir' | 'brand';

const SOFT: Record<Tone, string> = {
  neutral: 'bg-muted text-ink-2',
  ok: 'bg-ok-soft text-ok-ink',
  warn: 'bg-warn-soft text-warn-ink',
  danger: 'bg-danger-soft text-danger-ink',
  info: 'bg-info-soft text-info-ink',
  onAir: 'bg-on-air text-on-air-text font-semibold',
  brand: 'bg-brand-soft text-brand-ink',
};

interface BadgeProps {
  tone?: Tone;
  icon?: LucideIcon;
  className?: string;
  children: ReactNode;
}

/** A word about a thing: a tier, a mode, a count. */
export function Badge({ tone = 'neutral', icon: Icon, className, children }: BadgeProps) {
  return (
    <span
      className={clsx(
        'inline-flex h-6 max-w-full shrink-0 items-center gap-1 rounded-sm px-2 text-sm font-medium whitespace-nowrap',
        SOFT[tone],
        className,
      )}
    >
      {Icon && <Icon aria-hidden className="size-4 shrink-0" />}
      <span className="truncate">{children}</span>
    </span>
  );
}
