import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  CHECK_IN_CODE_LENGTH,
  checkInCodeFrom,
  formatCheckInCode,
  readCheckInCode,
} from './check-in-code.ts';

const bytes = fc.uint8Array({ minLength: CHECK_IN_CODE_LENGTH, maxLength: 32 });

describe('check-in code', () => {
  it('reads back every code it makes, also as printed and in small letters', () => {
    fc.assert(
      fc.property(bytes, (random) => {
        const code = checkInCodeFrom(random);
        expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{10}$/);
        expect(readCheckInCode(code)).toBe(code);
        expect(readCheckInCode(` ${formatCheckInCode(code).toLowerCase()} `)).toBe(code);
      }),
    );
  });

  it('uses all 32 letters', () => {
    const letters = new Set<string>();
    for (let byte = 0; byte < 256; byte += 1) {
      letters.add(checkInCodeFrom(new Uint8Array(CHECK_IN_CODE_LENGTH).fill(byte))[0]!);
    }
    expect(letters.size).toBe(32);
  });

  it('reads look-alike letters as digits', () => {
    expect(readCheckInCode('o1il0-ABCDE')).toBe('01110ABCDE');
  });

  it.each(['', 'ABCDE', 'ABCDEFGHJKM', 'ABCDEFGHJU', 'https://x.vn/1'])('refuses %j', (text) => {
    expect(readCheckInCode(text)).toBeNull();
  });

  it('refuses too few random bytes', () => {
    expect(() => checkInCodeFrom(new Uint8Array(9))).toThrow(RangeError);
  });
});
