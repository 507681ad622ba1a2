import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { dataOf, startTestServer } from '../testing/harness.ts';
import type { TestServer } from '../testing/harness.ts';
import {
  signInFirstAdministrator,
  signInNewAccount,
  TEST_PASSWORD,
  tokenOf,
} from '../testing/people.ts';
import type { TestPerson } from '../testing/people.ts';

const HOUR_MS = 3_600_000;
const EVERYTHING = { kind: 'ALL' } as const;

let server: TestServer;
let administrator: TestPerson;
let people = 0;

beforeAll(async () => {
  server = await startTestServer();
  administrator = await signInFirstAdministrator(server);
});
afterAll(() => server.close());
// Failures of one test must not slow the next one down.
beforeEach(() => {
  server.clock.now = new Date(server.clock.now.getTime() + HOUR_MS);
});

function newOfficial(): Promise<TestPerson> {
  people += 1;
  const grants = [{ role: 'OFFICIAL', scope: EVERYTHING }] as const;
  return signInNewAccount(server, {
    administrator,
    username: `theo.doi.${people}`,
    grants: [...grants],
  });
}

async function newToken(): Promise<{ accountId: string; token: string }> {
  const as = { cookie: administrator.cookie };
  const grants = [{ role: 'OFFICIAL' as const, scope: EVERYTHING }];
  const created = await server.post('account:create', { name: 'Người mới', grants }, as);
  const { accountId } = dataOf(created.answer);
  const shown = await server.post('account:one-time-link', { accountId }, as);
  return { accountId, token: tokenOf(dataOf(shown.answer).link ?? '') };
}

async function accept(token: string, username: string) {
  const input = { token, name: 'Nguyễn Văn An', username, password: TEST_PASSWORD };
  return server.post('account:accept-link', input);
}

/** What a sign-in may do: the code of a command that any account may send with a wrong password. */
async function standingOf(cookie: string): Promise<string> {
  const passwords = { currentPassword: 'sai', newPassword: TEST_PASSWORD };
  const { answer } = await server.post('account:change-password', passwords, { cookie });
  return answer.ok ? 'OK' : answer.code;
}
const SIGNED_IN = 'PASSWORD_WRONG';
const SIGNED_OUT = 'NOT_SIGNED_IN';

