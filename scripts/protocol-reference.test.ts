import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { protocolReference, REFERENCE_FILE } from './protocol-reference.ts';

it('docs/protocol-reference.md is what the contract says: else run `npm run protocol`', () => {
  expect(readFileSync(REFERENCE_FILE, 'utf8') === protocolReference()).toBe(true);
});
