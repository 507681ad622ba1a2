import { getTranslations } from 'next-intl/server';
import { listAccounts, listGrantScopes } from '#db/queries/account.ts';
import type { AccountListRow, GrantScopeChoice } from '#db/queries/account.ts';
import { pageDatabase } from '#db/queries/page-database.ts';
import { listUnitChoices } from '#db/queries/unit.ts';
import type { UnitChoice } from '#db/queries/unit.ts';
import { toVietnamDate } from '#domain/text/date-format.ts';
import { requireAccount, requirePermission } from '../_server/guards.ts';
import type { Option } from '../_ui/select.tsx';
import type { AccountView, ScopeChoices } from './account-view.ts';
import { AccountsPanel } from './accounts-panel.tsx';

export async function generateMetadata() {
  return { title: (await getTranslations('accounts'))('title') };
}

export default async function AccountsPage() {
  const account = await requireAccount();
  requirePermission(account, 'account:manage', { system: true });
  const [rows, scopes] = await Promise.all([listAccounts(pageDatabase()), readScopes()]);
  return (
    <AccountsPanel accounts={rows.map(toView)} scopes={scopes} ownAccountId={account.accountId} />
  );
}

function toView({ disabledAt, hasPassword, ...account }: AccountListRow): AccountView {
  const state = disabledAt ? 'DISABLED' : hasPassword ? 'ACTIVE' : 'WAITING';
  return { ...account, state };
}

async function readScopes(): Promise<ScopeChoices> {
  const [{ conferences, sites }, units] = await Promise.all([
    listGrantScopes(pageDatabase()),
    listUnitChoices(pageDatabase(), { reach: { kind: 'ALL' }, day: today() }),
  ]);
  return {
    CONFERENCE: conferences.map((row) => toOption({ ...row, note: printDay(row.note) })),
    UNIT: unitOptions(units),
    SITE: sites.map(toOption),
  };
}

/** The unit above is named only beside namesakes: most have the same one. */
function unitOptions(units: readonly UnitChoice[]): Option[] {
  const uses = new Map<string, number>();
  for (const { name } of units) uses.set(name, (uses.get(name) ?? 0) + 1);
  return units.map(({ id, name, parentName }) =>
    toOption({ id, name, note: uses.get(name) === 1 ? '' : parentName }),
  );
}

function toOption({ id, name, note }: GrantScopeChoice): Option {
  return { value: id, label: name, ...(note === '' ? {} : { note }) };
}

/** `yyyy-MM-dd` in Vietnam */
function today(): string {
  const { year, month, day } = toVietnamDate(Date.now());
  return [year, month, day].map((part) => String(part).padStart(2, '0')).join('-');
}

/** `2026-12-01` → `01/12/2026` */
function printDay(day: string): string {
  return day.split('-').reverse().join('/');
}
