/** What a workbook holds: its sheets, its date system, where its parts are. */
import { posix } from 'node:path';
import type { Package } from './zip.ts';
import { FileRefusal } from './refusal.ts';
import { parseWhole } from './xml.ts';

export interface SheetInfo {
  name: string;
  isHidden: boolean;
}

export interface Workbook {
  sheets: (SheetInfo & { part: string })[];
  is1904: boolean;
  stylesPart: string | null;
  sharedStringsPart: string | null;
}

/** Reads the workbook's directory; refuses packages that are no .xlsx or .xlsm. */
export async function readWorkbook(pack: Package): Promise<Workbook> {
  const part = await findWorkbookPart(pack);
  const links = await readLinks(pack, part);
  const { sheets, is1904 } = await readSheetList(pack, part);
  const partOf = (type: string): string | null =>
    links.find((link) => link.type === type)?.target ?? null;
  return {
    is1904,
    stylesPart: existing(pack, partOf('styles')),
    sharedStringsPart: existing(pack, partOf('sharedStrings')),
    sheets: sheets.flatMap(({ name, isHidden, linkId }) => {
      const link = links.find(({ id, type }) => id === linkId && type === 'worksheet');
      return link !== undefined && pack.parts.has(link.target)
        ? [{ name, isHidden, part: link.target }]
        : [];
    }),
  };
}

function existing(pack: Package, part: string | null): string | null {
  return part !== null && pack.parts.has(part) ? part : null;
}

async function findWorkbookPart(pack: Package): Promise<string> {
  const names = [...pack.parts.keys()];
  const starts = (prefix: string): boolean => names.some((name) => name.startsWith(prefix));
  const links = pack.parts.has('_rels/.rels') ? await readLinks(pack, '') : [];
  const main = links.find((link) => link.type === 'officeDocument')?.target ?? 'xl/workbook.xml';
  if (pack.parts.has(main) && main.endsWith('.xml') && !/^(word|ppt)\//.test(main)) return main;
  if (starts('word/') || starts('ppt/')) throw new FileRefusal('FILE_IS_DOCUMENT');
  if (starts('xl/') && names.some((name) => name.endsWith('.bin')))
    throw new FileRefusal('FILE_OLD_EXCEL');
  throw new FileRefusal(pack.parts.has('mimetype') ? 'FILE_NOT_A_TABLE' : 'FILE_IS_ARCHIVE');
}

interface Link {
  id: string;
  /** Last word of the relationship's type address, the same in both flavours of the format. */
  type: string;
  target: string;
}

async function readLinks(pack: Package, part: string): Promise<Link[]> {
  const folder = posix.dirname(part);
  const name = posix.join(folder, '_rels', `${posix.basename(part)}.rels`);
  if (!pack.parts.has(name)) return [];
  const links: Link[] = [];
  await parseWhole(pack.read(name), {
    open(tag, attributes) {
      if (tag !== 'Relationship' || attributes.TargetMode === 'External') return;
      const target = attributes.Target ?? '';
      links.push({
        id: attributes.Id ?? '',
        type: attributes.Type?.split('/').at(-1) ?? '',
        target: target.startsWith('/') ? target.slice(1) : posix.join(folder, target),
      });
    },
  });
  return links;
}

async function readSheetList(
  pack: Package,
  part: string,
): Promise<{ sheets: (SheetInfo & { linkId: string })[]; is1904: boolean }> {
  const sheets: (SheetInfo & { linkId: string })[] = [];
  let is1904 = false;
  await parseWhole(pack.read(part), {
    open(tag, attributes) {
      if (tag === 'workbookPr') is1904 = isTrue(attributes.date1904);
      if (tag !== 'sheet') return;
      const linkId = Object.entries(attributes).find(([key]) => /(^|:)id$/.test(key))?.[1] ?? '';
      const isHidden = attributes.state !== undefined && attributes.state !== 'visible';
      sheets.push({ name: attributes.name ?? '', isHidden, linkId });
    },
  });
  return { sheets, is1904 };
}

/** Booleans of the format. */
export function isTrue(value: string | undefined): boolean {
  return value === '1' || value === 'true';
}
