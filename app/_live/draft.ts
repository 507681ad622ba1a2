import { changedFields } from '#domain/changed-fields.ts';

export type Field = string | number | null;
export type Fields<T> = { [K in keyof T]: Field };

/** What somebody writes on top of what is stored, which others may change meanwhile. */
export interface Draft<T> {
  /** What is stored, as far as this page knows: what the server is told was seen. */
  seen: T;
  fields: T;
  /** What others changed since the form was opened; their values are in `seen`. */
  theirs: readonly (keyof T & string)[];
}

export function newDraft<T extends Fields<T>>(stored: T): Draft<T> {
  return { seen: stored, fields: stored, theirs: [] };
}

/** True when something was written that is not stored. */
export function isUnsaved<T extends Fields<T>>({ seen, fields }: Draft<T>): boolean {
  return changedFields(seen, fields).length > 0;
}

/**
 * The draft on top of what is stored now: fields that the writer left alone follow, what was written
 * stays. A field that both changed to the same value is nobody's.
 */
export function rebase<T extends Fields<T>>(draft: Draft<T>, stored: T): Draft<T> {
  const moved = changedFields(stored, draft.seen);
  const fields = { ...draft.fields };
  for (const name of moved) {
    const isUntouched = !changedFields(draft.fields, draft.seen).includes(name);
    if (isUntouched) fields[name] = stored[name];
  }
  const foreign = changedFields(stored, draft.fields).filter((name) => moved.includes(name));
  const theirs = [...new Set([...draft.theirs, ...foreign])];
  return { seen: stored, fields, theirs };
}
