import ExcelJS from 'exceljs';
import type { Db } from '#db/client.ts';
import { findConference } from '#db/queries/conference.ts';
import { listConferenceLinks } from '#db/queries/device.ts';
import { listSites } from '#db/queries/site.ts';
import { actorKey, DEVICE_KINDS } from '#domain/actor.ts';
import type { DeviceKind } from '#domain/actor.ts';
import { Refusal } from '../commands/refusal.ts';
import type { HttpRoute, RouteContext } from '../http/route.ts';
import { audit } from '../identity/audit.ts';
import { ensureDeviceLinks } from '../identity/device-links.ts';
import { messageOfHall, showLink } from '../identity/shown-links.ts';

const WORKBOOK_TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

const CODE_TITLES: Record<DeviceKind, string> = {
  CONSOLE: 'Mã bàn kỹ thuật',
  PROJECTOR: 'Mã máy chiếu',
  DOOR: 'Mã bàn điểm danh',
  HEADCOUNT: 'Mã báo cáo quân số',
};
const COLUMNS = [
  { header: 'STT', width: 6 },
  { header: 'Mã điểm cầu', width: 14 },
  { header: 'Điểm cầu', width: 40 },
  { header: 'Đơn vị', width: 34 },
  { header: 'Đầu mối', width: 24 },
  { header: 'Số điện thoại', width: 16 },
  ...DEVICE_KINDS.map((kind) => ({ header: CODE_TITLES[kind], width: 20 })),
  { header: 'Tin nhắn gửi điểm cầu', width: 90 },
];

/** One workbook with the message, the links and the codes of every hall: for sending in bulk. */
export function createHallMessageRoute(parts: { masterKey: string }): HttpRoute {
  return {
    method: 'GET',
    path: '/api/exports/conferences/:conferenceId/hall-messages.xlsx',
    permission: 'device:manage',
    scope: async ({ db, params }) => {
      const conferenceId = params['conferenceId'] ?? '';
      if (!UUID.test(conferenceId)) throw new Refusal('NOT_FOUND');
      if (!(await findConference(db, conferenceId))) throw new Refusal('NOT_FOUND');
      return { conferenceId };
    },
    handle: async (context) => {
      const conferenceId = context.params['conferenceId'] ?? '';
      const { db, actor, origin, response } = context;
      const rows = await hallRows(db, { conferenceId, origin, masterKey: parts.masterKey });
      await audit(db, {
        actorKey: actorKey(actor),
        action: 'hall-messages:export',
        subject: { conferenceId },
      });
      response.writeHead(200, {
        'content-type': WORKBOOK_TYPE,
        'cache-control': 'no-store',
        'content-disposition': 'attachment; filename="tin-nhan-diem-cau.xlsx"',
      });
      await writeWorkbook(response, rows);
    },
  };
}

async function hallRows(
  db: Db,
  asked: { conferenceId: string; origin: string; masterKey: string },
): Promise<(string | number)[][]> {
  const { conferenceId, origin, masterKey } = asked;
  const conference = await findConference(db, conferenceId);
  if (!conference) throw new Refusal('NOT_FOUND');
  await ensureDeviceLinks(db, { conferenceId }, masterKey);
  const [sites, linksOf] = await Promise.all([
    listSites(db, { conferenceId, reach: { kind: 'ALL' } }),
    listConferenceLinks(db, conferenceId),
  ]);
  return sites.map((site, index) => {
    const links = (linksOf.get(site.id) ?? []).map((row) => showLink(row, { masterKey, origin }));
    const codes = DEVICE_KINDS.map(
      (kind) => links.find((link) => link.deviceKind === kind)?.code ?? '',
    );
    const { vi } = messageOfHall({ site, conference, links, origin });
    const { code, name, unitName, contactName, contactPhone } = site;
    return [index + 1, code, name, unitName, contactName, contactPhone, ...codes, vi];
  });
}

async function writeWorkbook(
  response: RouteContext['response'],
  rows: readonly (string | number)[][],
): Promise<void> {
  const book = new ExcelJS.stream.xlsx.WorkbookWriter({ stream: response, useStyles: true });
  const sheet = book.addWorksheet('Điểm cầu', {
    views: [{ state: 'frozen', ySplit: 1, xSplit: 3 }],
    pageSetup: { paperSize: 9, orientation: 'landscape' },
  });
  // Text, so that codes and telephone numbers keep their zeros.
  sheet.columns = COLUMNS.map(({ width }) => ({ width, style: { numFmt: '@' } }));
  const head = sheet.addRow(COLUMNS.map(({ header }) => header));
  head.font = { bold: true };
  head.commit();
  for (const row of rows) {
    const line = sheet.addRow(row);
    line.alignment = { vertical: 'top', wrapText: true };
    line.commit();
  }
  sheet.autoFilter = { from: { row: 1, column: 1 }, to: { row: 1, column: COLUMNS.length } };
  await book.commit();
}
