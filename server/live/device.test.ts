import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { DeviceKind } from '#domain/actor.ts';
import { DEVICE_KINDS } from '#domain/actor.ts';
import { passToken } from '#contract/pass-token.ts';
import { dataOf, startTestServer } from '../testing/harness.ts';
import type { Posted, TestServer } from '../testing/harness.ts';
import { signInFirstAdministrator, tokenOf } from '../testing/people.ts';
import { seedRound } from '../testing/round.ts';
import type { Round, RoundSite } from '../testing/round.ts';

const MINUTE_MS = 60_000;

let server: TestServer;
let round: Round;
let as: { cookie: string };

beforeAll(async () => {
  server = await startTestServer();
  as = { cookie: (await signInFirstAdministrator(server)).cookie };
});
afterAll(() => server.close());

// Halls without devices or links: the round's own were not made by the commands under test.
beforeEach(async () => {
  passTime(60 * MINUTE_MS);
  round = await seedRound(server.database.db);
  await server.database.pool.query('delete from device; delete from device_link');
});

function passTime(ms: number): void {
  server.clock.now = new Date(server.clock.now.getTime() + ms);
}

async function linksOf(place: RoundSite) {
  const { answer } = await server.post('device-link:list', { siteId: place.siteId }, as);
  return dataOf(answer);
}

async function linkOf(place: RoundSite, deviceKind: DeviceKind) {
  const { links } = await linksOf(place);
  const found = links.find((link) => link.deviceKind === deviceKind);
  return { token: tokenOf(found?.link ?? ''), code: found?.code ?? '' };
}

function enrolByLink(token: string, cookie = '') {
  const secret = { kind: 'LINK' as const, token };
  return server.post('device:enrol', { secret, label: 'Máy thử' }, { cookie });
}

function enrolByCode(code: string, cookie = '') {
  const secret = { kind: 'CODE' as const, code };
  return server.post('device:enrol', { secret, label: '' }, { cookie });
}

async function enrolled(place: RoundSite, deviceKind: DeviceKind) {
  const { token } = await linkOf(place, deviceKind);
  const { answer, cookie } = await enrolByLink(token);
  return { ...dataOf(answer), cookie };
}

const self = (cookie: string) => server.post('device:self', {}, { cookie, actAs: 'device' });
const codeOf = ({ answer }: { answer: { ok: true } | { ok: false; code: string } }) =>
  answer.ok ? 'OK' : answer.code;

function reissue(place: RoundSite, deviceKind: DeviceKind, revokesDevices = false) {
  const { siteId } = place;
  return server.post('device-link:reissue', { siteId, deviceKind, revokesDevices }, as);
}

describe('a browser that holds check-ins of a hall', () => {
  const enrol = (token: string, holdsEventsOf: string[], cookie = '') =>
    server.post(
      'device:enrol',
      { secret: { kind: 'LINK', token }, label: '', holdsEventsOf },
      { cookie },
    );

  it('becomes no door of another hall, and stays what it was', async () => {
    const { cookie, siteId } = await enrolled(round.near, 'DOOR');
    const { token } = await linkOf(round.sibling, 'DOOR');
    expect(codeOf(await enrol(token, [siteId], cookie))).toBe('DEVICE_HOLDS_EVENTS');
    expect(dataOf((await self(cookie)).answer).siteId).toBe(round.near.siteId);
  });

  it('becomes nothing but a door of its hall: no other device could deliver them', async () => {
    const holds = [round.near.siteId];
    const codes = DEVICE_KINDS.map(async (kind) => {
      const { token } = await linkOf(round.near, kind);
      return [kind, codeOf(await enrol(token, holds))];
    });
    expect(Object.fromEntries(await Promise.all(codes))).toEqual({
      CONSOLE: 'DEVICE_HOLDS_EVENTS',
      PROJECTOR: 'DEVICE_HOLDS_EVENTS',
      DOOR: 'OK',
      HEADCOUNT: 'DEVICE_HOLDS_EVENTS',
    });
  });

  it('goes where it likes once it holds none', async () => {
    const { cookie } = await enrolled(round.near, 'DOOR');
    const { token } = await linkOf(round.sibling, 'DOOR');
    expect(codeOf(await enrol(token, [], cookie))).toBe('OK');
  });
});

