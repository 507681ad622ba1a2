import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer } from '../testing/harness.ts';
import type { TestServer } from '../testing/harness.ts';

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

describe('commands over HTTP', () => {
  it('refuses a sender that nobody knows, and tells what to do', async () => {
    const { status, answer } = await server.post('conference:archive', {
      conferenceId: randomUUID(),
    });
    expect(status).toBe(401);
    expect(answer).toMatchObject({ ok: false, code: 'NOT_SIGNED_IN' });
  });

  it('answers broken JSON, an unknown command and a body of 2 MB with codes', async () => {
    const send = (name: string, body: string) =>
      fetch(`${server.origin}/api/commands/${name}`, { method: 'POST', body });
    const codes = await Promise.all(
      [
        send('conference:archive', '{'),
        send('no:such', '{"input":{}}'),
        send('conference:archive', JSON.stringify({ input: 'x'.repeat(2 ** 21) })),
        send('conference:archive', '[]'),
      ].map(async (response) => ((await (await response).json()) as { code: string }).code),
    );
    expect(codes).toEqual(['INVALID_INPUT', 'UNKNOWN_COMMAND', 'TOO_LARGE', 'INVALID_INPUT']);
  });

  it('refuses a page of another site', async () => {
    const response = await fetch(`${server.origin}/api/commands/account:sign-out`, {
      method: 'POST',
      headers: { origin: 'https://elsewhere.example', 'content-type': 'application/json' },
      body: JSON.stringify({ input: {} }),
    });
    expect(response.status).toBe(403);
  });

  it('refuses a socket of nobody', async () => {
    await expect(server.connect({})).rejects.toMatchObject({ code: 'NOT_SIGNED_IN' });
  });
});
