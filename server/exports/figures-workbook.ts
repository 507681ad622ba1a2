import type { Writable } from 'node:stream';
import type { Worksheet } from 'exceljs';
import { presentOnlineOf, presentShare, unmarkedOf } from '#domain/figures.ts';
import type { FigureCounts } from '#domain/figures.ts';
import { planSentence, presentSentence } from '#domain/figures-sentence.ts';
import { formatCount } from '#domain/text/number-format.ts';
import { HEAD_ROWS, putHead, putSignatures } from './letterhead.ts';
import type { ReportHead } from './letterhead.ts';
import type { FigureReport, ReportLine } from './report-lines.ts';
import { romanNumeral } from './roman-numeral.ts';
import { COUNT_FORMAT, openWorkbook, putCell, RowWriter, SHARE_FORMAT } from './sheet.ts';
import type { CellLook } from './sheet.ts';

type Subject = 'unit' | 'site';

/** A column of the official layout: its head, over one or two rows, and its figure. */
interface FigureColumn {
  group?: string;
  head: string;
  width: number;
  read: (counts: FigureCounts) => number | null;
  format: string;
}

const NAME: Record<Subject, string> = { unit: 'Đơn vị', site: 'Điểm cầu' };
const HEAD_FIRST = HEAD_ROWS + 1;
const HEAD_LAST = HEAD_ROWS + 2;

const count = (head: string, read: FigureColumn['read'], group?: string): FigureColumn => ({
  head,
  read,
  width: 10,
  format: COUNT_FORMAT,
  ...(group ? { group } : {}),
});

const PRESENT = 'Có mặt';
const ABSENT = 'Vắng';
const FIGURES: readonly FigureColumn[] = [
  count('Triệu tập', (counts) => counts.summoned),
  count('Tổng', (counts) => counts.present, PRESENT),
  count('Trực tiếp', (counts) => counts.presentDirect, PRESENT),
  count('Trực tuyến', presentOnlineOf, PRESENT),
  count('Truyền hình', (counts) => counts.presentTelevision, PRESENT),
  count('Dự thay', (counts) => counts.substitute, PRESENT),
  count('Muộn', (counts) => counts.late, PRESENT),
  count('Có lý do', (counts) => counts.excused, ABSENT),
  count('Không lý do', (counts) => counts.unexcused, ABSENT),
  count('Chưa điểm danh', unmarkedOf),
  {
    head: 'Tỉ lệ %',
    width: 9,
    read: (counts) => {
      const share = presentShare(counts);
      return share === null ? null : share / 100;
    },
    format: SHARE_FORMAT,
  },
];

const FIRST_FIGURE = 3;
const NOTE = FIRST_FIGURE + FIGURES.length;

/** Writes the figures of a session in the official layout while it makes them. */
export async function writeFiguresWorkbook(
  out: Writable,
  given: {
    subject: Subject;
    report: FigureReport;
    head: Omit<ReportHead, 'title' | 'sentence' | 'columns'>;
  },
): Promise<void> {
  const { subject, report, head } = given;
  const { workbook, sheet } = openWorkbook(out, {
    name: `Theo ${NAME[subject].toLocaleLowerCase('vi')}`,
    widths: [6, 40, ...FIGURES.map(({ width }) => width), 30],
    headRows: [HEAD_FIRST, HEAD_LAST],
  });
  putHead(sheet, { ...head, title: titleOf(subject), sentence: sentenceOf(report), columns: NOTE });
  putTableHead(sheet, NAME[subject]);
  for (let row = 1; row <= HEAD_LAST; row += 1) sheet.getRow(row).commit();
  const rows = new RowWriter();
  let next = HEAD_LAST + 1;
  for (const [index, group] of report.groups.entries()) {
    await rows.commit(
      putLine(sheet, next++, { ordinal: romanNumeral(index + 1), line: group, look: BOLD }),
    );
    for (const [place, line] of group.lines.entries()) {
      await rows.commit(putLine(sheet, next++, { ordinal: String(place + 1), line, look: {} }));
    }
  }
  const note = report.halls.walkIn > 0 ? `Ngoài danh sách ${formatCount(report.halls.walkIn)}` : '';
  const total = { name: 'Tổng cộng', counts: report.total, note };
  await rows.commit(putLine(sheet, next++, { ordinal: '', line: total, look: BOLD }));
  putSignatures(sheet, { row: next + 1, columns: NOTE, atMs: head.atMs });
  sheet.commit();
  await workbook.commit();
}

const BOLD = { isBold: true } as const;

function titleOf(subject: Subject): string {
  return `BÁO CÁO QUÂN SỐ THAM DỰ THEO ${NAME[subject].toLocaleUpperCase('vi')}`;
}

function sentenceOf({ tiers, total }: FigureReport): string {
  const plan = planSentence({ tiers, summoned: total.summoned }, 'vi');
  return `Hội nghị được tổ chức tới ${plan}; ${presentSentence(total, 'vi')}.`;
}

/** Two rows: groups of columns above their parts, everything else over both. */
function putTableHead(sheet: Worksheet, name: string): void {
  const look = { isBold: true, hasBox: true, align: 'center' } as const;
  const both = (column: number, text: string) => {
    putCell(sheet.getCell(HEAD_FIRST, column), text, look);
    putCell(sheet.getCell(HEAD_LAST, column), null, look);
    sheet.mergeCells(HEAD_FIRST, column, HEAD_LAST, column);
  };
  both(1, 'STT');
  both(2, name);
  both(NOTE, 'Ghi chú');
  for (const [index, { group, head }] of FIGURES.entries()) {
    const column = FIRST_FIGURE + index;
    if (group === undefined) {
      both(column, head);
    } else {
      putCell(sheet.getCell(HEAD_FIRST, column), group, look);
      putCell(sheet.getCell(HEAD_LAST, column), head, look);
    }
  }
  for (const group of [PRESENT, ABSENT]) {
    const first = FIRST_FIGURE + FIGURES.findIndex((column) => column.group === group);
    const last = FIRST_FIGURE + FIGURES.findLastIndex((column) => column.group === group);
    sheet.mergeCells(HEAD_FIRST, first, HEAD_FIRST, last);
  }
  sheet.getRow(HEAD_LAST).height = 34;
}

function putLine(
  sheet: Worksheet,
  row: number,
  { ordinal, line, look }: { ordinal: string; line: ReportLine; look: CellLook },
) {
  const at = sheet.getRow(row);
  const boxed = { ...look, hasBox: true as const };
  putCell(at.getCell(1), ordinal, { ...boxed, align: 'center' });
  putCell(at.getCell(2), line.name, boxed);
  for (const [index, { read, format }] of FIGURES.entries()) {
    const value = read(line.counts);
    putCell(at.getCell(FIRST_FIGURE + index), value, { ...boxed, align: 'right', format });
  }
  putCell(at.getCell(NOTE), line.note, boxed);
  return at;
}