describe('the links of a hall', () => {
  it('are made when first asked for, also by many at once, and stay the same', async () => {
    const lists = await Promise.all(Array.from({ length: 6 }, () => linksOf(round.near)));
    for (const list of lists) expect(list).toEqual(lists[0]);
    const { links } = lists[0]!;
    expect(links.map(({ deviceKind }) => deviceKind)).toEqual(DEVICE_KINDS);
    expect(new Set(links.map(({ code }) => code)).size).toBe(4);
    for (const { link, code } of links) {
      expect(link).toMatch(new RegExp(`^${server.origin}/d/[\\w-]{22}\\.1\\.[\\w-]{22}$`));
      expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}$/);
    }
  });

  it('come with a text to paste: hall, conference, each link and code, help number', async () => {
    const { links, message } = await linksOf(round.near);
    for (const text of [message.vi, message.en]) {
      expect(text).toContain('Điểm cầu HN-01');
      expect(text).toContain('Hội nghị một');
      expect(text).toContain('024 3825 0000');
      expect(text).toContain(`${server.origin}/join`);
      for (const { link, code } of links) {
        expect(text).toContain(link);
        expect(text).toContain(code);
      }
    }
  });

  it('leave out of the text what is revoked, and call a television hall’s machines what they are there', async () => {
    const { siteId } = round.near;
    await server.database.pool.query(`update site set mode = 'TV_ONLY' where id = $1`, [siteId]);
    await server.post('device-link:revoke', { siteId, deviceKind: 'HEADCOUNT' }, as);
    const { links, message } = await linksOf(round.near);
    const revoked = links.find(({ deviceKind }) => deviceKind === 'HEADCOUNT');
    expect(revoked).toMatchObject({ isRevoked: true, link: null, code: null });
    expect(message.vi.match(/\/d\//g)).toHaveLength(3);
    expect(message.vi).toContain('không cần camera');
    expect(message.en).toContain('the watch page on the whole screen');
  });

  it('are secrets: the database holds none of them', async () => {
    const { links } = await linksOf(round.near);
    await reissue(round.near, 'DOOR');
    const { rows } = await server.database.pool.query<{ row: string }>(
      `select to_jsonb(x)::text as row from device_link x
       union all select to_jsonb(x)::text from command_answer x
       union all select to_jsonb(x)::text from audit_entry x`,
    );
    const text = rows.map(({ row }) => row).join('\n');
    for (const { link, code } of links) {
      expect(text).not.toContain(tokenOf(link ?? ''));
      expect(text).not.toContain((code ?? '').replace('-', ''));
    }
  });

  it('of a hall that there is not are NOT_FOUND', async () => {
    const siteId = round.near.unitId;
    expect(codeOf(await server.post('device-link:list', { siteId }, as))).toBe('NOT_FOUND');
  });
});

