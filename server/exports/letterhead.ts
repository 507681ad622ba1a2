import type { Worksheet } from 'exceljs';
import {
  formatFormalDate,
  formatDate,
  formatTime,
  toVietnamDate,
} from '#domain/text/date-format.ts';
import { putAcross } from './sheet.ts';

/** What stands above and below the table of every report. */
export interface ReportHead {
  organisation: string;
  title: string;
  conferenceName: string;
  sessionName: string;
  /** The announcer's sentence, or another line under the title. */
  sentence: string;
  /** The moment that the figures are true for. */
  atMs: number;
  columns: number;
}

/** Rows that `putHead` takes; the table's head begins after them. */
export const HEAD_ROWS = 8;

const STATE_BODY = /^(ủy ban nhân dân|ubnd|hội đồng nhân dân|hđnd|sở|bộ|văn phòng ủy ban)(\s|$)/iu;

/** The names above a formal report: of the Party, or of the State where a state body holds it. */
export function putHead(sheet: Worksheet, head: ReportHead): void {
  const { columns } = head;
  const left = { from: 1, to: Math.floor(columns / 2) - 1 };
  const right = { from: Math.floor(columns / 2) + 1, to: columns };
  const isState = STATE_BODY.test(head.organisation.normalize('NFC'));
  const bold = { isBold: true, align: 'center' } as const;
  const plain = { align: 'center' } as const;
  const organisation = head.organisation.toLocaleUpperCase('vi');
  putAcross(sheet, { row: 1, ...left }, { text: organisation, look: bold });
  putAcross(
    sheet,
    { row: 1, ...right },
    isState
      ? { text: 'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM', look: bold }
      : { text: 'ĐẢNG CỘNG SẢN VIỆT NAM', look: { ...bold, isUnderlined: true } },
  );
  putAcross(sheet, { row: 2, ...left }, { text: isState ? '' : '*', look: plain });
  putAcross(
    sheet,
    { row: 2, ...right },
    isState
      ? { text: 'Độc lập - Tự do - Hạnh phúc', look: { ...bold, isUnderlined: true } }
      : { text: formalDay(head.atMs), look: { ...plain, isItalic: true } },
  );
  const whole = { from: 1, to: columns };
  const lines: [text: string, look: object][] = [
    [head.title, { ...bold, sizePt: 14 }],
    [head.conferenceName, bold],
    [
      `${head.sessionName} – số liệu lúc ${formatTime(head.atMs)} ngày ${formatDate(head.atMs)}`,
      { ...plain, isItalic: true },
    ],
    [head.sentence, plain],
  ];
  for (const [index, [text, look]] of lines.entries()) {
    putAcross(sheet, { row: 4 + index, ...whole }, { text, look });
  }
  sheet.getRow(5).height = 34;
  sheet.getRow(7).height = 34;
}

/** Room for the names of those who answer for the figures. */
export function putSignatures(
  sheet: Worksheet,
  place: { row: number; columns: number; atMs: number },
): void {
  const { row, columns } = place;
  const left = { from: 1, to: Math.floor(columns / 2) - 1 };
  const right = { from: Math.floor(columns / 2) + 1, to: columns };
  const bold = { isBold: true, align: 'center' } as const;
  const small = { isItalic: true, align: 'center' } as const;
  putAcross(sheet, { row, ...right }, { text: formalDay(place.atMs), look: small });
  putAcross(sheet, { row: row + 1, ...left }, { text: 'NGƯỜI LẬP BIỂU', look: bold });
  putAcross(sheet, { row: row + 1, ...right }, { text: 'T/M BAN TỔ CHỨC', look: bold });
  const sign = { text: '(Ký, ghi rõ họ tên)', look: small };
  putAcross(sheet, { row: row + 2, ...left }, sign);
  putAcross(sheet, { row: row + 2, ...right }, sign);
}

/** The place is written in by hand: a round has no one town. */
function formalDay(atMs: number): string {
  return `……………, ${formatFormalDate(toVietnamDate(atMs))}`;
}
