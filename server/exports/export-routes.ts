import type { ServerResponse } from 'node:http';
import { PassThrough } from 'node:stream';
import type { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import { readCells } from '#contract/figures-fold.ts';
import type { Tx } from '#db/client.ts';
import { findFigureSession } from '#db/queries/figure-session.ts';
import type { FigureSessionRow } from '#db/queries/figure-session.ts';
import { readAbsentees } from '#db/queries/people.ts';
import { auditEntry } from '#db/schema/audit.ts';
import { actorKey } from '#domain/actor.ts';
import { totalOf } from '#domain/figures.ts';
import { reachOf } from '#domain/permissions.ts';
import type { Permission, RowScope } from '#domain/permissions.ts';
import { foldKey } from '#domain/text/fold.ts';
import { Refusal } from '../commands/refusal.ts';
import { FigureAudience } from '../figures/figure-audience.ts';
import { FigureState } from '../figures/figure-state.ts';
import type { HttpRoute, RouteContext } from '../http/route.ts';
import { writeAbsenteesWorkbook } from './absentees-workbook.ts';
import { writeFiguresWorkbook } from './figures-workbook.ts';
import { reportBySite, reportByUnit } from './report-lines.ts';

const PAGE_ROWS = 1_000;
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** One download on its way. */
interface Download extends RouteContext {
  tx: Tx;
  out: Writable;
  session: FigureSessionRow;
}

/** Downloads of a session's figures; each is cut to the reader's reach and written to the audit log. */
export const exportRoutes: HttpRoute[] = [
  exportRoute({
    file: 'figures-by-unit',
    permission: 'figures:export',
    name: 'quan-so-theo-don-vi',
    write: (download) => writeFigures(download, 'unit'),
  }),
  exportRoute({
    file: 'figures-by-site',
    permission: 'figures:export',
    name: 'quan-so-theo-diem-cau',
    write: (download) => writeFigures(download, 'site'),
  }),
  exportRoute({
    file: 'absentees',
    permission: 'people:read',
    name: 'danh-sach-vang',
    write: writeAbsentees,
  }),
];

function exportRoute(given: {
  file: string;
  permission: Permission;
  /** The file's name on the reader's disk, before the session's name. */
  name: string;
  write: (download: Download) => Promise<void>;
}): HttpRoute {
  return {
    method: 'GET',
    path: `/api/exports/sessions/:sessionId/${given.file}.xlsx`,
    permission: given.permission,
    scope: sessionScope,
    handle: async (context) => {
      const session = await findSession(context);
      await context.db.insert(auditEntry).values({
        actorKey: actorKey(context.actor),
        action: `export:${given.file}`,
        subject: { sessionId: session.id },
      });
      const { response } = context;
      announce(response, `${given.name}-${foldKey(session.name).replace(/[^a-z0-9]+/g, '-')}.xlsx`);
      const out = new PassThrough();
      // Fails when the reader goes away: what is written then must not wait for them for ever.
      const sent = pipeline(out, response);
      sent.catch(() => {});
      // One moment for the whole file, however long it takes: its sums fit its lines.
      await context.db.transaction(
        (tx) => Promise.race([given.write({ ...context, tx, out, session }), sent]),
        { isolationLevel: 'repeatable read', accessMode: 'read only' },
      );
      await sent;
    },
  };
}

async function writeFigures(download: Download, subject: 'unit' | 'site'): Promise<void> {
  const snapshot = await readFigures(download, 'figures:export');
  const report = subject === 'unit' ? reportByUnit(snapshot) : reportBySite(snapshot);
  await writeFiguresWorkbook(download.out, { subject, report, head: headOf(download) });
}

async function writeAbsentees(download: Download): Promise<void> {
  const { tx, actor, session } = download;
  const { conferenceId, id: sessionId } = session;
  const total = totalOf(readCells(await readFigures(download, 'people:read')));
  const reach = reachOf(actor, 'people:read', conferenceId);
  const filter = { sessionId, conferenceId, reach, search: '' };
  await writeAbsenteesWorkbook(download.out, {
    pages: readAbsentees(tx, { filter, pageRows: PAGE_ROWS }),
    absent: total.summoned - total.present,
    head: headOf(download),
  });
}

async function readFigures({ tx, actor, session }: Download, permission: Permission) {
  const { conferenceId, id: sessionId } = session;
  const state = await FigureState.load(tx, { sessionId, conferenceId });
  return new FigureAudience(state, reachOf(actor, permission, conferenceId)).snapshot(state);
}

function headOf({ session, now }: Download) {
  const { organisation, conferenceName, name } = session;
  return { organisation, conferenceName, sessionName: name, atMs: now().getTime() };
}

function announce(response: ServerResponse, fileName: string): void {
  response.writeHead(200, {
    'content-type': XLSX,
    'content-disposition': `attachment; filename="${fileName}"`,
    'cache-control': 'no-store',
  });
}

/** Everybody who takes part may ask; what the file holds is cut to their reach. */
async function sessionScope(context: RouteContext): Promise<RowScope> {
  return { conferenceId: (await findSession(context)).conferenceId, shared: true };
}

/** @throws Refusal NOT_FOUND */
async function findSession({ params, db }: RouteContext): Promise<FigureSessionRow> {
  const sessionId = z.uuid().safeParse(params['sessionId']);
  const session = sessionId.success ? await findFigureSession(db, sessionId.data) : null;
  if (!session) throw new Refusal('NOT_FOUND');
  return session;
}
