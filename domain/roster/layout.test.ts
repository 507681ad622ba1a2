import { describe, expect, it } from 'vitest';
import type { SheetRow } from './cell.ts';
import type { ImportKind } from './fields.ts';
import type { Merge } from './layout.ts';
import { detectLayout } from './layout.ts';
import { rowKind } from './row-kind.ts';

const sheet = (rows: (string | null)[][]): SheetRow[] =>
  rows.map((cells, index) => ({
    number: index + 1,
    isHidden: false,
    cells: cells.map((text) => (text === null ? undefined : { kind: 'text' as const, text })),
  }));

function detect(rows: (string | null)[][], options: { kind?: ImportKind; merges?: Merge[] } = {}) {
  const { kind = 'ROSTER', merges = [] } = options;
  return detectLayout({ kind, sheet: 0, rows: sheet(rows), merges });
}

const fields = (layout: ReturnType<typeof detect>) => layout?.columns.map((column) => column.field);

describe('detectLayout', () => {
  it('finds one header row below titles', () => {
    const layout = detect([
      ['ĐẢNG BỘ THÀNH PHỐ'],
      ['DANH SÁCH ĐẠI BIỂU'],
      ['STT', 'Mã ĐB', 'Họ và tên', 'Năm sinh', 'Chức vụ', 'Đơn vị công tác', 'SĐT'],
      ['1', '001', 'Nguyễn Văn An', '1975', 'Bí thư', 'Sở Y tế', '0912345678'],
    ]);
    expect(layout).toMatchObject({ headerFrom: 3, headerTo: 3 });
    expect(fields(layout)).toEqual([
      'ordinal',
      'code',
      'fullName',
      'birth',
      'position',
      'unitName',
      'phone',
    ]);
  });

  it('finds two rows without merge information, with codes and names under one title', () => {
    const layout = detect([
      ['TT', 'Họ và tên', null, 'Năm sinh', null, 'Điểm cầu', null, 'Đơn vị', null],
      [null, 'Họ đệm', 'Tên', 'Nam', 'Nữ', 'Mã', 'Tên', 'Mã', 'Tên'],
      ['1', 'Nguyễn Văn', 'An', '1970', null, 'HN-001', 'Ba Đình', 'DV1', 'Sở Y tế'],
    ]);
    expect(layout).toMatchObject({ headerFrom: 1, headerTo: 2 });
    expect(fields(layout)).toEqual([
      'ordinal',
      'familyAndMiddle',
      'given',
      'birth',
      'birth',
      'siteCode',
      'siteName',
      'unitCode',
      'unitName',
    ]);
  });

  it('splits a name title merged over two columns', () => {
    const merges = [{ top: 1, bottom: 1, left: 1, right: 2 }];
    const rows = [
      ['STT', 'Họ và tên', null, 'Điểm cầu'],
      ['1', 'Nguyễn Văn', 'An', 'Ba Đình'],
    ];
    expect(fields(detect(rows, { merges }))).toEqual([
      'ordinal',
      'familyAndMiddle',
      'given',
      'siteName',
    ]);
  });

  it('reads NFD titles, line breaks and marks of obligation', () => {
    const rows = [
      ['Stt', 'HỌ VÀ TÊN (*)'.normalize('NFD'), 'Mã\nđiểm cầu', 'Cột lạ'],
      ['1', 'A B', 'x', 'y'],
    ];
    expect(fields(detect(rows))).toEqual(['ordinal', 'fullName', 'siteCode', null]);
  });

  it('reads hall lists', () => {
    const rows = [
      [
        'Mã',
        'Tên điểm cầu',
        'Cấp',
        'Hình thức',
        'Đơn vị',
        'Người liên hệ',
        'Điện thoại',
        'Điểm cầu cấp trên',
        'Số triệu tập',
      ],
    ];
    expect(fields(detect(rows, { kind: 'SITES' }))).toEqual([
      'code',
      'name',
      'tier',
      'mode',
      'unitName',
      'contactName',
      'contactPhone',
      'parentCode',
      'plannedCount',
    ]);
  });

  it('finds nothing where no column names anybody', () => {
    expect(
      detect([
        ['a', 'b'],
        ['STT', 'Ghi chú'],
      ]),
    ).toBeNull();
  });
});

describe('rowKind', () => {
  const header = ['STT', 'Mã', 'Họ và tên', 'Chức vụ', 'Điểm cầu', 'Điện thoại'];
  const layout = detect([header])!;
  const kind = (cells: (string | null)[]) => rowKind(sheet([cells])[0]!, layout);

  it.each([
    [[null, null], 'EMPTY'],
    [['(1)', '(2)', '(3)', '(4)', '(5)', '(6)'], 'REPEATED_HEADER'],
    [header, 'REPEATED_HEADER'],
    [['I', null, 'Khối các cơ quan Đảng'], 'SECTION_ROW'],
    [['Đảng ủy phường Ba Đình'], 'SECTION_ROW'],
    [['Tổng cộng', null, '52 đại biểu'], 'TOTAL_ROW'],
    [[null, null, null, null, 'Hà Nội, ngày 05 tháng 7 năm 2026'], 'SIGNATURE_ROW'],
    [[null, null, 'NGƯỜI LẬP BIỂU', null, 'T/M BAN THƯỜNG VỤ'], 'SIGNATURE_ROW'],
    [['1', '001', 'Nguyễn Văn An', 'Bí thư', 'HN-001', '0912345678'], null],
    [['1', '001', 'Tống Công Tổng'], null],
    [['2', null, 'Lê Thị Bí', null, 'Ba Đình'], null],
    [['17', null, 'Nguyễn Ngày', 'Chủ tịch'], null],
  ] as [(string | null)[], string | null][])('%j is %s', (cells, expected) => {
    expect(kind(cells)).toBe(expected);
  });
});
