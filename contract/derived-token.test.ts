import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deriveToken, readToken } from './derived-token.ts';
import { passToken, readPassToken } from './pass-token.ts';

const KEY = 'k'.repeat(64);
const subject = fc.record({ id: fc.uuid(), issue: fc.integer({ min: 1, max: 999_999_999 }) });

describe('a derived token', () => {
  it('is the same each time, and says its row and issue', () => {
    fc.assert(
      fc.property(subject, (given) => {
        const token = deriveToken(KEY, 'device-link', given);
        expect(deriveToken(KEY, 'device-link', given)).toBe(token);
        expect(readToken(KEY, 'device-link', token)).toEqual(given);
        expect(token).toMatch(/^[\w-]{22}\.\d+\.[\w-]{22}$/);
      }),
    );
  });

  it('is refused when any one letter of it is another, is missing or is added', () => {
    const token = deriveToken(KEY, 'device-link', { id: randomUUID(), issue: 12 });
    const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.';
    for (let at = 0; at < token.length; at += 1) {
      const [head, tail] = [token.slice(0, at), token.slice(at + 1)];
      expect(readToken(KEY, 'device-link', head + tail)).toBeNull();
      for (const letter of letters) {
        expect(readToken(KEY, 'device-link', head + letter + token.slice(at))).toBeNull();
        if (letter === token[at]) continue;
        expect(readToken(KEY, 'device-link', head + letter + tail)).toBeNull();
      }
    }
  });

  it('opens nothing of another purpose, and nothing of another server', () => {
    const given = { id: randomUUID(), issue: 1 };
    const token = deriveToken(KEY, 'device-link', given);
    expect(readToken(KEY, 'pass', token)).toBeNull();
    expect(readToken('x'.repeat(64), 'device-link', token)).toBeNull();
  });

  it('survives whatever is typed in its place', () => {
    fc.assert(fc.property(fc.string(), (text) => readToken(KEY, 'pass', text) === null));
    expect(readToken(KEY, 'pass', `${'A'.repeat(22)}.0.${'A'.repeat(22)}`)).toBeNull();
  });
});

describe('a pass', () => {
  it('names its delegate, and the issue that ends it', () => {
    const delegateId = randomUUID();
    const secret = passToken(delegateId, 3, KEY);
    expect(readPassToken(secret, KEY)).toEqual({ delegateId, passIssue: 3 });
    expect(passToken(delegateId, 4, KEY)).not.toBe(secret);
  });
});
