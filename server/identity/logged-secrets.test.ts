import { Writable } from 'node:stream';
import pino from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createServer } from '../create-server.ts';
import type { RunningServer } from '../create-server.ts';
import { startTestServer } from '../testing/harness.ts';
import type { TestServer } from '../testing/harness.ts';
import { signInFirstAdministrator, TEST_PASSWORD, tokenOf } from '../testing/people.ts';
import type { TestPerson } from '../testing/people.ts';
import { seedRound } from '../testing/round.ts';

let quiet: TestServer;
let loud: RunningServer;
let origin: string;
let administrator: TestPerson;
let lines = '';

beforeAll(async () => {
  quiet = await startTestServer();
  administrator = await signInFirstAdministrator(quiet);
  const sink = new Writable({
    write(chunk: Buffer, _encoding, done) {
      lines += chunk.toString('utf8');
      done();
    },
  });
  const { config, database } = quiet;
  loud = createServer({ config, database, log: pino({ level: 'trace' }, sink) });
  origin = `http://127.0.0.1:${await loud.listen()}`;
});
afterAll(async () => {
  await loud.close();
  await quiet.close();
});

async function send(name: string, input: unknown, cookie = ''): Promise<{ data?: never }> {
  const response = await fetch(`${origin}/api/commands/${name}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', cookie },
    body: JSON.stringify({ input, commandId: crypto.randomUUID() }),
  });
  return (await response.json()) as { data?: never };
}

describe('the log', () => {
  it('holds no password, token, code, cookie or name, whatever goes wrong', async () => {
    const round = await seedRound(quiet.database.db);
    const { cookie, username, accountId } = administrator;
    const { siteId } = round.near;
    await quiet.post('account:issue-link', { accountId }, { cookie });
    const shown = await quiet.post('account:one-time-link', { accountId }, { cookie });
    const token = tokenOf((shown.answer.ok && shown.answer.data.link) || '');
    const hall = await quiet.post('device-link:list', { siteId }, { cookie });
    const links = hall.answer.ok ? hall.answer.data.links : [];
    const secret = { kind: 'LINK', token: tokenOf(links[0]?.link ?? '') };
    await send('account:sign-in', { username, password: 'mot mat khau sai' });
    await send('account:sign-in', { username, password: TEST_PASSWORD });
    await send('device:enrol', { secret, label: 'Máy của bác Năm' });
    await send('device:enrol', { secret: { kind: 'CODE', code: links[1]?.code }, label: '' });
    // The statement fails in the middle, with the secrets among its parameters.
    await quiet.database.pool.query('alter table device rename to device_away');
    await quiet.database.pool.query('alter table account_credential rename to credential_away');
    await send('account:sign-in', { username, password: TEST_PASSWORD });
    await send('account:accept-link', {
      token,
      name: 'Bác Năm',
      username,
      password: TEST_PASSWORD,
    });
    await send('device:enrol', { secret, label: 'Máy của bác Năm' }, 'dc_device=abcdef');
    expect(lines).toContain('a command failed');
    const secrets = [
      ...[TEST_PASSWORD, 'mot mat khau sai', token, secret.token, 'Năm', username, 'abcdef'],
      ...links.flatMap(({ code }) => [code ?? '', (code ?? '').replace('-', '')]),
      ...[cookie.split('=')[1] ?? '', '$argon2'],
    ];
    for (const one of secrets) {
      expect(one).not.toBe('');
      expect(lines).not.toContain(one);
    }
  });
});
