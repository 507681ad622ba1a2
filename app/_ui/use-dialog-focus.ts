'use client';

import { useRef } from 'react';

const FIRST_FIELD =
  '[data-dialog-body] :is(input, textarea, [role="combobox"]):not(:disabled, [data-after-reading] *, [hidden] *)';

/**
 * The focus of a window opened by state instead of a trigger: into its first field, and afterwards
 * back to where it was, which Radix does only for triggers of its own. Fields inside
 * `data-after-reading` stand below something to read first: focusing them would scroll past it.
 */
export function useDialogFocus() {
  const opener = useRef<Element | null>(null);
  return {
    onOpenAutoFocus: (event: Event) => {
      opener.current = document.activeElement;
      const content = event.currentTarget as HTMLElement;
      const field = content.querySelector<HTMLElement>(FIRST_FIELD);
      if (!field) return;
      event.preventDefault();
      field.focus();
    },
    onCloseAutoFocus: (event: Event) => {
      event.preventDefault();
      if (opener.current instanceof HTMLElement && opener.current.isConnected) {
        opener.current.focus();
      }
    },
  };
}
