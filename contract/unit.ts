import { z } from 'zod';
import { defineCommand } from './command.ts';
import { day, EXAMPLE_ID, EXAMPLE_ID_2, id, requiredLine } from './primitives.ts';

export const UNIT_TREES = ['PARTY', 'ADMINISTRATIVE'] as const;

const unitFields = {
  code: requiredLine(40),
  name: requiredLine(200),
  /** Null makes it a root of its tree. */
  parentId: id.nullable(),
  validFrom: day.nullable(),
};
const exampleUnit = {
  code: '00004',
  name: 'Đảng bộ phường Ba Đình',
  parentId: EXAMPLE_ID,
  validFrom: '2025-07-01',
};
const ok = z.object({});

export const unitCommands = {
  'unit:create': defineCommand({
    summary:
      'Add a unit to the Party or the administrative tree; `predecessorIds` names the units it was made from.',
    permission: 'unit:manage',
    kind: 'write',
    input: z.object({
      tree: z.enum(UNIT_TREES),
      ...unitFields,
      predecessorIds: z.array(id).max(50),
    }),
    output: z.object({ id }),
    example: {
      input: { tree: 'PARTY', ...exampleUnit, predecessorIds: [] },
      output: { id: EXAMPLE_ID_2 },
    },
  }),
  'unit:update': defineCommand({
    summary:
      'Change a unit or put it under another parent; its subtree, and every grant on it, follows. `expected` is what the sender saw; when it is another now, CONFLICT names the changed fields in `details.fields`.',
    permission: 'unit:manage',
    kind: 'write',
    input: z.object({ unitId: id, ...unitFields, expected: z.object(unitFields) }),
    output: ok,
    example: {
      input: { unitId: EXAMPLE_ID_2, ...exampleUnit, expected: { ...exampleUnit, parentId: null } },
      output: {},
    },
  }),
  'unit:close': defineCommand({
    summary:
      'End a unit after `validTo`, its last day; refused with IN_USE while a unit below it goes on.',
    permission: 'unit:manage',
    kind: 'write',
    input: z.object({ unitId: id, validTo: day }),
    output: ok,
    example: { input: { unitId: EXAMPLE_ID_2, validTo: '2025-06-30' }, output: {} },
  }),
  'unit:reopen': defineCommand({
    summary: 'Take back the end of a unit.',
    permission: 'unit:manage',
    kind: 'write',
    input: z.object({ unitId: id }),
    output: ok,
    example: { input: { unitId: EXAMPLE_ID_2 }, output: {} },
  }),
};
