import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { codeHash, deviceCode, oneTimeToken, printCode, readTypedCode } from './derived-secret.ts';

const KEY = 'k'.repeat(64);
const link = fc.record({ id: fc.uuid(), issue: fc.integer({ min: 1, max: 1_000_000 }) });

describe('the code of a device link', () => {
  it('has ten letters without I, L, O and U', () => {
    fc.assert(
      fc.property(link, (given) => {
        expect(deviceCode(KEY, given)).toMatch(/^[0-9A-HJKMNP-TV-Z]{10}$/);
      }),
    );
  });

  it('is read however it is typed', () => {
    fc.assert(
      fc.property(link, (given) => {
        const code = deviceCode(KEY, given);
        const typed = [
          printCode(code),
          ` ${printCode(code).toLowerCase()} `,
          [...code].join(' '),
          code.replace(/^(.{5})/, '$1–'),
          code.replaceAll('0', 'o').replaceAll('1', 'l'),
          code.replaceAll('0', 'O').replaceAll('1', 'I'),
        ];
        for (const one of typed) expect(readTypedCode(one)).toBe(code);
      }),
    );
  });

  it('is nothing when a letter lacks, is too many or is none of the alphabet', () => {
    const typed = ['', 'K7M2Q-9XW4', 'K7M2Q-9XW4TT', 'K7M2Q-9XW4U', 'K7M2Q-9XW4!', 'ＫK7M2Q-9XW4T'];
    for (const one of typed) expect(readTypedCode(one)).toBeNull();
    fc.assert(fc.property(fc.string(), (text) => void readTypedCode(text)));
  });

  it('is another for another hall, another issue, another server', () => {
    const [id, other] = [randomUUID(), randomUUID()];
    const codes = [
      deviceCode(KEY, { id, issue: 1 }),
      deviceCode(KEY, { id, issue: 2 }),
      deviceCode(KEY, { id: other, issue: 1 }),
      deviceCode('x'.repeat(64), { id, issue: 1 }),
    ];
    expect(new Set(codes).size).toBe(4);
  });

  it('cannot be searched for in a copy of the database without the key', () => {
    const code = 'K7M2Q9XW4T';
    expect(codeHash(KEY, code)).toHaveLength(32);
    expect(codeHash(KEY, code)).not.toEqual(codeHash('x'.repeat(64), code));
  });
});

describe('a one-time token', () => {
  it('is the same each time and needs no escaping in an address', () => {
    const id = randomUUID();
    expect(oneTimeToken(KEY, id)).toBe(oneTimeToken(KEY, id));
    expect(oneTimeToken(KEY, id)).toMatch(/^[\w-]{32}$/);
  });
});
