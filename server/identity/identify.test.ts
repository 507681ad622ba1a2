import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase } from '#db/client.ts';
import type { OpenDatabase } from '#db/client.ts';
import { device } from '#db/schema/site.ts';
import { eq } from 'drizzle-orm';
import { createLogger } from '../logger.ts';
import { createTestDatabase } from '../testing/harness.ts';
import { seedRound } from '../testing/round.ts';
import type { Round } from '../testing/round.ts';
import { createIdentify } from './identify.ts';
import { createLastSeen } from './last-seen.ts';
import { actorFor } from './principal-source.ts';
import { hashSecret, newSecret } from './secret-hash.ts';
import type { FoundSignIn, SignIns } from './sign-ins.ts';

let testDatabase: Awaited<ReturnType<typeof createTestDatabase>>;
let database: OpenDatabase;
let round: Round;
const clock = { now: new Date() };
const deviceToken = newSecret();

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  database = openDatabase(testDatabase.url, { maxConnections: 4 });
  round = await seedRound(database.db);
  await database.db
    .update(device)
    .set({ tokenHash: hashSecret(deviceToken) })
    .where(eq(device.id, round.near.deviceIds.DOOR));
});
afterAll(async () => {
  await database.close();
  await testDatabase.drop();
});

/** Sign-ins that know one cookie, and count how often they are asked. */
function signInsOf(found: FoundSignIn) {
  const asked = { times: 0 };
  const find: SignIns['find'] = (cookieValue) => {
    asked.times += 1;
    return Promise.resolve(cookieValue === 'good' ? found : null);
  };
  return { asked, signIns: { find } as SignIns };
}

function identifierOf(signIns: SignIns, saw: (deviceId: string) => void = () => {}) {
  const lastSeen = { saw, close: () => {} };
  return createIdentify({ db: database.db, signIns, lastSeen, now: () => clock.now });
}

const found = () => ({ accountId: round.accountId, name: 'Bình', isDisabled: false });
const cookie = 'dc_theme=dark; dc_session=good';

describe('identifying a browser', () => {
  it('finds the account with its grants, and the device with its hall, side by side', async () => {
    const { signIns } = signInsOf(found());
    const { identify } = identifierOf(signIns);
    const principal = await identify({ cookie: `${cookie}; dc_device=${deviceToken}` });
    expect(principal.account).toMatchObject({
      accountId: round.accountId,
      grants: [{ role: 'OFFICIAL', scope: { kind: 'ALL' } }],
    });
    expect(principal.device).toEqual({
      kind: 'device',
      deviceId: round.near.deviceIds.DOOR,
      deviceKind: 'DOOR',
      siteId: round.near.siteId,
      conferenceId: round.near.conferenceId,
    });
    expect(actorFor(principal, 'device')).toBe(principal.device);
    expect(actorFor({ account: null, device: null }, 'account')).toEqual({ kind: 'anonymous' });
  });

  it('gives a grant over a unit the path of its subtree', async () => {
    const { pool } = database;
    await pool.query(
      `insert into account_grant (user_id, role, scope_kind, scope_id) values ($1, 'UNIT_ADMIN', 'UNIT', $2)`,
      [round.accountId, round.near.unitId],
    );
    const { identify } = identifierOf(signInsOf(found()).signIns);
    const { account } = await identify({ cookie });
    expect(account?.grants[1]).toEqual({
      role: 'UNIT_ADMIN',
      scope: { kind: 'UNIT', unitId: round.near.unitId, path: round.near.unitPath },
    });
  });

  it('knows nobody without cookies, by wrong ones, or when the account is disabled', async () => {
    const { identify } = identifierOf(signInsOf({ ...found(), isDisabled: true }).signIns);
    const nobody = { account: null, device: null };
    for (const one of [undefined, '', 'dc_session=bad; dc_device=bad', cookie, ';;=;dc_session']) {
      expect(await identify({ cookie: one })).toEqual(nobody);
    }
  });

  it('asks the database once in five seconds, and anew after a change', async () => {
    const { asked, signIns } = signInsOf(found());
    const { identify, forget } = identifierOf(signIns);
    for (let count = 0; count < 5; count += 1) await identify({ cookie });
    expect(asked.times).toBe(1);
    forget('account:somebody-else');
    await identify({ cookie });
    expect(asked.times).toBe(1);
    forget(`account:${round.accountId}`);
    await identify({ cookie });
    expect(asked.times).toBe(2);
    clock.now = new Date(clock.now.getTime() + 5_001);
    await identify({ cookie });
    expect(asked.times).toBe(3);
  });

  it('does not remember what it began to read before a change', async () => {
    const { asked, signIns } = signInsOf(found());
    const { identify, forget } = identifierOf(signIns);
    const reading = identify({ cookie });
    forget(`account:${round.accountId}`);
    await reading;
    await identify({ cookie });
    expect(asked.times).toBe(2);
  });
});

describe('when a device was last seen', () => {
  it('is written at most once a minute', async () => {
    const written = () =>
      database.db
        .select({ at: device.lastSeenAt })
        .from(device)
        .where(eq(device.id, round.near.deviceIds.DOOR))
        .then(([row]) => row?.at ?? null);
    const lastSeen = createLastSeen({
      db: database.db,
      log: createLogger('silent'),
      now: () => clock.now,
      connectedKeys: () => [],
    });
    const deviceId = round.near.deviceIds.DOOR;
    const first = clock.now;
    lastSeen.saw(deviceId, null);
    await expect.poll(written).toEqual(first);
    clock.now = new Date(first.getTime() + 59_000);
    lastSeen.saw(deviceId, first);
    clock.now = new Date(first.getTime() + 61_000);
    lastSeen.saw(deviceId, first);
    await expect.poll(written).toEqual(clock.now);
    lastSeen.close();
  });
});
