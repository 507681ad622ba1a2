'use client';

import { useState } from 'react';
import { isUnsaved, newDraft, rebase, type Draft, type Fields } from './draft.ts';

export interface UseDraft<T> extends Draft<T> {
  isUnsaved: boolean;
  setFields: (fields: T) => void;
  /** After a save: what others changed was seen. */
  accept: () => void;
}

/**
 * The fields of a form over a stored row. When the row is read again with other values, untouched
 * fields follow, written ones stay, and `theirs` names what somebody else changed.
 */
export function useDraft<T extends Fields<T>>(stored: T): UseDraft<T> {
  const [draft, setDraft] = useState(() => newDraft(stored));
  const isOther = (Object.keys(stored) as (keyof T)[]).some(
    (name) => stored[name] !== draft.seen[name],
  );
  // Allowed while rendering: the state follows its input, and the second pass finds them equal.
  if (isOther) setDraft(rebase(draft, stored));
  return {
    ...draft,
    isUnsaved: isUnsaved(draft),
    setFields: (fields) => setDraft((last) => ({ ...last, fields })),
    accept: () => setDraft((last) => ({ ...last, theirs: [] })),
  };
}
