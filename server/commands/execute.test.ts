import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLogger } from '../logger.ts';
import { accountWith } from '../testing/round.ts';
import { createExecute } from './execute.ts';
import type { ExecuteParts } from './execute.ts';
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

it('asks to try again when the database chose the command to give way', async () => {
  const deadlock = Object.assign(new Error('statement'), {
    cause: Object.assign(new Error('deadlock detected'), { code: '40P01' }),
  });
  const execute = createExecute({
    db: {} as ExecuteParts['db'],
    handlers: {
      'door:roster': { scope: () => Promise.reject(deadlock) },
    } as unknown as ExecuteParts['handlers'],
    log: createLogger('silent'),
    masterKey: 'k'.repeat(32),
  });
  const answer = await execute({
    name: 'door:roster',
    request: { input: { siteId: randomUUID() } },
    actor: accountWith({ role: 'ORGANISER', scope: { kind: 'ALL' } }),
    clientAddress: '192.0.2.1',
    origin: 'https://diemcau.example',
    subscriber: null,
    cookies: null,
  });
  expect(answer).toMatchObject({ ok: false, code: 'UNAVAILABLE' });
});
