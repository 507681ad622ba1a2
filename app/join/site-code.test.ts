import { describe, expect, it } from 'vitest';
import { formatSiteCode, siteCodeOf } from './site-code.ts';

describe('site code', () => {
  it('takes what people type and paste', () => {
    expect(siteCodeOf(' k7m2q–9xw4t. ')).toBe('K7M2Q9XW4T');
    expect(siteCodeOf('K7M2Q-9XW4T-EXTRA')).toBe('K7M2Q9XW4T');
  });
  it('writes it in two groups', () => {
    expect(formatSiteCode('K7M2Q9XW4T')).toBe('K7M2Q-9XW4T');
    expect(formatSiteCode('K7M2Q')).toBe('K7M2Q');
  });
});
