import { ChevronRight } from 'lucide-react';
import { useTranslations } from 'next-intl';
import Link from 'next/link';
import type { ReactNode } from 'react';

export interface Crumb {
  label: string;
  href: string;
}

/** Where this page hangs: the places above it, nearest last; the page itself isn't repeated. */
export function Breadcrumbs({ trail }: { trail: readonly Crumb[] }) {
  const t = useTranslations('common');
  return (
    <nav aria-label={t('breadcrumbs')}>
      <ol className="flex flex-wrap items-center gap-x-1 text-sm text-ink-3">
        {trail.map(({ label, href }, index) => (
          <li key={href} className="flex items-center gap-1">
            {index > 0 && <ChevronRight aria-hidden className="size-4" />}
            <Link href={href} className="rounded-sm py-1 hover:text-ink hover:underline">
              {label}
            </Link>
          </li>
        ))}
      </ol>
    </nav>
  );
}

interface PageHeaderProps {
  title: ReactNode;
  /** One line under the title: dates, a count, a state badge. */
  note?: ReactNode;
  trail?: readonly Crumb[];
  /** Buttons; the main one last. */
  actions?: ReactNode;
}

/** The head of every page: its trail, its name, what one can do here. */
export function PageHeader({ title, note, trail, actions }: PageHeaderProps) {
  return (
    <header className="flex flex-col gap-1">
      {trail && trail.length > 0 && <Breadcrumbs trail={trail} />}
      <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
        <div className="min-w-0 flex-1 basis-80">
          <h1 className="text-xl font-semibold sm:text-2xl">{title}</h1>
          {note && (
            <div className="mt-1 flex flex-wrap items-center gap-x-3 gap-y-1 text-ink-2">
              {note}
            </div>
          )}
        </div>
        {actions && <div className="flex flex-wrap items-center gap-2 sm:pt-0.5">{actions}</div>}
      </div>
    </header>
  );
}

/** A part of a page with a heading of its own. */
export function Section({
  title,
  actions,
  children,
}: {
  title: string;
  actions?: ReactNode;
  children: ReactNode;
}) {
  return (
    <section className="flex flex-col gap-4">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <h2 className="text-lg font-semibold">{title}</h2>
        {actions}
      </div>
      {children}
    </section>
  );
}

/** A white sheet for a form, a figure or a list. */
export function Card({
  children,
  className = 'p-4 sm:p-6',
}: {
  children: ReactNode;
  className?: string;
}) {
  return <div className={`rounded-lg border border-line bg-surface ${className}`}>{children}</div>;
}
