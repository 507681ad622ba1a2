const NESTED_DEPTH = 200;

/** Values that no field expects: wrong kinds, sizes, characters and shapes. */
const WRONG_VALUES: unknown[] = [
  null,
  true,
  -1,
  1.5,
  1e308,
  '',
  'x'.repeat(100_000),
  '\u0000',
  '\ud800',
  "'; drop table delegate; --",
  '00000000-0000-0000-0000-000000000000',
  '9999-99-99T99:99:99Z',
  [],
  [[]],
  {},
  { __proto__: { isAdmin: true }, constructor: 1 },
  nested(),
];

function nested(): unknown {
  let value: unknown = 0;
  for (let depth = 0; depth < NESTED_DEPTH; depth += 1) value = { value };
  return value;
}

/**
 * Everything that can be wrong with one field of an input at a time, each field left out once, and
 * inputs that are no object at all.
 */
export function malformedInputs(valid: object): unknown[] {
  const fields = Object.keys(valid) as (keyof typeof valid)[];
  const changed = fields.flatMap((field) =>
    WRONG_VALUES.map((value) => ({ ...valid, [field]: value })),
  );
  const missing = fields.map((field) =>
    Object.fromEntries(Object.entries(valid).filter(([key]) => key !== field)),
  );
  return [...changed, ...missing, ...WRONG_VALUES];
}

/** Requests whose envelope is wrong, whatever the command. */
export const MALFORMED_REQUESTS: unknown[] = [
  ...WRONG_VALUES,
  { commandId: 'no uuid', input: {} },
  { commandId: 1, input: {} },
  { commandId: null, input: null },
];
