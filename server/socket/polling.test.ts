import { afterAll, beforeAll, expect, it } from 'vitest';
import { PING_EVENT } from '#contract/command.ts';
import { startTestServer } from '../testing/harness.ts';
import type { TestServer } from '../testing/harness.ts';
import { signInFirstAdministrator } from '../testing/people.ts';

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

it('answers whoever is connected that the connection is alive', async () => {
  const { cookie } = await signInFirstAdministrator(server);
  const { socket, close } = await server.connect({ cookie });
  await expect(socket.timeout(5_000).emitWithAck(PING_EVENT, {})).resolves.toMatchObject({
    ok: true,
  });
  close();
});
