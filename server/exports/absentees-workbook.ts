import type { Writable } from 'node:stream';
import type { PersonRow } from '#db/queries/people.ts';
import { formatCount } from '#domain/text/number-format.ts';
import { HEAD_ROWS, putHead, putSignatures } from './letterhead.ts';
import type { ReportHead } from './letterhead.ts';
import { openWorkbook, putCell, RowWriter } from './sheet.ts';

const COLUMNS: readonly { head: string; width: number; read: (person: PersonRow) => string }[] = [
  { head: 'Mã đại biểu', width: 14, read: (person) => person.rosterCode },
  { head: 'Họ đệm', width: 22, read: (person) => person.familyName },
  { head: 'Tên', width: 10, read: (person) => person.givenName },
  { head: 'Chức vụ', width: 32, read: (person) => person.position },
  { head: 'Đơn vị', width: 32, read: (person) => person.unitName },
  { head: 'Thành phần', width: 22, read: (person) => person.categoryName },
  { head: 'Điểm cầu', width: 30, read: (person) => person.siteName },
  { head: 'Tình trạng', width: 18, read: (person) => STATUS[person.status] },
  { head: 'Lý do', width: 30, read: (person) => person.reason },
];

const STATUS: Record<PersonRow['status'], string> = {
  PRESENT: 'Có mặt',
  EXCUSED: 'Vắng có lý do',
  UNEXCUSED: 'Vắng không lý do',
  UNMARKED: 'Chưa điểm danh',
};

const HEAD_ROW = HEAD_ROWS + 1;

/** Writes everybody who is not present, with reasons, while the pages of people come in. */
export async function writeAbsenteesWorkbook(
  out: Writable,
  given: {
    pages: AsyncIterable<PersonRow[]>;
    absent: number;
    head: Omit<ReportHead, 'title' | 'sentence' | 'columns'>;
  },
): Promise<void> {
  const { workbook, sheet } = openWorkbook(out, {
    name: 'Danh sách vắng',
    widths: [6, ...COLUMNS.map(({ width }) => width)],
    headRows: [HEAD_ROW, HEAD_ROW],
  });
  const columns = COLUMNS.length + 1;
  const sentence = `Chưa có mặt ${formatCount(given.absent)} đại biểu.`;
  const title = 'DANH SÁCH ĐẠI BIỂU VẮNG MẶT';
  putHead(sheet, { ...given.head, title, sentence, columns });
  const look = { isBold: true, hasBox: true, align: 'center' } as const;
  putCell(sheet.getCell(HEAD_ROW, 1), 'STT', look);
  for (const [index, { head }] of COLUMNS.entries()) {
    putCell(sheet.getCell(HEAD_ROW, index + 2), head, look);
  }
  for (let row = 1; row <= HEAD_ROW; row += 1) sheet.getRow(row).commit();
  const rows = new RowWriter();
  let ordinal = 0;
  for await (const people of given.pages) {
    for (const person of people) {
      ordinal += 1;
      const row = sheet.getRow(HEAD_ROW + ordinal);
      putCell(row.getCell(1), ordinal, { hasBox: true, align: 'center' });
      for (const [index, { read }] of COLUMNS.entries()) {
        putCell(row.getCell(index + 2), read(person), { hasBox: true });
      }
      await rows.commit(row);
    }
  }
  putSignatures(sheet, { row: HEAD_ROW + ordinal + 2, columns, atMs: given.head.atMs });
  sheet.commit();
  await workbook.commit();
}
