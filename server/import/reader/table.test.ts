import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SheetRow } from '#domain/roster/cell.ts';
import { READ_LIMITS } from './limits.ts';
import { FileRefusal } from './refusal.ts';
import { openTable } from './table.ts';
import type { HandMadeBook } from './zip-writer.fixture.ts';
import { bookParts, writeBook, zip } from './zip-writer.fixture.ts';

let folder: string;
let next = 0;
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'table-'))));
afterAll(() => rm(folder, { recursive: true }));

const newPath = (): string => join(folder, `file-${(next += 1)}`);

async function rowsOf(
  path: string,
  options: { sheet?: number; limits?: Partial<typeof READ_LIMITS> } = {},
): Promise<SheetRow[]> {
  const table = await openTable(path, { ...READ_LIMITS, ...options.limits });
  try {
    const { rows } = await table.openSheet(options.sheet ?? 0);
    const all: SheetRow[] = [];
    for await (const batch of rows) all.push(...batch);
    return all;
  } finally {
    table.close();
  }
}

async function bookRows(book: HandMadeBook, sheet = 0): Promise<SheetRow[]> {
  return rowsOf(await writeBook(newPath(), book), { sheet });
}

async function fileOf(content: string | Buffer): Promise<string> {
  const path = newPath();
  await writeFile(path, content);
  return path;
}

const texts = (row: SheetRow | undefined): (string | undefined)[] =>
  row?.cells.map((cell) => cell?.text) ?? [];
const sheetData = (rows: string, after = ''): string => `<sheetData>${rows}</sheetData>${after}`;
const oneSheet = (rows: string, after = ''): HandMadeBook => ({
  sheets: [{ name: 'A', xml: sheetData(rows, after) }],
});

