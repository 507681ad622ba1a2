import { expect, it } from 'vitest';
import { explainFailure } from './start-error.ts';

it.each([
  ['FATAL: could not write to file "pg_wal/xlogtemp": No space left on device', 'The disk is full'],
  ['postgres: error while loading shared libraries: libxml2.so.2', 'misses a system library'],
  ['FATAL: could not open file "global/pg_control": Permission denied', 'may not read or write'],
  ['LOG: a\nFATAL: something new\nLOG: database system is shut down', 'FATAL: something new'],
])('says what is wrong and the way out: %s', (output, expected) => {
  const { message } = explainFailure(output);
  expect(message).toContain(expected);
  expect(message).toContain('DATABASE_URL');
});
