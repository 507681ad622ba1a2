import type { UnitTreeRow } from '#db/queries/unit.ts';

/** What is being done to the tree; null while it is only read. */
export type UnitTask =
  | { kind: 'create'; parentId: string | null }
  | { kind: 'edit'; unit: UnitTreeRow }
  | { kind: 'close'; unit: UnitTreeRow };