describe('cells of other writers', () => {
  it('reads inline, rich, plain and cell-less texts', async () => {
    const rows = await bookRows({
      ...oneSheet(
        '<row r="2"><c r="A2" t="s"><v>1</v></c><c r="C2" t="inlineStr"><is><t>Lê</t></is></c><c r="D2" t="str"><f>A1</f><v>Vũ</v></c></row>' +
          '<row><c t="inlineStr"><is><r><t xml:space="preserve">Ngô </t></r><r><rPr><b/></rPr><t>An</t></r></is></c><c><v>5</v></c></row>',
      ),
      sharedStrings:
        '<si><t>x</t></si><si><r><t>Nguyễn </t></r><r><t>Bình</t></r><rPh sb="0" eb="1"><t>phonetic</t></rPh></si>',
    });
    expect(rows.map((row) => row.number)).toEqual([2, 3]);
    expect(texts(rows[0])).toEqual(['Nguyễn Bình', undefined, 'Lê', 'Vũ']);
    expect(rows[0]!.cells[3]).toMatchObject({ formula: 'CACHED' });
    expect(texts(rows[1])).toEqual(['Ngô An', '5']);
  });

  it('reads prefixed namespaces', async () => {
    const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
    const parts = bookParts(oneSheet('')).map((part) =>
      part.name.includes('worksheets/')
        ? {
            ...part,
            content: `<x:worksheet xmlns:x="${main}"><x:sheetData><x:row r="1"><x:c r="A1" t="inlineStr"><x:is><x:t>Đỗ</x:t></x:is></x:c></x:row></x:sheetData></x:worksheet>`,
          }
        : part,
    );
    expect(texts((await rowsOf(await fileOf(zip(parts))))[0])).toEqual(['Đỗ']);
  });

  it('reads numbers, dates of both systems, zeros of a format, booleans and errors', async () => {
    const styles =
      '<numFmts><numFmt numFmtId="164" formatCode="000000"/><numFmt numFmtId="165" formatCode="dd\\/mm\\/yyyy;@"/><numFmt numFmtId="166" formatCode="#,##0&quot; đại biểu&quot;"/></numFmts>' +
      '<cellXfs><xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="14"/><xf numFmtId="166"/></cellXfs>';
    const row =
      '<row r="1"><c r="A1"><v>0.10000000000000001</v></c><c r="B1" s="1"><v>123</v></c><c r="C1" s="2"><v>27627</v></c><c r="D1" s="3"><v>27627.5</v></c>' +
      '<c r="E1" s="4"><v>7</v></c><c r="F1" t="b"><v>1</v></c><c r="G1" t="e"><v>#REF!</v></c><c r="H1"><f>B1*2</f></c><c r="I1" t="d"><v>1975-08-21T00:00:00</v></c></row>';
    const book = { ...oneSheet(row), styles };
    expect(texts((await bookRows(book))[0])).toEqual([
      '0.1',
      '000123',
      '1975-08-21',
      '1975-08-21',
      '7',
      'TRUE',
      '#REF!',
      '',
      '1975-08-21',
    ]);
    expect((await bookRows(book))[0]!.cells.slice(5, 8)).toMatchObject([
      { kind: 'boolean' },
      { kind: 'error' },
      { formula: 'UNCACHED' },
    ]);
    expect(
      texts((await bookRows({ ...book, workbookPr: '<workbookPr date1904="1"/>' }))[0])[2],
    ).toBe('1979-08-22');
  });

  it('decodes texts by the font of the cell or of the run', async () => {
    const rows = await bookRows({
      ...oneSheet(
        '<row r="1"><c r="A1" s="1" t="inlineStr"><is><t>NguyÔn V¨n Hïng</t></is></c><c r="B1" s="2" t="inlineStr"><is><t>trÇn an</t></is></c>' +
          '<c r="C1" t="inlineStr"><is><r><rPr><rFont val="VNI-Times"/></rPr><t>Huøng</t></r></is></c><c r="D1" s="1" t="inlineStr"><is><t>HN-001</t></is></c></row>',
      ),
      styles:
        '<fonts><font><name val="Arial"/></font><font><name val=".VnTime"/></font><font><name val=".VnTimeH"/></font></fonts>' +
        '<cellXfs><xf fontId="0"/><xf fontId="1"/><xf fontId="2"/></cellXfs>',
    });
    expect(texts(rows[0])).toEqual(['Nguyễn Văn Hùng', 'TRẦN AN', 'Hùng', 'HN-001']);
    expect(rows[0]!.cells.map((cell) => cell?.legacy)).toEqual([
      'TCVN3',
      'TCVN3',
      'VNI',
      undefined,
    ]);
  });

  it('knows hidden rows and sheets, and gives rows below a merge its value', async () => {
    const path = await writeBook(newPath(), {
      sheets: [
        { name: 'Ẩn', state: 'hidden', xml: sheetData('') },
        {
          name: 'Chính',
          xml: sheetData(
            '<row r="1"><c r="A1" t="str"><v>Sở Y tế</v></c><c r="B1"><v>1</v></c></row><row r="2" hidden="1"><c r="B2"><v>2</v></c></row><row r="3"/><row r="4"><c r="B4"><v>4</v></c></row>',
            '<mergeCells count="2"><mergeCell ref="A1:A3"/><mergeCell ref="B4:C4"/></mergeCells>',
          ),
        },
      ],
    });
    const table = await openTable(path);
    expect(table.sheets).toEqual([
      { name: 'Ẩn', isHidden: true },
      { name: 'Chính', isHidden: false },
    ]);
    expect((await table.openSheet(1)).merges).toHaveLength(2);
    table.close();
    const rows = await rowsOf(path, { sheet: 1 });
    expect(rows.map(texts)).toEqual([
      ['Sở Y tế', '1'],
      ['Sở Y tế', '2'],
      [undefined, '4'],
    ]);
    expect(rows[1]).toMatchObject({ isHidden: true, cells: [{ isFromMerge: true }, {}] });
  });

  it('reads a workbook with macros and a cell of 5,000 characters', async () => {
    const long = 'Dài '.repeat(1250);
    const book = oneSheet(`<row r="1"><c r="A1" t="inlineStr"><is><t>${long}</t></is></c></row>`);
    const rows = await bookRows({
      ...book,
      extra: [{ name: 'xl/vbaProject.bin', content: Buffer.alloc(64, 1) }],
    });
    expect(rows[0]!.cells[0]!.text).toHaveLength(5_000);
  });

  it('finds merged blocks that the borders of chunks cut', async () => {
    const merges = Array.from(
      { length: 20_000 },
      (_, i) => `<mergeCell ref="B${i + 2}:D${i + 2}"/>`,
    ).join('');
    const path = await writeBook(
      newPath(),
      oneSheet('<row r="1"><c r="A1"><v>1</v></c></row>', `<mergeCells>${merges}</mergeCells>`),
    );
    const table = await openTable(path);
    expect((await table.openSheet(0)).merges).toHaveLength(20_000);
    table.close();
  });
});

describe('text tables', () => {
  const csv = 'STT;Họ và tên;Ghi chú\r\n1;"Nguyễn; Văn\nAn";="007"\r\n\r\n2;Trần Thị Bình;\r\n';

  it.each([
    ['UTF-8', Buffer.from(csv)],
    ['UTF-8 with mark', Buffer.from(`\uFEFF${csv}`)],
    ['UTF-16 LE with mark', Buffer.from(`\uFEFF${csv}`, 'utf16le')],
    ['UTF-16 LE', Buffer.from(csv, 'utf16le')],
    ['UTF-16 BE', Buffer.from(`\uFEFF${csv}`, 'utf16le').swap16()],
  ])('reads %s', async (_, bytes) => {
    const rows = await rowsOf(await fileOf(bytes));
    expect(rows.map(texts)).toEqual([
      ['STT', 'Họ và tên', 'Ghi chú'],
      ['1', 'Nguyễn; Văn\nAn', '007'],
      ['2', 'Trần Thị Bình', undefined],
    ]);
  });

  it('reads Windows-1258, commas and tabs', async () => {
    // ê + combining acute, as that code page writes ế.
    const legacy = Buffer.concat([
      Buffer.from('TT,H'),
      Buffer.from([0xea, 0xec]),
      Buffer.from('t\n1,A\n2,B\n'),
    ]);
    expect(
      texts((await rowsOf(await fileOf(legacy)))[0]).map((text) => text?.normalize('NFC')),
    ).toEqual(['TT', 'Hết']);
    expect(texts((await rowsOf(await fileOf('a\tb, c\n1\t2\n')))[0])).toEqual(['a', 'b, c']);
  });
});

