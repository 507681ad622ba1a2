/** How much a file may hold. A roster of 95,000 people is about 8 MB packed and 90 MB unpacked. */
export interface ReadLimits {
  fileBytes: number;
  /** All parts that are read, unpacked. */
  unpackedBytes: number;
  /** Unpacked to packed, applied above `ratioFromBytes`. */
  ratio: number;
  ratioFromBytes: number;
  entries: number;
  rows: number;
  columns: number;
  sharedTexts: number;
  sharedTextChars: number;
  /** Characters kept of one cell; the rest is dropped (Excel's own limit is 32,767). */
  cellChars: number;
  merges: number;
}

export const READ_LIMITS: ReadLimits = {
  fileBytes: 64 * 1024 * 1024,
  unpackedBytes: 512 * 1024 * 1024,
  ratio: 150,
  ratioFromBytes: 32 * 1024 * 1024,
  entries: 5_000,
  rows: 200_000,
  columns: 200,
  sharedTexts: 2_000_000,
  sharedTextChars: 64 * 1024 * 1024,
  cellChars: 32_767,
  merges: 100_000,
};
