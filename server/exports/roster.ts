import { FIELD_TITLES, TEMPLATE_NOTES } from '#contract/import-texts.ts';
import { delegateCommands } from '#contract/delegate.ts';
import { findConference } from '#db/queries/conference.ts';
import { pageRosterExport } from '#db/queries/delegate.ts';
import type { RosterExportRow, RosterFilter } from '#db/queries/delegate.ts';
import { actorKey } from '#domain/actor.ts';
import { reachOf } from '#domain/permissions.ts';
import type { ImportField } from '#domain/roster/fields.ts';
import { Refusal } from '../commands/refusal.ts';
import type { HttpRoute, RouteContext } from '../http/route.ts';
import { audit } from '../identity/audit.ts';
import { requireId, sendSheet } from './workbook.ts';

/** Small pages, so that other requests are answered between them. */
const PAGE_ROWS = 200;

const WIDTHS: Partial<Record<ImportField, number>> = {
  ordinal: 8,
  fullName: 28,
  birth: 10,
  position: 40,
  unitName: 36,
  siteName: 36,
  seat: 8,
};

const CELLS: Partial<Record<ImportField, (row: RosterExportRow) => string>> = {
  code: (row) => row.rosterCode,
  fullName: ({ familyName, givenName }) => `${familyName} ${givenName}`.trim(),
  birth: ({ birthYear }) => (birthYear === null ? '' : String(birthYear)),
  position: (row) => row.position,
  unitName: (row) => row.ownUnitName,
  unitCode: (row) => row.ownUnitCode,
  siteCode: (row) => row.siteCode,
  siteName: (row) => row.siteName,
  category: (row) => row.categoryName,
  phone: (row) => row.phone,
  seat: (row) => row.seat,
  note: (row) => row.note,
};

/**
 * The summons list as far as its reader reaches, filtered as `delegate:list` is, in the columns of
 * the import's template: mended in Excel it can be imported again.
 */
export function createRosterRoute(): HttpRoute {
  return {
    method: 'GET',
    path: '/api/exports/conferences/:conferenceId/roster.xlsx',
    permission: 'roster:manage',
    scope: async (context) => {
      const conferenceId = requireId(context, 'conferenceId');
      if (!(await findConference(context.db, conferenceId))) throw new Refusal('NOT_FOUND');
      return { conferenceId, shared: true };
    },
    handle: async (context) => {
      const filter = readFilter(context);
      const { conferenceId } = filter;
      await audit(context.db, {
        actorKey: actorKey(context.actor),
        action: 'roster:export',
        subject: { conferenceId },
      });
      await sendRoster(context, filter);
    },
  };
}

const filterSchema = delegateCommands['delegate:list'].input.omit({ cursor: true, limit: true });

function readFilter(context: RouteContext): RosterFilter {
  const conferenceId = requireId(context, 'conferenceId');
  const asked = Object.fromEntries(context.url.searchParams);
  const parsed = filterSchema.safeParse({ ...asked, conferenceId });
  if (!parsed.success) {
    const field = parsed.error.issues[0]?.path.join('.') ?? 'search';
    throw new Refusal('INVALID_INPUT', { field });
  }
  return { ...parsed.data, reach: reachOf(context.actor, 'roster:manage', conferenceId) };
}

async function sendRoster(context: RouteContext, filter: RosterFilter): Promise<void> {
  const { columns } = TEMPLATE_NOTES.ROSTER;
  let after = { siteCode: '', rosterCode: '' };
  let page = await pageRosterExport(context.db, { filter, after, limit: PAGE_ROWS });
  const sheet = sendSheet(context, {
    fileName: 'danh-sach-trieu-tap.xlsx',
    title: 'Danh sách triệu tập',
    columns: columns.map((field) => ({
      header: FIELD_TITLES[field].vi,
      width: WIDTHS[field] ?? 18,
    })),
  });
  let ordinal = 0;
  // Nobody may be left to read it: a download is easily cancelled.
  while (page.length > 0 && !context.response.destroyed) {
    for (const row of page) {
      ordinal += 1;
      const number = ordinal;
      sheet.add(
        columns.map((field) => (field === 'ordinal' ? number : (CELLS[field]?.(row) ?? ''))),
      );
    }
    after = page.at(-1)!;
    page = await pageRosterExport(context.db, { filter, after, limit: PAGE_ROWS });
  }
  await sheet.finish();
}
