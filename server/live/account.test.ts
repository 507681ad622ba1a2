import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CommandInput } from '#contract/registry.ts';
import { listAccounts } from '#db/queries/account.ts';
import { ensureFirstAdministratorLink } from '../accounts/first-administrator.ts';
import { dataOf, startTestServer } from '../testing/harness.ts';
import type { TestServer } from '../testing/harness.ts';
import {
  signInFirstAdministrator,
  signInNewAccount,
  TEST_PASSWORD,
  tokenOf,
} from '../testing/people.ts';
import type { TestPerson } from '../testing/people.ts';
import { seedRound } from '../testing/round.ts';
import type { Round } from '../testing/round.ts';

type Grants = CommandInput<'account:create'>['grants'];

const DAY_MS = 24 * 3_600_000;
const ALL = { kind: 'ALL' } as const;
const ORGANISER: Grants = [{ role: 'ORGANISER', scope: ALL }];
const ADMINISTRATOR: Grants = [{ role: 'ADMINISTRATOR', scope: ALL }];

let server: TestServer;
let round: Round;
let administrator: TestPerson;
let as: { cookie: string };

beforeAll(async () => {
  server = await startTestServer();
  round = await seedRound(server.database.db);
  administrator = await signInFirstAdministrator(server);
  as = { cookie: administrator.cookie };
});
afterAll(() => server.close());

let people = 0;
function newPerson(grants: Grants): Promise<TestPerson> {
  people += 1;
  return signInNewAccount(server, { administrator, username: `nguoi.${people}`, grants });
}

async function create(grants: Grants): Promise<string> {
  const { answer } = await server.post('account:create', { name: 'Lê Thị Hoa', grants }, as);
  return dataOf(answer).accountId;
}

async function linkOf(accountId: string) {
  return dataOf((await server.post('account:one-time-link', { accountId }, as)).answer);
}

const codeOf = ({ answer }: { answer: { ok: true } | { ok: false; code: string } }) =>
  answer.ok ? 'OK' : answer.code;

describe('the first administrator', () => {
  it('gets the same link at every start until it is used, then none', async () => {
    const empty = await startTestServer();
    const { database, config, origin } = empty;
    const link = () => ensureFirstAdministratorLink(database.pool, config.secrets, origin);
    const both = await Promise.all([link(), link()]);
    expect(both[0]).toBe(both[1]);
    expect(both[0]).toMatch(new RegExp(`^${origin}/setup/[\\w-]{32}$`));
    await database.pool.query(`update one_time_link set expires_at = now() - interval '1 s'`);
    const renewed = await link();
    expect(renewed).not.toBe(both[0]);
    expect(await database.pool.query('select 1 from account_user')).toMatchObject({ rowCount: 1 });
    await signInFirstAdministrator(empty);
    expect(await link()).toBeNull();
    await empty.close();
  });
});

describe('creating an account', () => {
  it('stores no secret, and shows the same link until it is replaced', async () => {
    const accountId = await create(ORGANISER);
    const first = await linkOf(accountId);
    expect(first.link).toMatch(new RegExp(`^${server.origin}/setup/[\\w-]{32}$`));
    expect(await linkOf(accountId)).toEqual(first);
    await server.post('account:issue-link', { accountId }, as);
    const second = await linkOf(accountId);
    expect(second.link).not.toBe(first.link);
    const refused = await server.post('account:accept-link', {
      token: tokenOf(first.link ?? ''),
      name: 'Hoa',
      username: 'hoa.le',
      password: TEST_PASSWORD,
    });
    expect(codeOf(refused)).toBe('LINK_EXPIRED');
    const dump = await server.database.pool.query<{ row: string }>(
      `select to_jsonb(x)::text as row from one_time_link x
       union all select to_jsonb(x)::text from command_answer x
       union all select to_jsonb(x)::text from audit_entry x`,
    );
    const text = dump.rows.map(({ row }) => row).join('\n');
    expect(text).toContain(accountId);
    expect(text).not.toContain(tokenOf(second.link ?? ''));
  });

  it('shows no link once it has expired', async () => {
    const accountId = await create(ORGANISER);
    const before = server.clock.now;
    server.clock.now = new Date(before.getTime() + 7 * DAY_MS + 1);
    expect(await linkOf(accountId)).toEqual({ link: null, expiresAt: null });
    server.clock.now = before;
  });

  it('gives each role only the places that it may have, and only places that exist', async () => {
    const { conferenceId, unitId, siteId } = round.near;
    const wrong: Grants[] = [
      [{ role: 'ADMINISTRATOR', scope: { kind: 'CONFERENCE', conferenceId } }],
      [{ role: 'UNIT_ADMIN', scope: ALL }],
      [{ role: 'ORGANISER', scope: { kind: 'SITE', siteId } }],
      [{ role: 'DIRECTOR', scope: { kind: 'UNIT', unitId } }],
      [{ role: 'OFFICIAL', scope: { kind: 'UNIT', unitId: randomUUID() } }],
      [...ORGANISER, { role: 'OFFICIAL', scope: { kind: 'SITE', siteId: conferenceId } }],
    ];
    for (const grants of wrong) {
      const { answer } = await server.post('account:create', { name: 'Sai', grants }, as);
      expect(answer).toMatchObject({ code: 'INVALID_INPUT', details: { field: 'grants' } });
    }
    expect((await listAccounts(server.database.db)).filter(({ name }) => name === 'Sai')).toEqual(
      [],
    );
  });

  it('lists what each account may do and where, by name', async () => {
    const { unitId } = round.near;
    const unit = { kind: 'UNIT' as const, unitId };
    const accountId = await create([
      { role: 'UNIT_ADMIN', scope: unit },
      { role: 'UNIT_ADMIN', scope: unit },
      { role: 'OFFICIAL', scope: ALL },
    ]);
    const listed = (await listAccounts(server.database.db)).find(({ id }) => id === accountId);
    expect(listed).toMatchObject({ name: 'Lê Thị Hoa', username: null, hasPassword: false });
    expect(listed?.grants).toEqual([
      {
        role: 'UNIT_ADMIN',
        scopeKind: 'UNIT',
        scopeId: unitId,
        scopeName: 'Đảng bộ phường Ba Đình',
      },
      { role: 'OFFICIAL', scopeKind: 'ALL', scopeId: null, scopeName: null },
    ]);
  });
});

