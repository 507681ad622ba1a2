'use client';

import clsx from 'clsx';
import { Check, ChevronDown } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { Popover } from 'radix-ui';
import { useId, useMemo, useState, type KeyboardEvent } from 'react';
import { Field, inputClass, type FieldText } from './field.tsx';
import { menuItemClass, popoverClass } from './popover-class.ts';
import { foldOptions, rankOptions } from './rank-options.ts';
import type { Option } from './select.tsx';

type ComboboxProps = FieldText & {
  options: readonly Option[];
  value: string | null;
  onValue: (value: string | null) => void;
  placeholder?: string;
  disabled?: boolean;
  className?: string;
};

/** So many lines are drawn at once; typing narrows the rest. */
const SHOWN_LIMIT = 50;

/** One choice out of many, found by typing with or without tone marks. */
export function Combobox({ label, hint, error, className, ...picker }: ComboboxProps) {
  return (
    <Field label={label} hint={hint} error={error} className={className}>
      {(ids) => <ComboboxControl {...picker} inputProps={ids} />}
    </Field>
  );
}

type ControlProps = Omit<ComboboxProps, keyof FieldText | 'className'> & {
  inputProps: React.InputHTMLAttributes<HTMLInputElement>;
};

function ComboboxControl(props: ControlProps) {
  const { options, value, placeholder, disabled, inputProps } = props;
  const listId = useId();
  const box = useCombobox(props);
  const selected = options.find((option) => option.value === value);
  return (
    <Popover.Root open={box.isOpen} onOpenChange={(next) => !next && box.close()}>
      <Popover.Anchor className="relative">
        <input
          type="text"
          role="combobox"
          autoComplete="off"
          spellCheck={false}
          aria-expanded={box.isOpen}
          aria-controls={listId}
          aria-autocomplete="list"
          aria-activedescendant={
            box.isOpen && box.shown[box.active] ? `${listId}-${box.active}` : undefined
          }
          placeholder={selected?.label ?? placeholder}
          disabled={disabled}
          {...inputProps}
          value={box.typed ?? selected?.label ?? ''}
          onChange={(event) => box.type(event.target.value)}
          onClick={() => !box.isOpen && box.open()}
          onKeyDown={box.onKeyDown}
          className={clsx(inputClass, 'h-10 pr-9')}
        />
        <ChevronDown
          aria-hidden
          className="pointer-events-none absolute top-3 right-3 size-4 text-ink-3"
        />
      </Popover.Anchor>
      <ComboboxList listId={listId} value={value} box={box} />
    </Popover.Root>
  );
}

/** What is typed, which line is active, and the keys that move it. */
function useCombobox({ options, value, onValue }: ControlProps) {
  const [typed, setTyped] = useState<string | null>(null);
  const [active, setActive] = useState(0);
  const isOpen = typed !== null;
  const matches = useMatches(options, typed ?? '');
  const shown = matches.slice(0, SHOWN_LIMIT);
  const close = () => setTyped(null);
  const open = () => {
    setTyped('');
    const at = options.slice(0, SHOWN_LIMIT).findIndex((option) => option.value === value);
    setActive(Math.max(0, at));
  };
  const type = (text: string) => {
    setTyped(text);
    setActive(0);
    if (text === '') onValue(null);
  };
  const choose = (option: Option | undefined) => {
    if (!option || option.disabled) return;
    onValue(option.value);
    close();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10 }[event.key];
    if (event.key === 'Tab') close();
    if (step === undefined && !(isOpen && (event.key === 'Enter' || event.key === 'Escape')))
      return;
    event.preventDefault();
    if (event.key === 'Enter') choose(shown[active]);
    else if (step === undefined) {
      // Only the list closes, not the window around it.
      event.stopPropagation();
      close();
    } else if (!isOpen) open();
    else setActive(Math.min(shown.length - 1, Math.max(0, active + step)));
  };
  const hiddenCount = matches.length - shown.length;
  return {
    typed,
    isOpen,
    shown,
    hiddenCount,
    active,
    setActive,
    open,
    close,
    type,
    choose,
    onKeyDown,
  };
}

interface ListProps {
  listId: string;
  value: string | null;
  box: ReturnType<typeof useCombobox>;
}

function ComboboxList({ listId, value, box }: ListProps) {
  const { shown: options, hiddenCount, active, setActive: onActive, choose: onChoose } = box;
  const t = useTranslations('common');
  return (
    <Popover.Portal>
      <Popover.Content
        align="start"
        sideOffset={4}
        onOpenAutoFocus={(event) => event.preventDefault()}
        onCloseAutoFocus={(event) => event.preventDefault()}
        className={clsx(popoverClass, 'w-[var(--radix-popover-trigger-width)] min-w-64')}
      >
        <ul id={listId} role="listbox" className="max-h-72 overflow-y-auto p-1">
          {options.map((option, index) => (
            <li
              key={option.value}
              id={`${listId}-${index}`}
              ref={(node) => {
                if (index === active) node?.scrollIntoView({ block: 'nearest' });
              }}
              role="option"
              aria-selected={option.value === value}
              aria-disabled={option.disabled}
              data-highlighted={index === active ? '' : undefined}
              onPointerMove={() => index !== active && onActive(index)}
              // A press must not take the focus out of the text box before the click arrives.
              onPointerDown={(event) => event.preventDefault()}
              onClick={() => onChoose(option)}
              className={clsx(menuItemClass, 'justify-between')}
            >
              <span className="min-w-0 truncate">{option.label}</span>
              <span className="flex shrink-0 items-center gap-2 text-sm text-ink-3">
                {option.note}
                {option.value === value && <Check aria-hidden className="size-4" />}
              </span>
            </li>
          ))}
        </ul>
        {(options.length === 0 || hiddenCount > 0) && (
          <p role="status" className="border-t border-line px-4 py-2 text-sm text-ink-3">
            {options.length === 0 ? t('noMatch') : t('typeForMore', { count: hiddenCount })}
          </p>
        )}
      </Popover.Content>
    </Popover.Portal>
  );
}

function useMatches(options: readonly Option[], typed: string): readonly Option[] {
  const texts = useMemo(() => foldOptions(options), [options]);
  return useMemo(() => rankOptions(options, texts, typed), [options, texts, typed]);
}
