import { mkdirSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import type { IncomingHttpHeaders } from 'node:http';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { findBroadcast } from '#db/queries/broadcast.ts';
import type { Actor } from '#domain/actor.ts';
import { ANONYMOUS } from '#domain/actor.ts';
import type { WatchAccess } from '#domain/broadcast.ts';
import { dataOf, startTestServer } from '../testing/harness.ts';
import type { TestServer } from '../testing/harness.ts';
import { accountWith, seedRound } from '../testing/round.ts';
import type { Round } from '../testing/round.ts';
import { WALKERS } from '../walks/roles.ts';

const FILES = ['master.m3u8', 'high/index.m3u8', 'high/7.ts', 'low/index.m3u8', 'low/7.ts'];
const ADMINISTRATOR = accountWith({ role: 'ADMINISTRATOR', scope: { kind: 'ALL' } });
/** Who directs this conference, or is a machine of one of its halls that shows the programme. */
const LET_IN_WITHOUT_LINK = [
  'administrator',
  'ORGANISER of everything',
  'ORGANISER of this conference',
  'DIRECTOR of everything',
  'DIRECTOR of this conference',
  'CONSOLE of this hall',
  'CONSOLE of the hall beside',
  'PROJECTOR of this hall',
  'PROJECTOR of the hall beside',
];

let server: TestServer;
let round: Round;
let watchKey: string;
/** Who the next request comes from. */
let current: Actor = ANONYMOUS;

beforeAll(async () => {
  server = await startTestServer({
    identify: () =>
      Promise.resolve({
        account: current.kind === 'account' ? current : null,
        device: current.kind === 'device' ? current : null,
      }),
  });
  round = await seedRound(server.database.db);
  const session = path.join(server.config.dataDir, 'broadcast', round.near.sessionId);
  for (const folder of ['hls/high', 'hls/low', 'recording']) {
    mkdirSync(path.join(session, folder), { recursive: true });
  }
  for (const name of FILES)
    writeFileSync(path.join(session, 'hls', name), `${name} of the session`);
  for (const name of ['recording/7.ts', 'hls/high/8.ts.tmp', 'hls/7.ts']) {
    writeFileSync(path.join(session, name), 'not for viewers');
  }
});
afterAll(() => server.close());
beforeEach(async () => {
  await set({ isOn: true, access: 'LINK' });
  watchKey = (await findBroadcast(server.database.db, round.near.sessionId))!.watchKey;
  current = ANONYMOUS;
});

async function set({ isOn, access }: { isOn: boolean; access: WatchAccess }): Promise<void> {
  const { sessionId } = round.near;
  current = ADMINISTRATOR;
  const name = isOn ? 'broadcast:start' : 'broadcast:stop';
  dataOf((await server.post(name, { sessionId })).answer);
  dataOf((await server.post('broadcast:set-access', { sessionId, access })).answer);
  current = ANONYMOUS;
}

/** As it is written: `fetch` would mend a path first. */
function get(
  file: string,
  { method = 'GET', key = watchKey } = {},
): Promise<{ status: number; headers: IncomingHttpHeaders; body: string }> {
  return new Promise((resolve, reject) => {
    const target = { path: `/watch-files/${key}/${file}`, method };
    request(server.origin, target, (answer) => {
      const { statusCode: status = 0, headers } = answer;
      text(answer).then((body) => resolve({ status, headers, body }), reject);
    })
      .on('error', reject)
      .end();
  });
}

async function statuses(): Promise<number[]> {
  const answers = await Promise.all(FILES.map((file) => get(file)));
  for (const { status, headers, body } of answers) {
    if (status === 200) continue;
    expect(headers['cache-control']).toBe('no-store');
    expect(headers['access-control-allow-origin']).toBeUndefined();
    expect(JSON.parse(body)).toMatchObject({ ok: false, code: 'NOT_FOUND' });
  }
  return answers.map(({ status }) => status);
}

const all = (status: number) => FILES.map(() => status);

describe('the files of a watch page', () => {
  it('are there for whoever has the link', async () => {
    for (const file of FILES) {
      expect(await get(file)).toMatchObject({ status: 200, body: `${file} of the session` });
    }
  });

  it('say what they are and how long they keep, so that a CDN can copy them', async () => {
    const headersOf = async (file: string) => (await get(file)).headers;
    const link = { 'access-control-allow-origin': '*' };
    expect(await headersOf('high/index.m3u8')).toMatchObject({
      ...link,
      'content-type': 'application/vnd.apple.mpegurl',
      'cache-control': 'public, max-age=1',
    });
    expect(await headersOf('low/7.ts')).toMatchObject({
      ...link,
      'content-type': 'video/mp2t',
      'cache-control': 'public, max-age=3600, immutable',
    });
    await set({ isOn: true, access: 'PUBLIC' });
    expect((await headersOf('master.m3u8'))['cache-control']).toBe('public, max-age=1');
    await set({ isOn: true, access: 'CLOSED' });
    current = ADMINISTRATOR;
    const closed = await headersOf('high/7.ts');
    expect(closed['cache-control']).toBe('private, max-age=3600');
    expect(closed['access-control-allow-origin']).toBeUndefined();
    expect((await headersOf('high/index.m3u8'))['cache-control']).toBe('private, no-cache');
  });

  it('say beside each list whether the conference is recorded', async () => {
    const said = async (file: string) => (await get(file)).headers['x-recorded'];
    const { sessionId } = round.near;
    expect([await said('master.m3u8'), await said('high/7.ts')]).toEqual(['no', undefined]);
    current = ADMINISTRATOR;
    const kept = { sessionId, kind: 'RECORDING', name: 'Ghi hình', address: null } as const;
    const { outletId } = dataOf((await server.post('outlet:add', kept)).answer);
    dataOf((await server.post('outlet:start', { outletId })).answer);
    expect(await said('master.m3u8')).toBe('yes');
    dataOf((await server.post('outlet:remove', { outletId })).answer);
    expect(await said('low/index.m3u8')).toBe('no');
  });

  it('answer HEAD without a body', async () => {
    const { status, headers, body } = await get('high/7.ts', { method: 'HEAD' });
    expect({ status, body }).toEqual({ status: 200, body: '' });
    expect(headers['content-length']).toBe(String('high/7.ts of the session'.length));
  });

  it('are read only', async () => {
    for (const method of ['PUT', 'POST', 'DELETE']) {
      expect((await get('high/7.ts', { method })).status).toBe(404);
    }
  });

  it('are gone for everybody while the broadcast is off', async () => {
    await set({ isOn: false, access: 'PUBLIC' });
    expect(await statuses()).toEqual(all(404));
    current = ADMINISTRATOR;
    expect(await statuses()).toEqual(all(404));
  });

  it.each(WALKERS)('while it is closed, and open to halls: $name', async ({ name, actor }) => {
    const isMachine = /^(CONSOLE|PROJECTOR)/.test(name);
    const isLetIn = LET_IN_WITHOUT_LINK.includes(name);
    const administrator = current;
    await set({ isOn: true, access: 'CLOSED' });
    current = actor(round);
    expect(await statuses()).toEqual(all(isLetIn && !isMachine ? 200 : 404));
    current = administrator;
    await set({ isOn: true, access: 'HALLS' });
    current = actor(round);
    expect(await statuses()).toEqual(all(isLetIn ? 200 : 404));
  });

  it('are gone with the next request when it is closed, renewed or ended while it plays', async () => {
    const { sessionId } = round.near;
    const endings = [
      () => server.post('broadcast:set-access', { sessionId, access: 'CLOSED' }),
      () => server.post('broadcast:renew-link', { sessionId }),
      () => server.post('broadcast:stop', { sessionId }),
    ];
    for (const end of endings) {
      await set({ isOn: true, access: 'LINK' });
      watchKey = (await findBroadcast(server.database.db, sessionId))!.watchKey;
      expect(await statuses()).toEqual(all(200));
      current = ADMINISTRATOR;
      dataOf((await end()).answer);
      current = ANONYMOUS;
      expect(await statuses()).toEqual(all(404));
      expect((await get('high/7.ts', { method: 'HEAD' })).status).toBe(404);
    }
  });

  it('are not found by a key that was renewed, nor by another session’s', async () => {
    current = ADMINISTRATOR;
    const { sessionId } = round.near;
    dataOf((await server.post('broadcast:renew-link', { sessionId })).answer);
    expect(await statuses()).toEqual(all(404));
    const renewed = (await findBroadcast(server.database.db, sessionId))!.watchKey;
    expect((await get('high/7.ts', { key: renewed })).status).toBe(200);
    expect((await get('high/7.ts', { key: round.far.watchKey })).status).toBe(404);
  });

  it.each([
    '',
    'hls/7.ts',
    '7.ts',
    'high/',
    'high/8.ts',
    'high/8.ts.tmp',
    'high/7.ts/',
    'high/7.TS',
    'high/7.ts%00',
    'high/7.ts%0a',
    'high/master.m3u8',
    'middle/index.m3u8',
    'high/../low/../../recording/7.ts',
    'high/..%2f..%2frecording%2f7.ts',
    '..%2frecording/7.ts',
    '%2e%2e/recording/7.ts',
    '..%5crecording/7.ts',
    'high/%ff.ts',
    `high/${'7'.repeat(2_000)}.ts`,
  ])('are nothing but lists and segments: %s', async (file) => {
    const { status, body } = await get(file);
    expect(body).not.toContain('not for viewers');
    expect(status).toBeGreaterThanOrEqual(400);
    expect(status === 404 || file.includes('..')).toBe(true);
  });

  it.each(['', '%00', '..', `${'a'.repeat(2_000)}`, "'", 'unknown-unknown'])(
    'need a key: %s',
    async (key) => {
      expect((await get('master.m3u8', { key })).status).toBeGreaterThanOrEqual(404);
      expect((await get('high/7.ts', { key })).status).toBeLessThan(504);
    },
  );

  it('are counted by step, without knowing who watches', async () => {
    for (let fetch = 0; fetch < 10; fetch += 1) await get('low/index.m3u8');
    const metrics = await (await fetch(`${server.origin}/metrics`)).text();
    const viewers = /diem_cau_watch_viewers\{step="low"\} (\d+)/.exec(metrics)?.[1];
    expect(Number(viewers)).toBeGreaterThan(0);
  });
});
