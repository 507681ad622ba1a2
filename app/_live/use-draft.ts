'use client';

import { useState } from 'react';
import { isUnsaved, newDraft, rebase, type Draft, type Fields } from './draft.ts';

export interface UseDraft<T> extends Draft<T> {
  isUnsaved: boolean;
  setFields: (fields: T) => void;
  /** After a save: what was written is stored, and what others changed was seen. */
  accept: () => void;
}

/**
 * The fields of a form over a stored row. When the row is read again with other values, untouched
 * fields follow, written ones stay, and `theirs` names what somebody else changed.
 */
export function useDraft<T extends Fields<T>>(stored: T): UseDraft<T> {
  const [draft, setDraft] = useState(() => newDraft(stored));
  const [read, setRead] = useState(stored);
  // Allowed while rendering: the state follows its input, and the second pass finds them equal.
  if ((Object.keys(stored) as (keyof T)[]).some((name) => stored[name] !== read[name])) {
    setRead(stored);
    setDraft(rebase(draft, stored));
  }
  return {
    ...draft,
    isUnsaved: isUnsaved(draft),
    setFields: (fields) => setDraft((last) => ({ ...last, fields })),
    accept: () => setDraft((last) => newDraft(last.fields)),
  };
}
