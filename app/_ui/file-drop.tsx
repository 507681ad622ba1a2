'use client';

import clsx from 'clsx';
import { FileUp } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useId, useState, type DragEvent, type ReactNode } from 'react';

interface FileDropProps {
  label: string;
  /** Extensions with their dot: `['.xlsx', '.csv']`. Checked on drop as well. */
  extensions: readonly string[];
  hint?: ReactNode;
  error?: string | null;
  disabled?: boolean;
  onFile: (file: File) => void;
}

/** Takes one file by press, by keyboard or by drop; refuses other kinds with a sentence. */
export function FileDrop({ label, extensions, hint, error, disabled, onFile }: FileDropProps) {
  const t = useTranslations('common');
  const id = useId();
  const [isOver, setIsOver] = useState(false);
  const [wrongName, setWrongName] = useState<string | null>(null);
  const take = (file: File | undefined) => {
    if (!file) return;
    const isKnown = extensions.some((extension) => file.name.toLowerCase().endsWith(extension));
    setWrongName(isKnown ? null : file.name);
    if (isKnown) onFile(file);
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setIsOver(false);
    if (!disabled) take(event.dataTransfer.files[0]);
  };
  const problem =
    error ??
    (wrongName ? t('wrongFileType', { name: wrongName, types: extensions.join(', ') }) : null);
  return (
    <div className="flex flex-col gap-2">
      <label
        htmlFor={id}
        onDragOver={(event) => {
          event.preventDefault();
          setIsOver(true);
        }}
        onDragLeave={() => setIsOver(false)}
        onDrop={drop}
        className={clsx(
          'flex cursor-pointer flex-col items-center gap-2 rounded-lg border border-dashed px-6 py-10 text-center',
          'focus-within:outline-2 focus-within:outline-offset-2 focus-within:outline-focus',
          isOver ? 'border-brand bg-brand-soft' : 'border-line-strong bg-surface hover:bg-hover',
          disabled && 'pointer-events-none opacity-50',
        )}
      >
        <FileUp aria-hidden className="size-8 text-ink-3" strokeWidth={1.5} />
        <span className="text-base font-medium">{label}</span>
        <span className="text-sm text-ink-3">
          {hint ?? t('fileDropHint', { types: extensions.join(', ') })}
        </span>
        <input
          id={id}
          type="file"
          accept={extensions.join(',')}
          disabled={disabled}
          aria-describedby={problem ? `${id}-error` : undefined}
          className="sr-only"
          onChange={(event) => {
            take(event.target.files?.[0]);
            // The same file may be chosen again after it was mended.
            event.target.value = '';
          }}
        />
      </label>
      {problem && (
        <p id={`${id}-error`} role="alert" className="text-sm text-danger-ink">
          {problem}
        </p>
      )}
    </div>
  );
}
