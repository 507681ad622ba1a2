'use client';

import clsx from 'clsx';
import { X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { Dialog as Radix } from 'radix-ui';
import type { KeyboardEvent, ReactNode } from 'react';
import { IconButton } from './button.tsx';
import { ConfirmDialog } from './confirm-dialog.tsx';
import { useClosing } from './use-closing.ts';
import { useDialogFocus } from './use-dialog-focus.ts';

interface DialogProps {
  open: boolean;
  onOpen: (open: boolean) => void;
  title: string;
  description?: ReactNode;
  /** `sheet` slides up on a phone and sits at the right edge on a desk. */
  shape?: 'box' | 'wide' | 'sheet';
  /** Buttons, the main one last. */
  footer?: ReactNode;
  /** Something was written that is not stored: closing asks first. */
  isUnsaved?: boolean;
  children?: ReactNode;
}

/** A sheet with tabs keeps its height on a phone: the tabs must not move under the thumb. */
const SHAPES = {
  box: 'top-1/2 left-1/2 max-h-[90dvh] w-[min(32rem,calc(100vw-2rem))] -translate-x-1/2 -translate-y-1/2 rounded-lg',
  wide: 'top-1/2 left-1/2 max-h-[90dvh] w-[min(56rem,calc(100vw-2rem))] -translate-x-1/2 -translate-y-1/2 rounded-lg',
  sheet:
    'inset-x-0 bottom-0 max-h-[90dvh] rounded-t-lg has-[[role=tablist]]:h-[90dvh] sm:has-[[role=tablist]]:h-auto sm:inset-y-0 sm:right-0 sm:left-auto sm:max-h-none sm:w-[28rem] sm:rounded-none sm:border-l',
};

/**
 * A window above the page: Escape and a press outside close it, the focus returns where it was. One
 * opened later lies above the earlier and dims it: they share a layer, and the page's order decides.
 */
export function Dialog({
  open,
  onOpen,
  title,
  description,
  shape = 'box',
  footer,
  isUnsaved = false,
  children,
}: DialogProps) {
  const t = useTranslations('common');
  const focus = useDialogFocus();
  const closing = useClosing({ isUnsaved, onOpen });
  return (
    <Radix.Root open={open} onOpenChange={closing.onOpen}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-50 bg-shade" />
        <Radix.Content
          {...focus}
          {...(description ? {} : { 'aria-describedby': undefined })}
          onKeyDown={(event) => isEscapeUnanswered(event) && closing.onOpen(false)}
          className={clsx(
            'fixed z-50 flex flex-col border border-line bg-surface text-ink shadow-lift outline-none',
            SHAPES[shape],
          )}
        >
          <header className="flex items-start justify-between gap-4 px-6 pt-5 pb-2">
            <Radix.Title className="text-lg font-semibold">{title}</Radix.Title>
            <Radix.Close asChild>
              <IconButton icon={X} label={t('close')} size="small" className="-mr-2" />
            </Radix.Close>
          </header>
          <div
            data-dialog-body
            className="flex min-h-0 flex-1 flex-col gap-4 overflow-y-auto px-6 pt-1 pb-5"
          >
            {description && (
              <Radix.Description asChild>
                <div className="text-base text-ink-2">{description}</div>
              </Radix.Description>
            )}
            {children}
          </div>
          {footer && (
            <footer className="flex flex-wrap justify-end gap-3 border-t border-line px-6 py-4 pb-[max(1rem,env(safe-area-inset-bottom))]">
              {footer}
            </footer>
          )}
        </Radix.Content>
      </Radix.Portal>
      <ConfirmDialog
        open={closing.isAsking}
        onOpen={closing.stay}
        title={t('unsavedTitle')}
        confirmLabel={t('unsavedDrop')}
        cancelLabel={t('unsavedStay')}
        onConfirm={closing.leave}
      >
        {t('unsavedText')}
      </ConfirmDialog>
    </Radix.Root>
  );
}

/**
 * A toast lies above every window and takes the Escape that was meant for the one below it. What a
 * menu or a window above this one answered is marked as such.
 */
function isEscapeUnanswered(event: KeyboardEvent<HTMLElement>): boolean {
  const isInside = event.currentTarget.contains(event.target as Node);
  return event.key === 'Escape' && isInside && !event.defaultPrevented;
}
