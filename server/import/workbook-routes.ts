import { DOUBT_TEXTS, FIELD_TITLES, TEMPLATE_NOTES } from '#contract/import-texts.ts';
import { importKind } from '#contract/import.ts';
import type { ImportLayout } from '#contract/import.ts';
import { findConference } from '#db/queries/conference.ts';
import { findImportJob, pageReturnedRows } from '#db/queries/import.ts';
import type { ImportJobRecord, ImportRowRecord } from '#db/queries/import.ts';
import type { Doubt } from '#domain/roster/doubt.ts';
import { Refusal } from '../commands/refusal.ts';
import { startDownload } from '../exports/workbook.ts';
import type { HttpRoute, RouteContext } from '../http/route.ts';

/** Small pages, so that other requests are answered between them. */
const PAGE_ROWS = 200;

/** The workbook of what did not go in, and the empty workbooks to fill. */
export function createWorkbookRoutes(): HttpRoute[] {
  return [
    {
      method: 'GET',
      path: '/api/exports/imports/:jobId/returned.xlsx',
      permission: 'roster:import',
      scope: async (context) => (await requireJob(context)).scope,
      handle: async (context) => sendReturnedRows(context, (await requireJob(context)).job),
    },
    {
      method: 'GET',
      path: '/api/exports/conferences/:conferenceId/templates/:kind',
      permission: 'roster:import',
      scope: async ({ db, params }) => {
        const conferenceId = requireUuid(params['conferenceId']);
        if (!(await findConference(db, conferenceId))) throw new Refusal('NOT_FOUND');
        return { conferenceId, shared: true };
      },
      handle: sendTemplate,
    },
  ];
}

async function requireJob({ db, params }: RouteContext) {
  const found = await findImportJob(db, requireUuid(params['jobId']));
  if (!found) throw new Refusal('NOT_FOUND');
  return found;
}

function requireUuid(value: string | undefined): string {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value ?? ''))
    throw new Refusal('NOT_FOUND');
  return value ?? '';
}

async function sendReturnedRows(context: RouteContext, job: ImportJobRecord): Promise<void> {
  const layout = job.layout as ImportLayout | null;
  if (layout === null) throw new Refusal('CONFLICT');
  const { book, finish } = startDownload(context, 'dong-tra-lai.xlsx');
  const sheet = book.addWorksheet('Dòng trả lại', { views: [{ state: 'frozen', ySplit: 1 }] });
  const titles = layout.columns.map((column) => column.title);
  sheet.columns = [{ width: 8 }, ...titles.map(() => ({ width: 20 })), { width: 70 }];
  const head = sheet.addRow(['Dòng', ...titles, 'Lý do']);
  head.font = { bold: true };
  head.commit();
  await eachReturnedRow(context, job.id, (row) => {
    const cells = row.cells as (string | null)[];
    const reason = reasonOf(row.doubts as Doubt[], layout);
    sheet
      .addRow([row.rowNumber, ...titles.map((_, index) => cells[index] ?? null), reason])
      .commit();
  });
  await finish();
}

async function eachReturnedRow(
  { db, response }: RouteContext,
  jobId: string,
  write: (row: ImportRowRecord) => void,
): Promise<void> {
  // Nobody may be left to read it: a download is easily cancelled.
  for (let after = 0; !response.destroyed;) {
    const rows = await pageReturnedRows(db, { jobId, after, limit: PAGE_ROWS });
    if (rows.length === 0) return;
    rows.forEach(write);
    after = rows.at(-1)!.rowNumber;
  }
}

/** What keeps the row out, one sentence a doubt, with the column where it stands. */
function reasonOf(doubts: readonly Doubt[], layout: ImportLayout): string {
  return doubts
    .filter(({ severity, decision }) => {
      return (
        severity === 'refuse' || (severity === 'ask' && (decision ?? 'LEAVE_OUT') === 'LEAVE_OUT')
      );
    })
    .map(({ code, column, suggestion, otherRow }) => {
      const name = layout.columns.find((each) => each.column === column)?.name;
      const place = name === undefined ? '' : `Cột ${name}: `;
      const other = otherRow === undefined ? '' : ` (dòng ${otherRow})`;
      const proposal = suggestion ? ` Gợi ý: ${suggestion}.` : '';
      return `${place}${DOUBT_TEXTS[code].vi}${other}.${proposal}`;
    })
    .join(' ');
}

async function sendTemplate(context: RouteContext): Promise<void> {
  const kind = importKind.safeParse(context.params['kind']?.replace(/\.xlsx$/, '')).data;
  if (kind === undefined) throw new Refusal('NOT_FOUND');
  const { book, finish } = startDownload(
    context,
    kind === 'SITES' ? 'mau-diem-cau.xlsx' : 'mau-trieu-tap.xlsx',
  );
  const sheet = book.addWorksheet(kind === 'SITES' ? 'Điểm cầu' : 'Danh sách triệu tập', {
    views: [{ state: 'frozen', ySplit: 1 }],
  });
  const { columns, rows } = TEMPLATE_NOTES[kind];
  // Text, so that codes and telephone numbers keep their zeros.
  sheet.columns = columns.map(() => ({ width: 22, style: { numFmt: '@' } }));
  const head = sheet.addRow(columns.map((field) => FIELD_TITLES[field].vi));
  head.font = { bold: true };
  head.commit();
  for (const row of rows) sheet.addRow([...row]).commit();
  await finish();
}
