import { expect, it } from 'vitest';
import { iceServersOf } from './ice-servers.ts';

const now = new Date('2026-11-20T00:00:00Z');
const lineId = '01980a4e-7c00-7000-8000-000000000001';

it('without a TURN server there is no relay', () => {
  expect(iceServersOf({ urls: [], secret: '' }, { lineId, now })).toEqual([]);
});

it('a credential ends after a day, is the line’s own, and is what coturn computes', () => {
  const urls = ['turn:turn.example.gov.vn:3478'];
  expect(iceServersOf({ urls, secret: 'north' }, { lineId, now })).toEqual([
    {
      urls,
      username: `1795219200:${lineId}`,
      // printf %s "$username" | openssl dgst -sha1 -hmac north -binary | base64
      credential: 'WmPyh7sfsRIwKnQqtIUW+zrpjrQ=',
    },
  ]);
});
