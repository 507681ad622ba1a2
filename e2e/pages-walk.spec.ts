import { readdirSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { commandOverHttp, dataOf } from '#contract/program-client.ts';
import type { HttpIdentity } from '#contract/program-client.ts';
import type { CommandInput } from '#contract/registry.ts';
import { PAGES, VISITORS } from './page-table.ts';
import type { PagePlaces, Visitor } from './page-table.ts';
import { startProduct } from './product.ts';
import type { Product } from './product.ts';
import { must, openHall, signInFirstAdministrator } from './round-of-commands.ts';

const APP = path.join(import.meta.dirname, '../app');

let product: Product;
let places: PagePlaces;
const cookies = new Map<Visitor, string>([['nobody', '']]);

/** `/conferences/[conferenceId]/sites` for each `page.tsx`, without the groups in parentheses. */
function routesOfApp(): string[] {
  return readdirSync(APP, { recursive: true, encoding: 'utf8' })
    .filter((file) => path.basename(file) === 'page.tsx')
    .map((file) => {
      const parts = path.dirname(file).split(path.sep);
      return `/${parts.filter((part) => part !== '.' && !part.startsWith('(')).join('/')}`;
    })
    .sort();
}

test.beforeAll(async () => {
  test.setTimeout(300_000);
  product = await startProduct();
  const administrator = await signInFirstAdministrator(
    product.origin,
    product.administratorLink ?? '',
  );
  cookies.set('administrator', administrator.cookie);
  await prepare(administrator);
});
test.afterAll(() => product?.stop());

type Scope = CommandInput<'account:create'>['grants'][number]['scope'];
type Role = CommandInput<'account:create'>['grants'][number]['role'];

async function prepare(administrator: HttpIdentity): Promise<void> {
  const here = await openHall(administrator, { delegates: 1 });
  const elsewhere = await openHall(administrator, { delegates: 1 });
  const [near, beside] = [await unit(administrator, 'GAN'), await unit(administrator, 'BEN')];
  const hall = {
    code: 'HN-01',
    name: 'Điểm cầu thử',
    tier: 'COMMUNE',
    mode: 'ONLINE',
    unitId: null,
    parentSiteId: null,
    contactName: '',
    contactPhone: '',
    plannedCount: 1,
  } as const;
  await must(administrator, 'site:update', {
    ...{ siteId: here.siteId, ...hall, expected: hall },
    unitId: near,
  });
  const ofConference = (conferenceId: string): Scope => ({ kind: 'CONFERENCE', conferenceId });
  const accounts: [Visitor, Role, Scope][] = [
    ['organiser here', 'ORGANISER', ofConference(here.conferenceId)],
    ['organiser elsewhere', 'ORGANISER', ofConference(elsewhere.conferenceId)],
    ['director here', 'DIRECTOR', ofConference(here.conferenceId)],
    ['unit admin here', 'UNIT_ADMIN', { kind: 'UNIT', unitId: near }],
    ['unit admin beside', 'UNIT_ADMIN', { kind: 'UNIT', unitId: beside }],
    ['official of everything', 'OFFICIAL', { kind: 'ALL' }],
    ['official of the hall', 'OFFICIAL', { kind: 'SITE', siteId: here.siteId }],
  ];
  for (const [visitor, role, scope] of accounts) {
    cookies.set(visitor, await signIn(administrator, { role, scope }, cookies.size));
  }
  await enrolAllKinds(administrator, here.siteId);
  const delegateId = here.delegateIds[0] ?? '';
  const { link } = await must(administrator, 'delegate:pass-link', { delegateId });
  const { conferenceId, sessionId, siteId } = here;
  const { broadcast } = await must(administrator, 'broadcast:subscribe', { sessionId });
  const passToken = link.split('/pass/')[1] ?? '';
  places = { conferenceId, sessionId, siteId, passToken, watchPath: broadcast.watchPath };
}

async function unit(administrator: HttpIdentity, code: string): Promise<string> {
  const fields = { code, name: `Đảng bộ ${code}`, parentId: null, validFrom: null };
  const input = { tree: 'PARTY' as const, ...fields, predecessorIds: [] };
  return (await must(administrator, 'unit:create', input)).id;
}

async function signIn(
  administrator: HttpIdentity,
  grant: { role: Role; scope: Scope },
  index: number,
): Promise<string> {
  const name = `Người ${index}`;
  const { accountId } = await must(administrator, 'account:create', { name, grants: [grant] });
  const { link } = await must(administrator, 'account:one-time-link', { accountId });
  const { answer, cookie } = await commandOverHttp(
    { ...administrator, cookie: '' },
    'account:accept-link',
    {
      token: link?.split('/setup/')[1] ?? '',
      name,
      username: `nguoi.${index}`,
      password: 'mot mat khau that dai',
    },
  );
  dataOf(answer);
  return cookie;
}

async function enrolAllKinds(administrator: HttpIdentity, siteId: string): Promise<void> {
  const { links } = await must(administrator, 'device-link:list', { siteId });
  for (const { deviceKind, link } of links) {
    const { answer, cookie } = await commandOverHttp(
      { origin: administrator.origin, as: 'device', cookie: '' },
      'device:enrol',
      { secret: { kind: 'LINK', token: link?.split('/d/')[1] ?? '' }, label: '' },
    );
    dataOf(answer);
    cookies.set(deviceKind, cookie);
  }
}

test('the walk knows every page', () => {
  expect(routesOfApp()).toEqual(Object.keys(PAGES).sort());
});

for (const [route, { path: pathOf, open }] of Object.entries(PAGES)) {
  test(`${route} is open to those who may see it, and closed to all others`, async () => {
    const findings: string[] = [];
    for (const visitor of VISITORS) {
      const response = await fetch(product.origin + pathOf(places), {
        headers: { cookie: cookies.get(visitor) ?? '' },
        redirect: 'follow',
      });
      const isOpen = response.status === 200;
      const isClosed = response.status === 401 || response.status === 403;
      if (open.includes(visitor) ? !isOpen : !isClosed) {
        findings.push(`${visitor}: ${response.status}`);
      }
    }
    expect(findings).toEqual([]);
  });
}

test('an unknown page and an unknown conference are answered by a page that says so', async () => {
  for (const target of ['/khong-co', '/conferences/khong-co', '/dashboard/khong-co']) {
    const response = await fetch(product.origin + target, {
      headers: { cookie: cookies.get('administrator') ?? '' },
    });
    expect(response.status, target).toBe(404);
    expect((await response.text()).includes('Không có trang này'), target).toBe(true);
  }
});
