import { CircleAlert, Inbox, type LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';

interface StateProps {
  icon?: LucideIcon;
  title: string;
  /** What to do now. */
  children?: ReactNode;
  /** The button that does it. */
  action?: ReactNode;
  /** `h1` where the state is the whole page. */
  heading?: 'h1' | 'p';
}

/** Nothing here yet: says so, says what to do, offers the button. */
export function EmptyState({
  icon: Icon = Inbox,
  title,
  children,
  action,
  heading: Heading = 'p',
}: StateProps) {
  return (
    <div className="flex flex-col items-center gap-2 px-4 py-12 text-center">
      <Icon aria-hidden className="size-8 text-ink-3" strokeWidth={1.5} />
      <Heading className="mt-1 text-base font-semibold">{title}</Heading>
      {children && <div className="max-w-prose text-base text-balance text-ink-2">{children}</div>}
      {action && <div className="mt-4 flex flex-wrap justify-center gap-3">{action}</div>}
    </div>
  );
}

/** Something failed: the sentence of the failure and a way out. */
export function ErrorState({
  icon: Icon = CircleAlert,
  title,
  children,
  action,
  heading: Heading = 'p',
}: StateProps) {
  return (
    <div role="alert" className="flex flex-col items-center gap-2 px-4 py-12 text-center">
      <Icon aria-hidden className="size-8 text-danger-ink" strokeWidth={1.5} />
      <Heading className="mt-1 text-base font-semibold">{title}</Heading>
      {children && <div className="max-w-prose text-base text-balance text-ink-2">{children}</div>}
      {action && <div className="mt-4 flex flex-wrap justify-center gap-3">{action}</div>}
    </div>
  );
}