describe('enrolling a device', () => {
  it.each(DEVICE_KINDS)('as %s works by link and by code', async (deviceKind) => {
    const { siteId } = round.near;
    const { token } = await linkOf(round.near, deviceKind);
    const { code } = await linkOf(round.sibling, deviceKind);
    const byLink = await enrolByLink(token);
    expect(byLink.answer).toMatchObject({
      data: { deviceKind, siteId, siteName: 'Điểm cầu HN-01' },
    });
    expect(byLink.cookie).toMatch(/^dc_device=[\w-]{43}$/);
    const byCode = await enrolByCode(` ${code.toLowerCase().replace('-', ' – ')} `);
    expect(byCode.answer).toMatchObject({ data: { deviceKind, siteId: round.sibling.siteId } });
    expect(dataOf((await self(byCode.cookie)).answer)).toMatchObject({
      deviceKind,
      siteCode: 'HN-02',
      conferenceName: 'Hội nghị một',
      helpPhone: '024 3825 0000',
      sessions: [{ name: 'Buổi sáng', closedAt: null }],
    });
  });

  it('opens its own hall and no other', async () => {
    const { cookie } = await enrolled(round.near, 'DOOR');
    const door = { cookie, actAs: 'device' as const };
    const roster = (siteId: string) => server.post('door:roster', { siteId }, door);
    expect(codeOf(await roster(round.near.siteId))).toBe('OK');
    expect(codeOf(await roster(round.sibling.siteId))).toBe('FORBIDDEN');
    expect(codeOf(await roster(round.far.siteId))).toBe('FORBIDDEN');
  });

  it('refuses an altered link, a link of another purpose and a wrong code by their sentences', async () => {
    const { token, code } = await linkOf(round.near, 'DOOR');
    const { masterKey } = server.config.secrets;
    const pass = passToken(round.near.delegateIds[0]!, 1, masterKey);
    for (const wrong of [`${token}A`, token.slice(0, -1), token.replace('.1.', '.2.'), pass, 'x']) {
      expect(codeOf(await enrolByLink(wrong))).toBe('LINK_INVALID');
    }
    const altered = (code.startsWith('0') ? '1' : '0') + code.slice(1);
    for (const wrong of [altered, code.slice(1), `${code}0`, 'ĐIỂM CẦU']) {
      expect(codeOf(await enrolByCode(wrong))).toBe('CODE_INVALID');
    }
  });

  it('refuses a re-issued and a revoked link, each by its sentence; devices stay', async () => {
    const { siteId } = round.near;
    const old = await linkOf(round.near, 'DOOR');
    const { cookie } = await enrolled(round.near, 'DOOR');
    await reissue(round.near, 'DOOR');
    expect(codeOf(await enrolByLink(old.token))).toBe('LINK_EXPIRED');
    expect(codeOf(await enrolByCode(old.code))).toBe('CODE_INVALID');
    const fresh = await linkOf(round.near, 'DOOR');
    expect(codeOf(await enrolByLink(fresh.token))).toBe('OK');
    expect(codeOf(await self(cookie))).toBe('OK');
    await server.post('device-link:revoke', { siteId, deviceKind: 'DOOR' }, as);
    expect(codeOf(await enrolByLink(fresh.token))).toBe('LINK_REVOKED');
    expect(codeOf(await enrolByCode(fresh.code))).toBe('LINK_REVOKED');
    await reissue(round.near, 'DOOR');
    expect(codeOf(await enrolByLink(fresh.token))).toBe('LINK_EXPIRED');
    expect(codeOf(await enrolByCode((await linkOf(round.near, 'DOOR')).code))).toBe('OK');
  });

  it('refuses the link of a hall that was removed', async () => {
    const { token, code } = await linkOf(round.near, 'DOOR');
    const { cookie } = await enrolByLink(token);
    await server.database.pool.query('update site set removed_at = now() where id = $1', [
      round.near.siteId,
    ]);
    passTime(MINUTE_MS);
    expect(codeOf(await enrolByLink(token))).toBe('LINK_EXPIRED');
    expect(codeOf(await enrolByCode(code))).toBe('CODE_INVALID');
    expect(codeOf(await self(cookie))).toBe('DEVICE_REVOKED');
  });

  it('slows down guesses at codes, and says for how long', async () => {
    let posted: Posted<'device:enrol'> | null = null;
    for (let count = 0; count < 31; count += 1) posted = await enrolByCode('0000000000');
    expect(posted?.answer).toMatchObject({ code: 'TOO_MANY_ATTEMPTS', details: { seconds: 1 } });
    const { token } = await linkOf(round.near, 'DOOR');
    expect(codeOf(await enrolByLink(token))).toBe('OK');
  });

  it('again by the same browser is the same device; by another hall’s link it moves', async () => {
    const { token } = await linkOf(round.near, 'DOOR');
    const first = await enrolByLink(token);
    const again = await enrolByLink(token, first.cookie);
    expect(again.answer).toEqual(first.answer);
    expect(again.cookie).toBe('');
    const other = await linkOf(round.sibling, 'DOOR');
    const moved = await enrolByLink(other.token, first.cookie);
    expect(codeOf(await self(moved.cookie))).toBe('OK');
    expect(codeOf(await self(first.cookie))).toBe('DEVICE_REVOKED');
  });

  it('takes an altered cookie for nobody', async () => {
    const { cookie } = await enrolled(round.near, 'DOOR');
    expect(codeOf(await self(`${cookie}x`))).toBe('NOT_SIGNED_IN');
    expect(codeOf(await self(''))).toBe('NOT_SIGNED_IN');
  });

  it('is not possible over a socket, which cannot carry the cookie', async () => {
    const { token } = await linkOf(round.near, 'DOOR');
    const socket = await server.connect(as);
    const secret = { kind: 'LINK' as const, token };
    const answer = await socket.request('device:enrol', { secret, label: '' });
    expect(answer).toMatchObject({ code: 'ONLY_OVER_HTTP' });
    socket.close();
  });
});

