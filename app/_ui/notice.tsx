import clsx from 'clsx';
import { CircleAlert, CircleCheck, Info, TriangleAlert, type LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';

type NoticeTone = 'info' | 'ok' | 'warn' | 'danger';

const LOOKS: Record<NoticeTone, { icon: LucideIcon; box: string; ink: string }> = {
  info: { icon: Info, box: 'bg-info-soft', ink: 'text-info-ink' },
  ok: { icon: CircleCheck, box: 'bg-ok-soft', ink: 'text-ok-ink' },
  warn: { icon: TriangleAlert, box: 'bg-warn-soft', ink: 'text-warn-ink' },
  danger: { icon: CircleAlert, box: 'bg-danger-soft', ink: 'text-danger-ink' },
};

interface NoticeProps {
  tone?: NoticeTone;
  title?: string;
  action?: ReactNode;
  className?: string;
  children?: ReactNode;
}

/** A sentence that stays on the page: a warning, a result, a rule. */
export function Notice({ tone = 'info', title, action, className, children }: NoticeProps) {
  const { icon: Icon, box, ink } = LOOKS[tone];
  return (
    <div
      role={tone === 'danger' ? 'alert' : 'note'}
      className={clsx('flex items-start gap-3 rounded-lg px-4 py-3', box, className)}
    >
      <Icon aria-hidden className={clsx('mt-0.5 size-5 shrink-0', ink)} />
      <div className="min-w-0 flex-1 text-base">
        {title && <p className="font-semibold">{title}</p>}
        {children}
      </div>
      {action}
    </div>
  );
}
