import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ensureFirstAdministratorLink } from '../accounts/first-administrator.ts';
import { startTestServer } from '../testing/harness.ts';
import type { TestServer } from '../testing/harness.ts';

const PASSWORD = 'mot mat khau dai';
let server: TestServer;
let token: string;

beforeAll(async () => {
  server = await startTestServer();
  token = await firstToken();
});
afterAll(() => server.close());

async function firstLink(): Promise<string | null> {
  const { database, config, origin } = server;
  return ensureFirstAdministratorLink(database.pool, config.secrets, origin);
}
async function firstToken(): Promise<string> {
  return (await firstLink())!.split('/setup/')[1]!;
}

describe('the first administrator', () => {
  it('gets the same link at every start, and none once it was used', async () => {
    expect(await firstToken()).toBe(token);
    const { answer, cookie } = await server.post('account:accept-link', {
      token,
      name: 'Nguyễn Văn An',
      username: 'An.Nguyen',
      password: PASSWORD,
    });
    expect(answer).toEqual({ ok: true, data: {} });
    expect(cookie).toMatch(/^dc_session=/);
    const created = await server.post(
      'account:create',
      { name: 'Bình', grants: [{ role: 'ORGANISER', scope: { kind: 'ALL' } }] },
      { cookie },
    );
    expect(created.answer.ok).toBe(true);
    expect(await firstLink()).toBeNull();
  });
});
