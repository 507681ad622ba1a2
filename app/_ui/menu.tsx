'use client';

import clsx from 'clsx';
import { Check, type LucideIcon } from 'lucide-react';
import Link from 'next/link';
import { DropdownMenu as Radix } from 'radix-ui';
import type { ReactElement, ReactNode } from 'react';
import { menuItemClass, popoverClass } from './popover-class.ts';

interface MenuProps {
  /** One element that takes a ref: a Button or an IconButton. */
  trigger: ReactElement;
  align?: 'start' | 'end';
  children: ReactNode;
}

/** A drop-down menu of actions and links. */
export function Menu({ trigger, align = 'end', children }: MenuProps) {
  return (
    <Radix.Root modal={false}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          align={align}
          sideOffset={4}
          collisionPadding={8}
          className={clsx(popoverClass, 'max-w-80 min-w-56 p-1')}
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

interface MenuItemProps {
  icon?: LucideIcon;
  tone?: 'plain' | 'danger';
  onSelect: () => void;
  disabled?: boolean;
  children: ReactNode;
}

export function MenuItem({
  icon: Icon,
  tone = 'plain',
  onSelect,
  disabled,
  children,
}: MenuItemProps) {
  return (
    <Radix.Item
      disabled={disabled}
      onSelect={onSelect}
      className={clsx(menuItemClass, tone === 'danger' && 'text-danger-ink')}
    >
      {Icon && <Icon aria-hidden className="size-4 shrink-0" />}
      {children}
    </Radix.Item>
  );
}

/** A menu line that leads somewhere. */
export function MenuLink({
  icon: Icon,
  href,
  children,
}: {
  icon?: LucideIcon;
  href: string;
  children: ReactNode;
}) {
  return (
    <Radix.Item asChild className={menuItemClass}>
      <Link href={href}>
        {Icon && <Icon aria-hidden className="size-4 shrink-0" />}
        {children}
      </Link>
    </Radix.Item>
  );
}

interface MenuChoiceProps<Value extends string> {
  label: string;
  value: Value;
  options: readonly { value: Value; label: string; icon?: LucideIcon }[];
  onValue: (value: Value) => void;
}

/** One choice out of a few, inside a menu. */
export function MenuChoice<Value extends string>({
  label,
  value,
  options,
  onValue,
}: MenuChoiceProps<Value>) {
  return (
    <Radix.RadioGroup
      value={value}
      onValueChange={(next) => onValue(next as Value)}
      aria-label={label}
    >
      <Radix.Label className="px-3 pt-2 pb-1 text-sm text-ink-3">{label}</Radix.Label>
      {options.map(({ value: each, label: text, icon: Icon }) => (
        <Radix.RadioItem key={each} value={each} className={clsx(menuItemClass, 'pr-9')}>
          {Icon && <Icon aria-hidden className="size-4 shrink-0" />}
          {text}
          <Radix.ItemIndicator className="absolute right-3">
            <Check aria-hidden className="size-4" />
          </Radix.ItemIndicator>
        </Radix.RadioItem>
      ))}
    </Radix.RadioGroup>
  );
}

export function MenuSeparator() {
  return <Radix.Separator className="my-1 h-px bg-line" />;
}
