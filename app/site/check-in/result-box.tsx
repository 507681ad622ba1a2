import clsx from 'clsx';
import { LoaderCircle, type LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';

const TONES = {
  ok: { box: 'bg-ok-soft border-ok-ink', ink: 'text-ok-ink' },
  info: { box: 'bg-info-soft border-info-ink', ink: 'text-info-ink' },
  warn: { box: 'bg-warn-soft border-warn-ink', ink: 'text-warn-ink' },
  danger: { box: 'bg-danger-soft border-danger-ink', ink: 'text-danger-ink' },
  quiet: { box: 'bg-surface border-line', ink: 'text-ink-3' },
};

interface ResultBoxProps {
  icon: LucideIcon;
  tone: keyof typeof TONES;
  kind: string;
  title: string;
  /** A new number makes the box flash again. */
  flash?: number;
  aside?: ReactNode;
  footer?: ReactNode;
  children: ReactNode;
}

/** One fixed place for every outcome, so that nothing jumps under a thumb. */
export function ResultBox({
  icon: Icon,
  tone,
  kind,
  title,
  flash,
  aside,
  footer,
  children,
}: ResultBoxProps) {
  const { box, ink } = TONES[tone];
  return (
    <section
      key={flash}
      role="status"
      data-result={kind}
      className={clsx(
        'flex min-h-32 animate-appear flex-col gap-2 rounded-lg border-2 px-4 py-3',
        box,
      )}
    >
      <div className="flex flex-1 items-start gap-3">
        <Icon
          aria-hidden
          className={clsx(
            'size-7 shrink-0 sm:size-8',
            ink,
            Icon === LoaderCircle && 'animate-spin',
          )}
        />
        <div className="min-w-0 flex-1">
          <p className="text-lg font-semibold sm:text-xl">{title}</p>
          <div className="text-base">{children}</div>
        </div>
        {aside && <p className="shrink-0 text-lg font-semibold sm:text-xl">{aside}</p>}
      </div>
      {footer && <div className="flex min-h-8 flex-wrap items-center gap-3">{footer}</div>}
    </section>
  );
}
