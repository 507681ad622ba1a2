'use client';

import { useEffect, useRef } from 'react';
import { readCheckInCode } from '#domain/check-in-code.ts';
import { Wedge } from './wedge.ts';

/** Hears a USB scanner anywhere on the page, but not while a form is being filled in. */
export function useWedge(onScan: (text: string) => void): void {
  const hear = useRef(onScan);
  useEffect(() => {
    hear.current = onScan;
  }, [onScan]);
  useEffect(() => {
    const wedge = new Wedge();
    const onKey = (event: KeyboardEvent) => {
      if (event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return;
      if (isForm(event.target)) return;
      const { code, key } = event;
      const text = wedge.press({ code, key, atMs: event.timeStamp });
      // A scan that landed whole in the search field is the field's own to read and to clear.
      if (text === null || isCodeField(event.target)) return;
      // Enter must not press the button that happens to have the focus.
      event.preventDefault();
      event.stopPropagation();
      hear.current(text);
    };
    window.addEventListener('keydown', onKey, { capture: true });
    return () => window.removeEventListener('keydown', onKey, { capture: true });
  }, []);
}

function isCodeField(target: EventTarget | null): boolean {
  return target instanceof HTMLInputElement && readCheckInCode(target.value) !== null;
}

/** The search field is no form: a clerk leaves the cursor there and scans. */
function isForm(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  const isField = target.matches('input, textarea, select, [contenteditable]');
  return isField && target.dataset['wedge'] !== 'listens';
}