describe('changing rights', () => {
  it('takes effect at once, for open sockets too', async () => {
    const person = await newPerson(ADMINISTRATOR);
    const socket = await server.connect({ cookie: person.cookie });
    const isClosed = new Promise((resolve) => socket.socket.once('disconnect', resolve));
    const own = { cookie: person.cookie };
    const input = { accountId: person.accountId };
    expect(codeOf(await server.post('account:one-time-link', input, own))).toBe('OK');
    await server.post('account:set-grants', { ...input, grants: ORGANISER }, as);
    await isClosed;
    expect(codeOf(await server.post('account:one-time-link', input, own))).toBe('FORBIDDEN');
    await expect(server.connect(own))
      .resolves.toMatchObject({})
      .then(() => {});
  });

  it('disabling ends sign-ins and links; enabling brings back neither', async () => {
    const person = await newPerson(ORGANISER);
    const { accountId, username } = person;
    await server.post('account:issue-link', { accountId }, as);
    const { link } = await linkOf(accountId);
    expect(codeOf(await server.post('account:disable', { accountId }, as))).toBe('OK');
    const change = { currentPassword: TEST_PASSWORD, newPassword: TEST_PASSWORD };
    const own = { cookie: person.cookie };
    const signIn = { username, password: TEST_PASSWORD };
    const useLink = { ...signIn, token: tokenOf(link ?? ''), name: 'Trở lại' };
    expect(codeOf(await server.post('account:change-password', change, own))).toBe('NOT_SIGNED_IN');
    const refused = await server.post('account:sign-in', signIn);
    expect(codeOf(refused)).toBe('ACCOUNT_DISABLED');
    expect(refused.cookie).toBe('');
    const wrong = { username, password: 'mot mat khau sai' };
    expect(codeOf(await server.post('account:sign-in', wrong))).toBe('SIGN_IN_FAILED');
    expect(codeOf(await server.post('account:accept-link', useLink))).toBe('LINK_EXPIRED');
    expect(codeOf(await server.post('account:issue-link', { accountId }, as))).toBe(
      'ACCOUNT_DISABLED',
    );
    expect(codeOf(await server.post('account:enable', { accountId }, as))).toBe('OK');
    expect(codeOf(await server.post('account:change-password', change, own))).toBe('NOT_SIGNED_IN');
    expect(codeOf(await server.post('account:accept-link', useLink))).toBe('LINK_EXPIRED');
    expect(codeOf(await server.post('account:sign-in', signIn))).toBe('OK');
  });

  it('answers NOT_FOUND for an account that there is not', async () => {
    const input = { accountId: 'khong-co' };
    const codes = [
      await server.post('account:set-grants', { ...input, grants: ORGANISER }, as),
      await server.post('account:disable', input, as),
      await server.post('account:enable', input, as),
      await server.post('account:issue-link', input, as),
      await server.post('account:one-time-link', input, as),
    ].map(codeOf);
    expect(codes).toEqual(Array<string>(5).fill('NOT_FOUND'));
  });

  it('is for administrators of everything only', async () => {
    const organiser = await newPerson(ORGANISER);
    const own = { cookie: organiser.cookie };
    const { accountId } = organiser;
    const grants = { accountId, grants: ADMINISTRATOR };
    expect(codeOf(await server.post('account:set-grants', grants, own))).toBe('FORBIDDEN');
    expect(codeOf(await server.post('account:one-time-link', { accountId }, own))).toBe(
      'FORBIDDEN',
    );
    expect(codeOf(await server.post('account:disable', { accountId }))).toBe('NOT_SIGNED_IN');
  });
});

describe('the last administrator', () => {
  it('keeps account and role while nobody else who can sign in is one', async () => {
    const { accountId } = administrator;
    // An administrator who has not opened the link yet cannot undo anything.
    await create(ADMINISTRATOR);
    const grants = { accountId, grants: ORGANISER };
    expect(codeOf(await server.post('account:disable', { accountId }, as))).toBe(
      'LAST_ADMINISTRATOR',
    );
    expect(codeOf(await server.post('account:set-grants', grants, as))).toBe('LAST_ADMINISTRATOR');
    const none = { accountId, grants: [] };
    expect(codeOf(await server.post('account:set-grants', none, as))).toBe('LAST_ADMINISTRATOR');
    const more = { accountId, grants: [...ADMINISTRATOR, ...ORGANISER] };
    expect(codeOf(await server.post('account:set-grants', more, as))).toBe('OK');
  });

  it('is left when two end each other in the same moment', async () => {
    const second = await newPerson(ADMINISTRATOR);
    const answers = await Promise.all([
      server.post('account:disable', { accountId: second.accountId }, as),
      server.post(
        'account:disable',
        { accountId: administrator.accountId },
        { cookie: second.cookie },
      ),
    ]);
    const codes = answers.map(codeOf);
    expect(codes.filter((code) => code === 'OK')).toHaveLength(1);
    // The slower one comes too late in one of two ways: as the last, or already without rights.
    const late = codes.find((code) => code !== 'OK');
    expect(['LAST_ADMINISTRATOR', 'NOT_SIGNED_IN']).toContain(late);
  });
});
