/**
 * A roster workbook as units really send them, of any size and always the same: title rows, a merged
 * header of two rows, names in two columns, and a known set of faults. For tests, journeys and load.
 */
import ExcelJS from 'exceljs';

/** One planted fault, and what the import must say about its row. */
export interface PlantedFault {
  row: number;
  /** The doubt's code. */
  doubt: string;
  outcome: 'in' | 'asked' | 'refused';
}

export interface RosterWorkbook {
  path: string;
  /** People in the file, with those who cannot go in. */
  people: number;
  refused: number;
  asked: number;
  faults: PlantedFault[];
  /** Number of the first row with a person. */
  firstRow: number;
}

interface Place {
  code: string;
  name: string;
}

const FAMILIES = [
  'Nguyễn',
  'Trần',
  'Lê',
  'Phạm',
  'Hoàng',
  'Huỳnh',
  'Phan',
  'Vũ',
  'Võ',
  'Đặng',
  'Bùi',
  'Đỗ',
  'Hồ',
  'Ngô',
  'Dương',
  'Lý',
];
const MIDDLES = [
  'Văn',
  'Thị',
  'Đức',
  'Minh',
  'Quang',
  'Thị Thu',
  'Ngọc',
  'Hữu',
  'Xuân',
  'Thanh',
  'Thị Kim',
  'Công',
];
const GIVENS = [
  'An',
  'Bình',
  'Cường',
  'Dũng',
  'Đạt',
  'Giang',
  'Hà',
  'Hòa',
  'Hùng',
  'Hương',
  'Khánh',
  'Lan',
  'Linh',
  'Long',
  'Mai',
  'Nam',
  'Nga',
  'Phúc',
  'Phượng',
  'Quân',
  'Sơn',
  'Tâm',
  'Thảo',
  'Thúy',
  'Tuấn',
  'Uyên',
  'Vinh',
  'Yến',
];
const POSITIONS = [
  'Bí thư chi bộ',
  'Phó Bí thư',
  'Ủy viên Ban Thường vụ',
  'Trưởng phòng',
  'Phó Trưởng phòng',
  'Chuyên viên',
  'Đảng viên',
];
const CATEGORIES = ['Đại biểu chính thức', 'Cán bộ chủ chốt', 'Báo cáo viên', 'Đại biểu mời'];

/** The generated people of row `index` (0-based), in the file's columns. */
function person(index: number, sites: readonly Place[]): ExcelJS.CellValue[] {
  const site = sites[index % sites.length]!;
  const middle = MIDDLES[Math.floor(index / 7) % MIDDLES.length]!;
  return [
    index + 1,
    String(index + 1).padStart(6, '0'),
    `${FAMILIES[Math.floor(index / 3) % FAMILIES.length]} ${middle}`,
    GIVENS[index % GIVENS.length]!,
    1950 + (index % 55),
    POSITIONS[index % POSITIONS.length]!,
    site.code,
    site.name,
    CATEGORIES[index % CATEGORIES.length]!,
    `09${String(10_000_000 + index)}`,
    `${String.fromCharCode(65 + (index % 20))}${(index % 40) + 1}`,
    null,
  ];
}

/** Columns of the file, 0-based. */
const COLUMN = {
  code: 1,
  family: 2,
  given: 3,
  birth: 4,
  position: 5,
  siteCode: 6,
  siteName: 7,
  phone: 9,
  note: 11,
} as const;

interface Fault {
  doubt: string;
  outcome: PlantedFault['outcome'];
  apply: (
    cells: ExcelJS.CellValue[],
    context: { previousCode: string; sites: readonly Place[] },
  ) => void;
}

