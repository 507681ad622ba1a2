/** Why a file as a whole cannot be read. Each code has its sentence in the contract's catalogue. */
export const REFUSAL_CODES = [
  'FILE_EMPTY',
  'FILE_TOO_LARGE',
  'FILE_OLD_EXCEL',
  'FILE_PASSWORD',
  'FILE_IS_DOCUMENT',
  'FILE_IS_PDF',
  'FILE_IS_IMAGE',
  'FILE_IS_ARCHIVE',
  'FILE_NOT_A_TABLE',
  'FILE_DAMAGED',
  'FILE_EXPANDS',
  'FILE_TOO_MANY_ROWS',
  'FILE_TOO_MANY_COLUMNS',
  'FILE_TOO_MANY_TEXTS',
  'FILE_NO_SHEET',
  'FILE_NO_HEADER',
] as const;
export type RefusalCode = (typeof REFUSAL_CODES)[number];

/** Thrown by every part of the reader; nothing else that is thrown is the file's fault. */
export class FileRefusal extends Error {
  readonly code: RefusalCode;

  constructor(code: RefusalCode, detail = '') {
    super(detail === '' ? code : `${code}: ${detail}`);
    this.name = 'FileRefusal';
    this.code = code;
  }
}
