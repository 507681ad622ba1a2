'use client';

import clsx from 'clsx';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { Tabs as Radix } from 'radix-ui';
import type { ReactNode } from 'react';

const LINE =
  'flex gap-1 overflow-x-auto border-b border-line [scrollbar-width:none] -mx-4 px-4 sm:mx-0 sm:px-0';
const TAB =
  'flex h-11 shrink-0 items-center gap-2 border-b-2 border-transparent px-3 text-base text-ink-2 hover:text-ink -mb-px focus-visible:-outline-offset-2';
const ACTIVE = 'border-brand text-ink font-medium';

interface TabsProps {
  label: string;
  value: string;
  onValue: (value: string) => void;
  tabs: readonly { value: string; label: ReactNode; content: ReactNode }[];
}

/** Panels of one page; for parts that have an address of their own use TabLinks. */
export function Tabs({ label, value, onValue, tabs }: TabsProps) {
  return (
    <Radix.Root value={value} onValueChange={onValue} className="flex flex-col gap-6">
      <Radix.List aria-label={label} className={LINE}>
        {tabs.map((tab) => (
          <Radix.Trigger
            key={tab.value}
            value={tab.value}
            className={clsx(
              TAB,
              'data-[state=active]:border-brand data-[state=active]:font-medium data-[state=active]:text-ink',
            )}
          >
            {tab.label}
          </Radix.Trigger>
        ))}
      </Radix.List>
      {tabs.map((tab) => (
        <Radix.Content key={tab.value} value={tab.value}>
          {tab.content}
        </Radix.Content>
      ))}
    </Radix.Root>
  );
}

interface TabLinksProps {
  label: string;
  /** `exact` tabs are current at their own address only, the others below it too. */
  links: readonly { href: string; label: ReactNode; match?: 'exact' | 'below' }[];
}

/** Parts of one place, each with its own address. */
export function TabLinks({ label, links }: TabLinksProps) {
  const path = usePathname();
  return (
    <nav aria-label={label} className={LINE}>
      {links.map(({ href, label: text, match = 'below' }) => {
        const isCurrent = path === href || (match === 'below' && path.startsWith(`${href}/`));
        return (
          <Link
            key={href}
            href={href}
            aria-current={isCurrent ? 'page' : undefined}
            className={clsx(TAB, isCurrent && ACTIVE)}
          >
            {text}
          </Link>
        );
      })}
    </nav>
  );
}
