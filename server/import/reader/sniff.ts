/** What a file is by its first bytes; its name says nothing certain. */
import { open } from 'node:fs/promises';
import { FileRefusal } from './refusal.ts';
import type { ReadLimits } from './limits.ts';

export type FileKind = 'XLSX' | 'CSV';

const HEAD_BYTES = 4096;
const OLE_SCAN_BYTES = 1024 * 1024;

/** Tells a workbook from a text table; throws a FileRefusal that names what it is instead. */
export async function sniffFile(path: string, limits: ReadLimits): Promise<FileKind> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    if (size === 0) throw new FileRefusal('FILE_EMPTY');
    if (size > limits.fileBytes) throw new FileRefusal('FILE_TOO_LARGE');
    const head = await readAt(file, 0, Math.min(size, HEAD_BYTES));
    if (head.subarray(0, 8).equals(OLE_MAGIC)) {
      throw new FileRefusal(oleRefusal(await readAt(file, 0, Math.min(size, OLE_SCAN_BYTES))));
    }
    return kindOf(head);
  } finally {
    await file.close();
  }
}

async function readAt(
  file: { read: (b: Buffer, o: number, l: number, p: number) => Promise<{ bytesRead: number }> },
  position: number,
  length: number,
): Promise<Buffer> {
  const buffer = Buffer.alloc(length);
  const { bytesRead } = await file.read(buffer, 0, length, position);
  return buffer.subarray(0, bytesRead);
}

const OLE_MAGIC = Buffer.from('d0cf11e0a1b11ae1', 'hex');

/** An OLE container is a locked .xlsx, an old .xls or an old .doc: its directory tells which. */
function oleRefusal(bytes: Buffer): 'FILE_PASSWORD' | 'FILE_OLD_EXCEL' | 'FILE_IS_DOCUMENT' {
  const has = (name: string): boolean => bytes.includes(Buffer.from(name, 'utf16le'));
  if (has('EncryptedPackage') || has('EncryptionInfo')) return 'FILE_PASSWORD';
  return has('WordDocument') ? 'FILE_IS_DOCUMENT' : 'FILE_OLD_EXCEL';
}

const IMAGES = ['89504e47', 'ffd8ff', '47494638', '52494646', '424d'];
const ARCHIVES = ['52617221', '377abcaf', '1f8b'];

function kindOf(head: Buffer): FileKind {
  const hex = head.subarray(0, 8).toString('hex');
  if (hex.startsWith('504b0304')) return 'XLSX';
  if (hex.startsWith('504b')) throw new FileRefusal('FILE_DAMAGED', 'empty or split archive');
  if (hex.startsWith('25504446')) throw new FileRefusal('FILE_IS_PDF');
  if (IMAGES.some((magic) => hex.startsWith(magic))) throw new FileRefusal('FILE_IS_IMAGE');
  if (ARCHIVES.some((magic) => hex.startsWith(magic))) throw new FileRefusal('FILE_IS_ARCHIVE');
  if (!looksLikeText(head)) throw new FileRefusal('FILE_NOT_A_TABLE');
  return 'CSV';
}

function looksLikeText(head: Buffer): boolean {
  const hasUtf16Mark =
    (head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff);
  if (hasUtf16Mark) return true;
  const text = head.toString('latin1').trimStart().toLowerCase();
  // Programs save "Excel" files that are web pages or XML; they are no tables for this reader.
  if (/^<(!doctype|html|\?xml|table|\?mso)/.test(text) || text.startsWith('{\\rtf')) return false;
  const controls = head.filter((byte) => byte < 9 || (byte > 13 && byte < 32)).length;
  return controls === 0 || isUtf16WithoutMark(head);
}

/** Latin text in UTF-16 has a zero in every other byte. */
export function isUtf16WithoutMark(head: Buffer): boolean {
  const zerosAt = (parity: number): number =>
    head.filter((byte, index) => index % 2 === parity && byte === 0).length;
  return head.length >= 4 && Math.max(zerosAt(0), zerosAt(1)) > head.length * 0.3;
}
