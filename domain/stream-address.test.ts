import { describe, expect, it } from 'vitest';
import { freePort, streamAddress, streamKeyOf } from './stream-address.ts';

const parts = { host: '192.0.2.7', port: 1_935, place: '0198c2f4', key: 'abcde-fghij' };

describe('where a sender sends', () => {
  it('is a server and a key by RTMP, an address with its passphrase by SRT', () => {
    expect(streamAddress({ kind: 'RTMP', ...parts })).toEqual({
      server: 'rtmp://192.0.2.7:1935/0198c2f4',
      key: 'abcde-fghij',
      whole: 'rtmp://192.0.2.7:1935/0198c2f4/abcde-fghij',
    });
    const srt = streamAddress({ kind: 'SRT', ...parts, host: '2001:db8::7', port: 10_080 });
    expect(srt.whole).toBe(
      'srt://[2001:db8::7]:10080?mode=caller&latency=200000&passphrase=abcde-fghij',
    );
    expect(srt.server).not.toContain(parts.key);
  });

  it('has a key of letters that are not mistaken for each other, long enough for SRT', () => {
    const key = streamKeyOf(Uint8Array.from({ length: 25 }, (_, index) => index * 11));
    expect(key).toMatch(/^[a-z2-9]{5}(-[a-z2-9]{5}){4}$/);
    expect(key).not.toMatch(/[lo01]/);
  });

  it('has the lowest port that is free, until none is', () => {
    expect(freePort({ min: 5, max: 7 }, new Set([5, 6]))).toBe(7);
    expect(freePort({ min: 5, max: 7 }, new Set([5, 6, 7]))).toBeNull();
  });
});