const FAULTS: readonly Fault[] = [
  {
    doubt: 'DUPLICATE_CODE',
    outcome: 'refused',
    apply: (c, { previousCode }) => void (c[COLUMN.code] = previousCode),
  },
  {
    doubt: 'DECOMPOSED_TEXT',
    outcome: 'in',
    apply: (c) => void (c[COLUMN.family] = 'Nguyễn Thị'.normalize('NFD')),
  },
  {
    doubt: 'ODD_SPACES',
    outcome: 'in',
    apply: (c) => void (c[COLUMN.family] = 'Trần\u00A0Văn\u00A0'),
  },
  {
    doubt: 'SITE_UNKNOWN',
    outcome: 'refused',
    apply(c) {
      c[COLUMN.siteCode] = 'ZZ-999';
      c[COLUMN.siteName] = 'Nhà văn hóa không có trong kế hoạch';
    },
  },
  {
    doubt: 'SITE_SIMILAR',
    outcome: 'asked',
    apply(c) {
      c[COLUMN.siteCode] = null;
      c[COLUMN.siteName] = `${String(c[COLUMN.siteName])}x`;
    },
  },
  {
    doubt: 'NAME_PREFIX',
    outcome: 'in',
    apply: (c) => void (c[COLUMN.family] = `đ/c ${String(c[COLUMN.family])}`),
  },
  {
    doubt: 'CODE_LOST_ZEROS',
    outcome: 'asked',
    apply: (c) => void (c[COLUMN.code] = Number(c[COLUMN.code])),
  },
  {
    doubt: 'PHONE_LOST_ZERO',
    outcome: 'in',
    apply: (c) => void (c[COLUMN.phone] = Number(c[COLUMN.phone])),
  },
  {
    doubt: 'CELL_TOO_LONG',
    outcome: 'asked',
    apply: (c) => void (c[COLUMN.note] = 'Ghi chú dài. '.repeat(385).slice(0, 5_000)),
  },
  {
    doubt: 'FORMULA',
    outcome: 'in',
    apply: (c) => void (c[COLUMN.position] = { formula: '"Trưởng"&" ban"', result: 'Trưởng ban' }),
  },
  {
    doubt: 'KEY_FORMULA_WITHOUT_VALUE',
    outcome: 'refused',
    apply: (c) =>
      void (c[COLUMN.given] = { formula: 'VLOOKUP(B8,X:Y,2,0)' } as ExcelJS.CellFormulaValue),
  },
  {
    doubt: 'ERROR_CELL',
    outcome: 'asked',
    apply: (c) => void (c[COLUMN.position] = { error: '#REF!' }),
  },
  {
    doubt: 'NAME_CAPITALS',
    outcome: 'in',
    apply(c) {
      c[COLUMN.family] = String(c[COLUMN.family]).toUpperCase();
      c[COLUMN.given] = String(c[COLUMN.given]).toUpperCase();
    },
  },
  { doubt: 'NAME_ONE_WORD', outcome: 'asked', apply: (c) => void (c[COLUMN.family] = null) },
  {
    doubt: 'NAME_MISSING',
    outcome: 'refused',
    apply(c) {
      c[COLUMN.family] = null;
      c[COLUMN.given] = null;
    },
  },
  {
    doubt: 'BIRTH_TWO_DIGIT_YEAR',
    outcome: 'in',
    apply: (c) => void (c[COLUMN.birth] = '21/8/75'),
  },
  {
    doubt: 'BIRTH_UNREADABLE',
    outcome: 'asked',
    apply: (c) => void (c[COLUMN.birth] = '08/21/1975'),
  },
  {
    doubt: 'PHONE_UNREADABLE',
    outcome: 'asked',
    apply: (c) => void (c[COLUMN.phone] = 'hỏi văn phòng'),
  },
];

/** Every doubt that the workbook plants once. */
export const PLANTED_DOUBTS: readonly string[] = FAULTS.map((fault) => fault.doubt);

const HEADER_ROW = 5;
export const FIRST_ROW = HEADER_ROW + 3;

/**
 * Writes the workbook, streaming. `faultRounds` says how often the whole set of faults is planted,
 * spread over the file; 0 gives a clean one.
 */
