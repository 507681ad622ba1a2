import { drizzle } from 'drizzle-orm/node-postgres';
import type pg from 'pg';
import type { Tx } from '#db/client.ts';
import { findAccount } from '#db/queries/account.ts';
import { describeRound } from '#db/seed/seed-demo.ts';
import type { AccountRole } from '#domain/actor.ts';
import { createAccount } from '../accounts/create-account.ts';
import type { GrantInput } from '../accounts/grants.ts';
import { issueOneTimeLink, showOneTimeLink } from '../accounts/one-time-link.ts';
import type { Secrets } from '../config.ts';

export interface DemoAccount {
  role: AccountRole;
  /** What the account reaches, for people: "Đảng bộ quận Ba Đình" … */
  reach: string;
  /** Opens once, to choose a user name and a password; null when somebody has done that. */
  link: string | null;
}

interface Plan {
  accountId: string;
  role: AccountRole;
  name: string;
  reach: string;
  grants: GrantInput[];
}

/** The accounts by which the programs of `--live` give their devices the links. */
const LIVE_ACCOUNTS = {
  ARRIVALS: { accountId: 'demo-live', name: 'Mô phỏng điểm danh' },
  HALLS: { accountId: 'demo-live-halls', name: 'Mô phỏng điểm cầu' },
} as const;
export type LiveProgram = keyof typeof LIVE_ACCOUNTS;

interface Asked {
  pool: pg.Pool;
  secrets: Pick<Secrets, 'masterKey'>;
  origin: string;
}

/**
 * One account for each role besides the first administrator's, each with its own reach. The same
 * links at every start until they are used; a new one when it has expired.
 * The demo round must be in the database.
 */
export async function ensureDemoAccounts(asked: Asked): Promise<DemoAccount[]> {
  return drizzle(asked.pool).transaction(async (tx) => {
    const accounts: DemoAccount[] = [];
    for (const plan of planAccounts()) {
      accounts.push({ role: plan.role, reach: plan.reach, link: await ensure(tx, plan, asked) });
    }
    return accounts;
  });
}

/**
 * The token by which a simulation takes its account.
 * @returns null once it has
 */
export async function ensureLiveToken(asked: Asked, program: LiveProgram): Promise<string | null> {
  const plan: Plan = {
    ...LIVE_ACCOUNTS[program],
    role: 'ORGANISER',
    reach: '',
    grants: [conferenceGrant('ORGANISER')],
  };
  const link = await drizzle(asked.pool).transaction((tx) => ensure(tx, plan, asked));
  return link === null ? null : (new URL(link).pathname.split('/').at(-1) ?? null);
}

async function ensure(tx: Tx, plan: Plan, { secrets, origin }: Asked): Promise<string | null> {
  const { accountId } = plan;
  const account = await findAccount(tx, accountId);
  // Whoever opened the link has chosen a user name.
  if (account?.username) return null;
  const issue = { accountId, masterKey: secrets.masterKey, origin, now: new Date() };
  if (!account) {
    await createAccount(tx, { ...issue, name: plan.name, grants: plan.grants });
  } else if ((await showOneTimeLink(tx, issue)) === null) {
    await issueOneTimeLink(tx, issue);
  }
  return (await showOneTimeLink(tx, issue))?.link ?? null;
}

function planAccounts(): Plan[] {
  const { cityUnitId, districtUnitId } = describeRound();
  const district = { kind: 'UNIT', unitId: districtUnitId } as const;
  const city = { kind: 'UNIT', unitId: cityUnitId } as const;
  return [
    {
      accountId: 'demo-organiser',
      role: 'ORGANISER',
      name: 'Ban tổ chức (mẫu)',
      reach: 'toàn Thành phố',
      grants: [{ role: 'ORGANISER', scope: { kind: 'ALL' } }],
    },
    {
      accountId: 'demo-director',
      role: 'DIRECTOR',
      name: 'Đạo diễn phòng điều khiển (mẫu)',
      reach: 'hội nghị này',
      grants: [conferenceGrant('DIRECTOR')],
    },
    {
      accountId: 'demo-unit-admin',
      role: 'UNIT_ADMIN',
      name: 'Quản trị đơn vị quận Ba Đình (mẫu)',
      reach: 'Đảng bộ quận Ba Đình',
      grants: [{ role: 'UNIT_ADMIN', scope: district }],
    },
    {
      accountId: 'demo-official',
      role: 'OFFICIAL',
      name: 'Lãnh đạo Thành phố (mẫu)',
      reach: 'Đảng bộ thành phố Hà Nội',
      grants: [{ role: 'OFFICIAL', scope: city }],
    },
  ];
}

function conferenceGrant(role: 'ORGANISER' | 'DIRECTOR'): GrantInput {
  const { conferenceId } = describeRound();
  return { role, scope: { kind: 'CONFERENCE', conferenceId } };
}
