/** Hand-made archives for the reader's tests: workbooks of other writers, bombs and broken ones. */
import { writeFile } from 'node:fs/promises';
import { crc32, deflateRawSync } from 'node:zlib';

export interface ZipPart {
  name: string;
  content: string | Buffer;
}

/** Packs parts into an archive. */
export function zip(parts: readonly ZipPart[]): Buffer {
  const bodies: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, content } of parts) {
    const data = Buffer.from(content as string);
    const packed = deflateRawSync(data, { level: 9 });
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0);
    fields.writeUInt16LE(0x0800, 2);
    fields.writeUInt16LE(8, 4);
    fields.writeUInt32LE(crc32(data), 10);
    fields.writeUInt32LE(packed.length, 14);
    fields.writeUInt32LE(data.length, 18);
    fields.writeUInt16LE(Buffer.byteLength(name), 22);
    const header = Buffer.concat([Buffer.from('504b0304', 'hex'), fields, Buffer.from(name)]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(offset, 10);
    directory.push(
      Buffer.concat([Buffer.from('504b01021400', 'hex'), fields, tail, Buffer.from(name)]),
    );
    bodies.push(header, packed);
    offset += header.length + packed.length;
  }
  const central = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('504b0506', 'hex');
  end.writeUInt16LE(parts.length, 8);
  end.writeUInt16LE(parts.length, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...bodies, central, end]);
}

export interface HandMadeBook {
  /** `sheetData` and what follows it. */
  sheets: readonly { name: string; state?: string; xml: string }[];
  styles?: string;
  sharedStrings?: string;
  workbookPr?: string;
  extra?: readonly ZipPart[];
}

const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const LINKS = 'http://schemas.openxmlformats.org/package/2006/relationships';

const link = (id: string, type: string, target: string): string =>
  `<Relationship Id="${id}" Type="${OFFICE}/${type}" Target="${target}"/>`;

/** Parts of a minimal workbook with the given sheets. */
export function bookParts(book: HandMadeBook): ZipPart[] {
  const sheets = book.sheets
    .map(({ name, state }, index) => {
      const attribute = state === undefined ? '' : ` state="${state}"`;
      return `<sheet name="${name}" sheetId="${index + 1}"${attribute} r:id="rId${index + 1}"/>`;
    })
    .join('');
  const links = book.sheets.map((_, index) =>
    link(`rId${index + 1}`, 'worksheet', `/xl/worksheets/s${index}.xml`),
  );
  if (book.styles) links.push(link('rSt', 'styles', 'styles.xml'));
  if (book.sharedStrings) links.push(link('rSs', 'sharedStrings', 'sharedStrings.xml'));
  return [
    {
      name: '_rels/.rels',
      content: `<Relationships xmlns="${LINKS}">${link('r1', 'officeDocument', 'xl/workbook.xml')}</Relationships>`,
    },
    {
      name: 'xl/workbook.xml',
      content: `<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}">${book.workbookPr ?? ''}<sheets>${sheets}</sheets></workbook>`,
    },
    {
      name: 'xl/_rels/workbook.xml.rels',
      content: `<Relationships xmlns="${LINKS}">${links.join('')}</Relationships>`,
    },
    ...(book.styles
      ? [
          {
            name: 'xl/styles.xml',
            content: `<styleSheet xmlns="${MAIN}">${book.styles}</styleSheet>`,
          },
        ]
      : []),
    ...(book.sharedStrings
      ? [
          {
            name: 'xl/sharedStrings.xml',
            content: `<sst xmlns="${MAIN}">${book.sharedStrings}</sst>`,
          },
        ]
      : []),
    ...book.sheets.map(({ xml }, index) => ({
      name: `xl/worksheets/s${index}.xml`,
      content: `<worksheet xmlns="${MAIN}">${xml}</worksheet>`,
    })),
    ...(book.extra ?? []),
  ];
}

/** Writes a hand-made workbook and returns its path. */
export async function writeBook(path: string, book: HandMadeBook): Promise<string> {
  await writeFile(path, zip(bookParts(book)));
  return path;
}
