'use client';

import clsx from 'clsx';
import { Search, X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { InputHTMLAttributes } from 'react';
import { inputClass } from './field.tsx';
import { IconButton } from './button.tsx';

type SearchFieldProps = Omit<InputHTMLAttributes<HTMLInputElement>, 'onChange' | 'value'> & {
  label: string;
  value: string;
  onValue: (value: string) => void;
  ref?: React.Ref<HTMLInputElement>;
};

/** A search box with a visible way to empty it; Escape empties it too. */
export function SearchField({
  label,
  value,
  onValue,
  className,
  onKeyDown,
  ...rest
}: SearchFieldProps) {
  const t = useTranslations('common');
  return (
    <div className={clsx('relative', className)}>
      <Search
        aria-hidden
        className="pointer-events-none absolute top-1/2 left-3 size-4 -translate-y-1/2 text-ink-3"
      />
      <input
        type="text"
        role="searchbox"
        enterKeyHint="search"
        autoComplete="off"
        spellCheck={false}
        aria-label={label}
        placeholder={label}
        {...rest}
        value={value}
        onChange={(event) => onValue(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape' && value) onValue('');
          onKeyDown?.(event);
        }}
        className={clsx(inputClass, 'h-10 pr-10 pl-9')}
      />
      {value && (
        <IconButton
          icon={X}
          label={t('clearSearch')}
          size="small"
          className="absolute top-1 right-1"
          onClick={() => onValue('')}
        />
      )}
    </div>
  );
}