export async function writeRosterWorkbook(options: {
  path: string;
  people: number;
  sites: readonly Place[];
  faultRounds: number;
}): Promise<RosterWorkbook> {
  const { path, people, sites, faultRounds } = options;
  const book = new ExcelJS.stream.xlsx.WorkbookWriter({
    filename: path,
    useStyles: true,
    useSharedStrings: true,
  });
  const sheet = book.addWorksheet('Danh sách triệu tập');
  writeHead(sheet);
  const planned = planFaults(people, faultRounds);
  for (let index = 0; index < people; index += 1) {
    const cells = person(index, sites);
    planned.get(index)?.apply(cells, { previousCode: String(index).padStart(6, '0'), sites });
    sheet.addRow(cells).commit();
  }
  writeFoot(sheet, people);
  await book.commit();
  const faults = [...planned].map(([index, { doubt, outcome }]) => ({
    row: FIRST_ROW + index,
    doubt,
    outcome,
  }));
  const count = (outcome: string): number =>
    faults.filter((fault) => fault.outcome === outcome).length;
  return {
    path,
    people,
    faults,
    firstRow: FIRST_ROW,
    refused: count('refused'),
    asked: count('asked'),
  };
}

function planFaults(people: number, rounds: number): Map<number, Fault> {
  const planned = new Map<number, Fault>();
  const total = rounds * FAULTS.length;
  if (total === 0) return planned;
  // The row before a fault stays clean: the duplicate takes its code.
  const step = Math.floor(people / (total + 1));
  if (step < 2) throw new RangeError(`${people} people are too few for ${total} faults`);
  for (let index = 0; index < total; index += 1) {
    planned.set((index + 1) * step, FAULTS[index % FAULTS.length]!);
  }
  return planned;
}

function writeHead(sheet: ExcelJS.Worksheet): void {
  sheet
    .addRow(['THÀNH ỦY HÀ NỘI', null, null, null, null, null, null, 'ĐẢNG CỘNG SẢN VIỆT NAM'])
    .commit();
  sheet.addRow([]).commit();
  sheet
    .addRow(['DANH SÁCH TRIỆU TẬP HỘI NGHỊ NGHIÊN CỨU, HỌC TẬP, QUÁN TRIỆT NGHỊ QUYẾT'])
    .commit();
  sheet.addRow(['(Kèm theo Kế hoạch số 12-KH/TU)']).commit();
  sheet.addRow([
    'STT',
    'Mã đại biểu',
    'Họ và tên',
    null,
    'Ngày, tháng, năm sinh',
    'Chức vụ',
    'Điểm cầu',
    null,
    'Thành phần',
    'Số điện thoại',
    'Số ghế',
    'Ghi chú',
  ]);
  sheet.addRow([null, null, 'Họ đệm', 'Tên', null, null, 'Mã', 'Tên điểm cầu']);
  for (const column of ['A', 'B', 'E', 'F', 'I', 'J', 'K', 'L']) {
    sheet.mergeCells(`${column}${HEADER_ROW}:${column}${HEADER_ROW + 1}`);
  }
  sheet.mergeCells(`C${HEADER_ROW}:D${HEADER_ROW}`);
  sheet.mergeCells(`G${HEADER_ROW}:H${HEADER_ROW}`);
  sheet.addRow(Array.from({ length: 12 }, (_, index) => `(${index + 1})`)).commit();
}

function writeFoot(sheet: ExcelJS.Worksheet, people: number): void {
  sheet.addRow(['Tổng cộng', null, `${people} đại biểu`]).commit();
  sheet.addRow([]).commit();
  sheet
    .addRow([null, null, null, null, null, null, null, 'Hà Nội, ngày 05 tháng 7 năm 2026'])
    .commit();
  sheet
    .addRow([null, null, 'NGƯỜI LẬP BIỂU', null, null, null, null, 'T/M BAN THƯỜNG VỤ'])
    .commit();
}
