'use client';

import { useTranslations } from 'next-intl';
import { AlertDialog as Radix } from 'radix-ui';
import { useState, type ReactNode } from 'react';
import { Button } from './button.tsx';
import { useDialogFocus } from './use-dialog-focus.ts';

interface ConfirmDialogProps {
  open: boolean;
  onOpen: (open: boolean) => void;
  title: string;
  /** What will happen, to how many, and whether it can be undone. */
  children: ReactNode;
  /** The verb itself ("Thu hồi liên kết"), never "OK". */
  confirmLabel: string;
  /** The safe way out; “Hủy” unless told. */
  cancelLabel?: string;
  tone?: 'primary' | 'danger';
  /** The window stays open and busy until this settles; it closes unless `false` comes back. */
  onConfirm: () => Promise<boolean | void> | void;
}

/** Asks once before something that can't be taken back. The safe button has the focus. */
export function ConfirmDialog({
  open,
  onOpen,
  title,
  children,
  confirmLabel,
  cancelLabel,
  tone = 'danger',
  onConfirm,
}: ConfirmDialogProps) {
  const t = useTranslations('common');
  const focus = useDialogFocus();
  const [isBusy, setIsBusy] = useState(false);
  const confirm = async () => {
    setIsBusy(true);
    try {
      if ((await onConfirm()) !== false) onOpen(false);
    } finally {
      setIsBusy(false);
    }
  };
  return (
    <Radix.Root open={open} onOpenChange={(next) => !isBusy && onOpen(next)}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-50 bg-shade" />
        <Radix.Content
          {...focus}
          className="fixed top-1/2 left-1/2 z-50 flex w-[min(30rem,calc(100vw-2rem))] -translate-x-1/2 -translate-y-1/2 flex-col gap-3 rounded-lg border border-line bg-surface p-6 text-ink shadow-lift"
        >
          <Radix.Title className="text-lg font-semibold">{title}</Radix.Title>
          <Radix.Description asChild>
            <div className="text-base text-ink-2">{children}</div>
          </Radix.Description>
          <footer className="mt-3 flex flex-wrap justify-end gap-3">
            <Radix.Cancel asChild>
              <Button disabled={isBusy}>{cancelLabel ?? t('cancel')}</Button>
            </Radix.Cancel>
            <Button tone={tone} state={isBusy ? 'busy' : 'idle'} onClick={confirm}>
              {confirmLabel}
            </Button>
          </footer>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
