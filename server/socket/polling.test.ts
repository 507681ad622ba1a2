import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestServer } from '../testing/harness.ts';
import type { TestServer } from '../testing/harness.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

it('answers a client that begins by polling, as browsers do, and stays up', async () => {
  const opened = await fetch(`${server.origin}/socket.io/?EIO=4&transport=polling`);
  expect(opened.status).toBe(200);
  expect(await opened.text()).toContain('"upgrades":["websocket"]');
  expect((await fetch(`${server.origin}/healthz`)).status).toBe(200);
});
