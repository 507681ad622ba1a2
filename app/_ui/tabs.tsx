'use client';

import clsx from 'clsx';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { Tabs as Radix } from 'radix-ui';
import { useEffect, useRef, type ReactNode } from 'react';

const LINE =
  'flex gap-1 overflow-x-auto border-b border-line [scrollbar-width:none] -mx-4 px-4 sm:mx-0 sm:px-0';
const TAB =
  '-mb-px flex h-11 shrink-0 items-center gap-2 border-b-2 px-3 text-base focus-visible:-outline-offset-2';
const REST = 'border-transparent text-ink-2 hover:text-ink';
const CURRENT = 'border-brand font-medium text-ink';

interface TabsProps {
  label: string;
  value: string;
  onValue: (value: string) => void;
  tabs: readonly {
    value: string;
    label: ReactNode;
    content: ReactNode;
    /** A form: what was written stays while another tab is looked at. */
    isKept?: boolean;
  }[];
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
              REST,
              'data-[state=active]:border-brand data-[state=active]:font-medium data-[state=active]:text-ink',
            )}
          >
            {tab.label}
          </Radix.Trigger>
        ))}
      </Radix.List>
      {tabs.map((tab) => (
        <Radix.Content
          key={tab.value}
          value={tab.value}
          {...(tab.isKept ? { forceMount: true } : {})}
        >
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
  const line = useRef<HTMLElement>(null);
  // On a phone the line is longer than the screen: the current part must be in sight.
  useEffect(() => {
    const current = line.current?.querySelector<HTMLElement>('[aria-current]');
    if (!line.current || !current) return;
    line.current.scrollLeft =
      current.offsetLeft - (line.current.clientWidth - current.clientWidth) / 2;
  }, [path]);
  return (
    <nav ref={line} aria-label={label} className={clsx(LINE, 'relative')}>
      {links.map(({ href, label: text, match = 'below' }) => {
        const isCurrent = path === href || (match === 'below' && path.startsWith(`${href}/`));
        return (
          <Link
            key={href}
            href={href}
            aria-current={isCurrent ? 'page' : undefined}
            className={clsx(TAB, isCurrent ? CURRENT : REST)}
          >
            {text}
          </Link>
        );
      })}
    </nav>
  );
}