describe('ending a device', () => {
  it('by revoking cuts its socket and its commands at once', async () => {
    const { cookie, deviceId } = await enrolled(round.near, 'DOOR');
    const device = { cookie, actAs: 'device' as const };
    const socket = await server.connect(device);
    const isClosed = new Promise((resolve) => socket.socket.once('disconnect', resolve));
    expect(codeOf(await server.post('device:revoke', { deviceId }, as))).toBe('OK');
    await isClosed;
    expect(codeOf(await self(cookie))).toBe('DEVICE_REVOKED');
    await expect(server.connect(device)).rejects.toMatchObject({ code: 'DEVICE_REVOKED' });
  });

  it('by leaving clears its cookie', async () => {
    const { cookie } = await enrolled(round.near, 'DOOR');
    const left = await server.post('device:leave', {}, { cookie, actAs: 'device' });
    expect(left.cookie).toBe('dc_device=');
    expect(codeOf(await self(cookie))).toBe('DEVICE_REVOKED');
  });

  it('by a re-issue that revokes ends the devices of that kind only', async () => {
    const door = await enrolled(round.near, 'DOOR');
    const headcount = await enrolled(round.near, 'HEADCOUNT');
    const beside = await enrolled(round.sibling, 'DOOR');
    await reissue(round.near, 'DOOR', true);
    expect(codeOf(await self(door.cookie))).toBe('DEVICE_REVOKED');
    expect(codeOf(await self(headcount.cookie))).toBe('OK');
    expect(codeOf(await self(beside.cookie))).toBe('OK');
  });

  it('is not for devices and not for strangers', async () => {
    const { cookie, deviceId } = await enrolled(round.near, 'CONSOLE');
    const device = { cookie, actAs: 'device' as const };
    expect(codeOf(await server.post('device:revoke', { deviceId }, device))).toBe('FORBIDDEN');
    expect(codeOf(await server.post('device:revoke', { deviceId }))).toBe('NOT_SIGNED_IN');
  });
});

describe('the one console of a hall', () => {
  it('is not taken over while it was seen in the last two minutes', async () => {
    const first = await enrolled(round.near, 'CONSOLE');
    const { token } = await linkOf(round.near, 'CONSOLE');
    passTime(MINUTE_MS);
    expect(codeOf(await enrolByLink(token))).toBe('CONSOLE_IN_USE');
    expect(codeOf(await self(first.cookie))).toBe('OK');
    passTime(2 * MINUTE_MS);
    const second = await enrolByLink(token);
    expect(codeOf(second)).toBe('OK');
    expect(codeOf(await self(first.cookie))).toBe('DEVICE_REVOKED');
  });

  it('is not taken over while its socket is open, however long nothing was heard', async () => {
    const { cookie } = await enrolled(round.near, 'CONSOLE');
    const { token } = await linkOf(round.near, 'CONSOLE');
    const socket = await server.connect({ cookie, actAs: 'device' });
    passTime(60 * MINUTE_MS);
    expect(codeOf(await enrolByLink(token))).toBe('CONSOLE_IN_USE');
    socket.close();
  });

  it('gives way to a link that the organiser issued after it', async () => {
    const first = await enrolled(round.near, 'CONSOLE');
    await reissue(round.near, 'CONSOLE');
    const { token } = await linkOf(round.near, 'CONSOLE');
    expect(codeOf(await enrolByLink(token))).toBe('OK');
    expect(codeOf(await self(first.cookie))).toBe('DEVICE_REVOKED');
    expect(codeOf(await enrolByLink(token))).toBe('CONSOLE_IN_USE');
  });

  it('is free again once it left or was revoked', async () => {
    const first = await enrolled(round.near, 'CONSOLE');
    await server.post('device:leave', {}, { cookie: first.cookie, actAs: 'device' });
    const second = await enrolled(round.near, 'CONSOLE');
    await server.post('device:revoke', { deviceId: second.deviceId }, as);
    const third = await enrolled(round.near, 'CONSOLE');
    expect(codeOf(await self(third.cookie))).toBe('OK');
  });

  it('is one even when many machines open the link in the same moment', async () => {
    const { token } = await linkOf(round.near, 'CONSOLE');
    const all = await Promise.all(Array.from({ length: 6 }, () => enrolByLink(token)));
    expect(all.map(codeOf).sort()).toEqual([...Array<string>(5).fill('CONSOLE_IN_USE'), 'OK']);
  });

  it('does not hold up the other kinds: a hall has many doors', async () => {
    const doors = [await enrolled(round.near, 'DOOR'), await enrolled(round.near, 'DOOR')];
    for (const { cookie } of doors) expect(codeOf(await self(cookie))).toBe('OK');
  });
});