describe('files that are refused', () => {
  const ole = (name: string): Buffer =>
    Buffer.concat([
      Buffer.from('d0cf11e0a1b11ae1', 'hex'),
      Buffer.alloc(2000),
      Buffer.from(name, 'utf16le'),
    ]);
  const jpeg = Buffer.concat([Buffer.from('ffd8ffe0', 'hex'), Buffer.alloc(100)]);

  it.each([
    ['FILE_EMPTY', Buffer.alloc(0)],
    ['FILE_PASSWORD', ole('EncryptedPackage')],
    ['FILE_OLD_EXCEL', ole('Workbook')],
    ['FILE_IS_DOCUMENT', ole('WordDocument')],
    ['FILE_IS_PDF', Buffer.from('%PDF-1.7 …')],
    ['FILE_IS_IMAGE', jpeg],
    [
      'FILE_IS_DOCUMENT',
      zip([
        { name: '[Content_Types].xml', content: '<a/>' },
        { name: 'word/document.xml', content: '<a/>' },
      ]),
    ],
    ['FILE_IS_ARCHIVE', zip([{ name: 'roster.csv', content: 'a,b' }])],
    ['FILE_OLD_EXCEL', zip([{ name: 'xl/workbook.bin', content: 'x' }])],
    ['FILE_NOT_A_TABLE', Buffer.from('<html><table><tr><td>1</td></tr></table></html>')],
    ['FILE_NOT_A_TABLE', Buffer.from([1, 2, 3, 0, 5, 0xff, 0xfe, 9])],
    ['FILE_DAMAGED', zip(bookParts(oneSheet('<row r="1"><c r="A1"><v>1</v></row>')))],
    ['FILE_DAMAGED', Buffer.from('504b0304', 'hex')],
    [
      'FILE_EXPANDS',
      zip(
        bookParts(oneSheet('')).map((p) => ({
          ...p,
          content: `<!DOCTYPE a [<!ENTITY x "y">]>${p.content}`,
        })),
      ),
    ],
  ])('%s', async (code, bytes) => {
    await expect(rowsOf(await fileOf(bytes))).rejects.toMatchObject({ name: 'FileRefusal', code });
  });

  it('notices a file cut off anywhere', async () => {
    const rows = Array.from(
      { length: 3_000 },
      (_, i) => `<row r="${i + 1}"><c r="A${i + 1}"><v>${Math.sin(i)}</v></c></row>`,
    ).join('');
    const whole = zip(bookParts(oneSheet(rows)));
    for (const share of [0.2, 0.5, 0.9, 0.999]) {
      const path = await fileOf(whole);
      await truncate(path, Math.floor(whole.length * share));
      await expect(rowsOf(path)).rejects.toBeInstanceOf(FileRefusal);
    }
    const broken = Buffer.from(whole);
    broken.fill(0x55, whole.length >> 1, (whole.length >> 1) + 40);
    await expect(rowsOf(await fileOf(broken))).rejects.toMatchObject({ code: 'FILE_DAMAGED' });
  });

  it('stops at the limits of rows, columns and texts', async () => {
    const rows = '<row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c r="B2"><v>1</v></c></row>';
    const path = await writeBook(newPath(), {
      ...oneSheet(rows),
      sharedStrings: '<si><t>a</t></si><si><t>b</t></si>',
    });
    const refused = (limits: Partial<typeof READ_LIMITS>) =>
      expect(rowsOf(path, { limits })).rejects;
    await refused({ rows: 1 }).toMatchObject({ code: 'FILE_TOO_MANY_ROWS' });
    await refused({ columns: 1 }).toMatchObject({ code: 'FILE_TOO_MANY_COLUMNS' });
    await refused({ sharedTexts: 1 }).toMatchObject({ code: 'FILE_TOO_MANY_TEXTS' });
    await refused({ fileBytes: 10 }).toMatchObject({ code: 'FILE_TOO_LARGE' });
    await refused({ unpackedBytes: 20 }).toMatchObject({ code: 'FILE_EXPANDS' });
  });

  it('stops a workbook that expands without holding it', async () => {
    const bomb = zip([
      ...bookParts(oneSheet('')).filter(({ name }) => !name.includes('worksheets')),
      { name: 'xl/worksheets/s0.xml', content: Buffer.alloc(300 * 1024 * 1024, 0x20) },
    ]);
    const path = await fileOf(bomb);
    expect(bomb.length).toBeLessThan(1024 * 1024);
    const before = process.memoryUsage().rss;
    await expect(rowsOf(path)).rejects.toMatchObject({ code: 'FILE_EXPANDS' });
    expect(process.memoryUsage().rss - before).toBeLessThan(200 * 1024 * 1024);
  }, 30_000);
});