describe('signing in', () => {
  it('answers with a cookie that scripts cannot read and other sites cannot send', async () => {
    const { username } = await newOfficial();
    const response = await fetch(`${server.origin}/api/commands/account:sign-in`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ input: { username, password: TEST_PASSWORD } }),
    });
    expect(await response.json()).toEqual({ ok: true, data: {} });
    const [cookie] = response.headers.getSetCookie();
    expect(cookie).toMatch(
      /^dc_session=[^;]{60,}; Max-Age=604800; Path=\/; HttpOnly; SameSite=Lax$/,
    );
  });

  it('marks the cookie as secure where people come by HTTPS', async () => {
    const secure = await startTestServer({
      database: { url: server.config.databaseUrl },
      config: { publicUrl: 'https://diemcau.example' },
    });
    const { username } = await newOfficial();
    const response = await fetch(`${secure.origin}/api/commands/account:sign-in`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ input: { username, password: TEST_PASSWORD } }),
    });
    expect(response.headers.getSetCookie()[0]).toMatch(/; HttpOnly; SameSite=Lax; Secure$/);
    await secure.close();
  });

  it('takes the name in any case, and refuses a wrong password and an unknown name alike', async () => {
    const { username } = await newOfficial();
    const tries = [
      { username: username.toUpperCase(), password: TEST_PASSWORD },
      { username, password: 'mot mat khau sai' },
      { username: 'khong.co.ai', password: TEST_PASSWORD },
    ];
    const answers = [];
    for (const input of tries) answers.push((await server.post('account:sign-in', input)).answer);
    expect(answers[0]).toEqual({ ok: true, data: {} });
    expect(answers[1]).toMatchObject({ ok: false, code: 'SIGN_IN_FAILED' });
    expect(answers[2]).toEqual(answers[1]);
  });

  it('slows down guesses at one name, also the right one, and says for how long', async () => {
    const { username } = await newOfficial();
    const guess = (password: string) => server.post('account:sign-in', { username, password });
    for (let round = 0; round < 5; round += 1) {
      expect((await guess('mot mat khau sai')).answer).toMatchObject({ code: 'SIGN_IN_FAILED' });
    }
    const slowed = await guess(TEST_PASSWORD);
    expect(slowed.status).toBe(429);
    expect(slowed.answer).toMatchObject({ code: 'TOO_MANY_ATTEMPTS', details: { seconds: 1 } });
    expect(slowed.cookie).toBe('');
    server.clock.now = new Date(server.clock.now.getTime() + 1_000);
    expect((await guess(TEST_PASSWORD)).answer.ok).toBe(true);
  });

  it('lets only the free guesses of a burst through', async () => {
    const { username } = await newOfficial();
    const burst = Array.from({ length: 20 }, () =>
      server.post('account:sign-in', { username, password: 'mot mat khau sai' }),
    );
    const codes = (await Promise.all(burst)).map(({ answer }) => (answer.ok ? 'OK' : answer.code));
    expect(codes.filter((code) => code === 'SIGN_IN_FAILED')).toHaveLength(5);
    expect(codes.filter((code) => code === 'TOO_MANY_ATTEMPTS')).toHaveLength(15);
  });

  it('takes an altered cookie for nobody', async () => {
    const { cookie } = await newOfficial();
    expect(await standingOf(cookie)).toBe(SIGNED_IN);
    const [name, value = ''] = cookie.split('=');
    const altered = `${name}=${value[0] === 'a' ? 'b' : 'a'}${value.slice(1)}`;
    expect(await standingOf(altered)).toBe(SIGNED_OUT);
    expect(await standingOf('dc_session=')).toBe(SIGNED_OUT);
    expect(await standingOf('dc_session=%E0%A4%A')).toBe(SIGNED_OUT);
  });

  it('is not possible over a socket, which cannot carry the cookie', async () => {
    const { cookie, username } = await newOfficial();
    const socket = await server.connect({ cookie });
    const answer = await socket.request('account:sign-in', { username, password: TEST_PASSWORD });
    expect(answer).toMatchObject({ ok: false, code: 'ONLY_OVER_HTTP' });
    socket.close();
  });

  it('ends with a sign-out, everywhere that cookie is held', async () => {
    const { cookie } = await newOfficial();
    const socket = await server.connect({ cookie });
    const isClosed = new Promise((resolve) => socket.socket.once('disconnect', resolve));
    const signedOut = await server.post('account:sign-out', {}, { cookie });
    expect(signedOut.cookie).toBe('dc_session=');
    await isClosed;
    expect(await standingOf(cookie)).toBe(SIGNED_OUT);
    expect((await server.post('account:sign-out', {}, { cookie })).answer.ok).toBe(true);
  });

  it('ends after twelve idle hours, and after a week in any case', async () => {
    const idle = await newOfficial();
    const old = await newOfficial();
    const { pool } = server.database;
    const age = 'update account_session set expires_at = $2, created_at = $3 where user_id = $1';
    const at = (hours: number) => new Date(Date.now() + hours * HOUR_MS);
    await pool.query(age, [idle.accountId, at(-0.01), at(-12.01)]);
    await pool.query(age, [old.accountId, at(6), at(-7 * 24 - 1)]);
    expect(await standingOf(idle.cookie)).toBe(SIGNED_OUT);
    expect(await standingOf(old.cookie)).toBe(SIGNED_OUT);
  });

  it('goes on for twelve hours from each use', async () => {
    const { accountId, cookie } = await newOfficial();
    const { pool } = server.database;
    await pool.query('update account_session set expires_at = $2 where user_id = $1', [
      accountId,
      new Date(Date.now() + HOUR_MS),
    ]);
    expect(await standingOf(cookie)).toBe(SIGNED_IN);
    const { rows } = await pool.query<{ expires_at: Date }>(
      'select expires_at from account_session where user_id = $1',
      [accountId],
    );
    expect(rows[0]!.expires_at.getTime()).toBeGreaterThan(Date.now() + 11.9 * HOUR_MS);
  });
});

