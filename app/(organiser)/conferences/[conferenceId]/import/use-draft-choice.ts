'use client';

import { useMemo, useState } from 'react';
import type { ImportChoice, ImportJob } from '#contract/import.ts';
import type { Decision, DoubtCode } from '#domain/roster/doubt.ts';
import type { ImportField } from '#domain/roster/fields.ts';

export interface DraftChoice {
  choice: ImportChoice;
  isChanged: boolean;
  decide: (code: DoubtCode, decision: Decision | null) => void;
  decideAll: (decisions: Partial<Record<DoubtCode, Decision>>) => void;
  decideRow: (row: number, code: DoubtCode, decision: Decision | null) => void;
  setField: (column: number, field: ImportField | null) => void;
  /** Another sheet has other columns: what was corrected for the first one no longer fits. */
  setSheet: (sheet: number) => void;
  setDefaultSite: (siteId: string | null) => void;
  reset: () => void;
}

/** Choices as the organiser makes them, before they are applied by reading the file again. */
export function useDraftChoice(job: ImportJob): DraftChoice {
  const [choice, setChoice] = useState(job.choice);
  const isChanged = useMemo(
    () => JSON.stringify(choice) !== JSON.stringify(job.choice),
    [choice, job.choice],
  );
  return {
    choice,
    isChanged,
    decide: (code, decision) =>
      setChoice((before) => ({ ...before, byCode: withKey(before.byCode, code, decision) })),
    decideAll: (decisions) =>
      setChoice((before) => ({ ...before, byCode: { ...before.byCode, ...decisions } })),
    decideRow: (row, code, decision) =>
      setChoice((before) => ({
        ...before,
        byRow: withKey(before.byRow, `${row}:${code}`, decision),
      })),
    setField: (column, field) =>
      setChoice((before) => ({ ...before, fields: { ...before.fields, [column]: field } })),
    setSheet: (sheet) => setChoice((before) => ({ ...before, sheet, fields: {}, byRow: {} })),
    setDefaultSite: (defaultSiteId) => setChoice((before) => ({ ...before, defaultSiteId })),
    reset: () => setChoice(job.choice),
  };
}

function withKey<Value>(
  map: Partial<Record<string, Value>>,
  key: string,
  value: Value | null,
): Record<string, Value> {
  const next = { ...map } as Record<string, Value>;
  if (value === null) delete next[key];
  else next[key] = value;
  return next;
}
