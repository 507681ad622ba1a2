import type { CommandInput } from '#contract/registry.ts';
import { ensureFirstAdministratorLink } from '../accounts/first-administrator.ts';
import { dataOf } from './harness.ts';
import type { TestServer } from './harness.ts';

export const TEST_PASSWORD = 'mot mat khau dai';

export interface TestPerson {
  accountId: string;
  username: string;
  /** The sign-in, ready to send back. */
  cookie: string;
}

type Grants = CommandInput<'account:create'>['grants'];

/** The part of a one-time link that is sent to `account:accept-link`. */
export function tokenOf(link: string): string {
  return link.split('/').at(-1) ?? '';
}

/** The first administrator of an empty server, signed in by the link that the start prints. */
export async function signInFirstAdministrator(server: TestServer): Promise<TestPerson> {
  const { database, config, origin } = server;
  const link = await ensureFirstAdministratorLink(database.pool, config.secrets, origin);
  if (!link) throw new Error('this server has its first administrator already');
  return acceptLink(server, { link, username: 'quan.tri' });
}

/** A new account that has opened its one-time link. */
export async function signInNewAccount(
  server: TestServer,
  given: { administrator: TestPerson; username: string; grants: Grants },
): Promise<TestPerson> {
  const as = { cookie: given.administrator.cookie };
  const name = `Tài khoản ${given.username}`;
  const created = await server.post('account:create', { name, grants: given.grants }, as);
  const { accountId } = dataOf(created.answer);
  const { link } = dataOf((await server.post('account:one-time-link', { accountId }, as)).answer);
  return acceptLink(server, { link: link ?? '', username: given.username });
}

async function acceptLink(
  server: TestServer,
  { link, username }: { link: string; username: string },
): Promise<TestPerson> {
  const { answer, cookie } = await server.post('account:accept-link', {
    token: tokenOf(link),
    name: `Người ${username}`,
    username,
    password: TEST_PASSWORD,
  });
  dataOf(answer);
  const { rows } = await server.database.pool.query<{ id: string }>(
    'select id from account_user where username = $1',
    [username],
  );
  return { accountId: rows[0]!.id, username, cookie };
}
