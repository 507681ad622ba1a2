'use client';

import clsx from 'clsx';
import {
  Building2,
  ChartNoAxesColumn,
  ClipboardList,
  MonitorPlay,
  Network,
  ScanLine,
  SlidersHorizontal,
  UsersRound,
  type LucideIcon,
} from 'lucide-react';
import Link from 'next/link';
import { usePathname } from 'next/navigation';

export interface ShellLink {
  key: string;
  href: string;
  label: string;
}

const ICONS: Record<string, LucideIcon> = {
  conferences: Building2,
  controlRoom: SlidersHorizontal,
  dashboard: ChartNoAxesColumn,
  units: Network,
  accounts: UsersRound,
  site: MonitorPlay,
  checkIn: ScanLine,
  headcount: ClipboardList,
};

interface NavigationProps {
  place: 'top' | 'bottom';
  label: string;
  links: readonly ShellLink[];
}

/** The same places twice: in the top bar on a desk, under the thumb on a phone. */
export function ShellNavigation({ place, label, links }: NavigationProps) {
  const path = usePathname();
  const current = [...links]
    .filter(({ href }) => path === href || path.startsWith(`${href}/`))
    .sort((left, right) => right.href.length - left.href.length)[0];
  return (
    <nav
      aria-label={label}
      className={
        place === 'top'
          ? 'flex h-full gap-1 max-sm:hidden'
          : 'fixed inset-x-0 bottom-0 z-30 flex border-t border-line bg-surface pb-[env(safe-area-inset-bottom)] sm:hidden'
      }
    >
      {links.map((link) => (
        <NavigationLink key={link.key} place={place} link={link} isCurrent={link === current} />
      ))}
    </nav>
  );
}

interface NavigationLinkProps {
  place: NavigationProps['place'];
  link: ShellLink;
  isCurrent: boolean;
}

function NavigationLink({ place, link, isCurrent }: NavigationLinkProps) {
  const Icon = ICONS[link.key];
  return (
    <Link
      href={link.href}
      aria-current={isCurrent ? 'page' : undefined}
      className={clsx(
        'focus-visible:-outline-offset-2',
        place === 'top'
          ? 'flex items-center border-y-2 border-transparent px-3 text-base hover:text-ink'
          : 'flex min-w-0 flex-1 flex-col items-center gap-0.5 pt-2 pb-1 text-sm',
        isCurrent ? 'font-medium text-brand-ink' : 'text-ink-2',
        isCurrent && place === 'top' && 'border-b-brand',
      )}
    >
      {place === 'bottom' && Icon && <Icon aria-hidden className="size-6" strokeWidth={1.75} />}
      <span className={clsx(place === 'bottom' && 'max-w-full truncate px-1')}>{link.label}</span>
    </Link>
  );
}
