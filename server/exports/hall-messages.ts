import type { Db } from '#db/client.ts';
import { findConference } from '#db/queries/conference.ts';
import { listConferenceLinks } from '#db/queries/device.ts';
import { listSites } from '#db/queries/site.ts';
import { actorKey, DEVICE_KINDS } from '#domain/actor.ts';
import type { DeviceKind } from '#domain/actor.ts';
import { Refusal } from '../commands/refusal.ts';
import type { HttpRoute } from '../http/route.ts';
import { audit } from '../identity/audit.ts';
import { ensureDeviceLinks } from '../identity/device-links.ts';
import { messageOfHall, showLink } from '../identity/shown-links.ts';
import { requireId, sendSheet } from './workbook.ts';

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
    scope: async (context) => {
      const conferenceId = requireId(context, 'conferenceId');
      if (!(await findConference(context.db, conferenceId))) throw new Refusal('NOT_FOUND');
      return { conferenceId };
    },
    handle: async (context) => {
      const conferenceId = requireId(context, 'conferenceId');
      const { db, actor, origin } = context;
      const rows = await hallRows(db, { conferenceId, origin, masterKey: parts.masterKey });
      await audit(db, {
        actorKey: actorKey(actor),
        action: 'hall-messages:export',
        subject: { conferenceId },
      });
      const sheet = sendSheet(context, {
        fileName: 'tin-nhan-diem-cau.xlsx',
        title: 'Điểm cầu',
        columns: COLUMNS,
      });
      for (const row of rows) sheet.add(row);
      await sheet.finish();
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
