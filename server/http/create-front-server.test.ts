import { expect, it } from 'vitest';
import { createFrontServer } from './create-front-server.ts';

it('gives a slow line half an hour for an upload, but not for the head of a request', () => {
  const server = createFrontServer({ tls: undefined });
  expect(server.requestTimeout).toBe(30 * 60_000);
  expect(server.headersTimeout).toBeLessThanOrEqual(60_000);
});