describe('changing the password', () => {
  it('by a sign-in that has just ended is not called a wrong password', async () => {
    const { accountId, cookie } = await newOfficial();
    expect(await standingOf(cookie)).toBe(SIGNED_IN);
    // The server still remembers the sign-in for a few seconds.
    await server.database.pool.query('delete from account_session where user_id = $1', [accountId]);
    expect(await standingOf(cookie)).toBe(SIGNED_OUT);
  });

  it('asks for the old one, ends the other sign-ins and keeps this one', async () => {
    const { cookie, username } = await newOfficial();
    const other = await server.post('account:sign-in', { username, password: TEST_PASSWORD });
    const newPassword = 'mot mat khau khac';
    const changed = await server.post(
      'account:change-password',
      { currentPassword: TEST_PASSWORD, newPassword },
      { cookie },
    );
    expect(changed.answer).toEqual({ ok: true, data: {} });
    expect(await standingOf(other.cookie)).toBe(SIGNED_OUT);
    expect(await standingOf(cookie)).toBe(SIGNED_OUT);
    expect(await standingOf(changed.cookie)).toBe(SIGNED_IN);
    const old = await server.post('account:sign-in', { username, password: TEST_PASSWORD });
    expect(old.answer).toMatchObject({ code: 'SIGN_IN_FAILED' });
    const fresh = await server.post('account:sign-in', { username, password: newPassword });
    expect(fresh.answer.ok).toBe(true);
  });

  it('is slowed down when somebody guesses at an open sign-in', async () => {
    const { cookie } = await newOfficial();
    for (let round = 0; round < 5; round += 1) {
      expect(await standingOf(cookie)).toBe('PASSWORD_WRONG');
    }
    expect(await standingOf(cookie)).toBe('TOO_MANY_ATTEMPTS');
  });

  it('refuses a short one and needs a sign-in', async () => {
    const { cookie } = await newOfficial();
    const short = { currentPassword: TEST_PASSWORD, newPassword: 'ngan' };
    const { answer } = await server.post('account:change-password', short, { cookie });
    expect(answer).toMatchObject({ code: 'INVALID_INPUT', details: { field: 'newPassword' } });
    expect(await standingOf('')).toBe(SIGNED_OUT);
  });
});

describe('a one-time link', () => {
  it('signs in once; the second time it says that it was used', async () => {
    const { token } = await newToken();
    const first = await accept(token, 'mot.lan');
    expect(first.answer).toEqual({ ok: true, data: {} });
    expect(await standingOf(first.cookie)).toBe(SIGNED_IN);
    expect((await accept(token, 'hai.lan')).answer).toMatchObject({ code: 'LINK_USED' });
  });

  it('used by many at once lets one in', async () => {
    const { accountId, token } = await newToken();
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, index) => accept(token, `cung.luc.${index}`)),
    );
    const codes = answers.map(({ answer }) => (answer.ok ? 'OK' : answer.code)).sort();
    expect(codes).toEqual([...Array<string>(7).fill('LINK_USED'), 'OK']);
    const winner = answers.findIndex(({ answer }) => answer.ok);
    const { rows } = await server.database.pool.query<{ username: string }>(
      'select username from account_user where id = $1',
      [accountId],
    );
    expect(rows).toEqual([{ username: `cung.luc.${winner}` }]);
  });

  it('is refused when altered, cut short or expired, each by its sentence', async () => {
    const { token } = await newToken();
    const altered = (token.startsWith('a') ? 'b' : 'a') + token.slice(1);
    for (const wrong of [altered, token.slice(0, -1), `${token}a`, 'x']) {
      expect((await accept(wrong, 'sai.lien.ket')).answer).toMatchObject({ code: 'LINK_INVALID' });
    }
    server.clock.now = new Date(server.clock.now.getTime() + 7 * 24 * HOUR_MS);
    expect((await accept(token, 'qua.han')).answer).toMatchObject({ code: 'LINK_EXPIRED' });
  });

  it('stays open when the user name is taken, also by somebody in the same moment', async () => {
    const { username } = await newOfficial();
    const { token } = await newToken();
    const refused = await accept(token, username);
    expect(refused.answer).toMatchObject({ code: 'NAME_TAKEN', details: { field: 'username' } });
    expect(refused.cookie).toBe('');
    const { token: rival } = await newToken();
    const [one, two] = await Promise.all([accept(token, 'cung.ten'), accept(rival, 'cung.ten')]);
    expect([one, two].filter(({ answer }) => answer.ok)).toHaveLength(1);
    const loser = one.answer.ok ? two : one;
    expect(loser.answer).toMatchObject({ code: 'NAME_TAKEN' });
    const left = one.answer.ok ? rival : token;
    expect((await accept(left, 'ten.khac')).answer.ok).toBe(true);
  });

  it('ends the earlier sign-ins and the earlier password of its account', async () => {
    const person = await newOfficial();
    const as = { cookie: administrator.cookie };
    const { accountId, username } = person;
    await server.post('account:issue-link', { accountId }, as);
    const shown = await server.post('account:one-time-link', { accountId }, as);
    expect(await standingOf(person.cookie)).toBe(SIGNED_IN);
    const again = await server.post('account:accept-link', {
      token: tokenOf(dataOf(shown.answer).link ?? ''),
      name: 'Người quên mật khẩu',
      username,
      password: 'mot mat khau moi',
    });
    expect(again.answer).toEqual({ ok: true, data: {} });
    expect(await standingOf(person.cookie)).toBe(SIGNED_OUT);
    const old = await server.post('account:sign-in', { username, password: TEST_PASSWORD });
    expect(old.answer).toMatchObject({ code: 'SIGN_IN_FAILED' });
  });
});
