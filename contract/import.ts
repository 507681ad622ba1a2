import { z } from 'zod';
import { DECISIONS, DOUBT_CODES } from '#domain/roster/doubt.ts';
import { IMPORT_FIELDS } from '#domain/roster/fields.ts';
import { IMPORT_ROW_FILTERS } from '#domain/roster/import-job.ts';
import { defineCommand } from './command.ts';
import { count, EXAMPLE_ID, EXAMPLE_ID_2, id, instant } from './primitives.ts';

export const importKind = z.enum(['SITES', 'ROSTER']);
const decision = z.enum(DECISIONS);
const field = z.enum(IMPORT_FIELDS);

const MAX_ROW_DECISIONS = 5_000;

/** What the organiser chose; absent parts are found by the reader. */
export const importChoice = z.object({
  /** Sheet of the workbook, 0-based. */
  sheet: z.int().min(0).max(500).optional(),
  /** Field of a column (0-based), where the reader’s was corrected; null: not read. */
  fields: z.record(z.string().regex(/^\d{1,3}$/), field.nullable()).default({}),
  /** Hall of everybody in a file that has no hall column. */
  defaultSiteId: id.nullable().default(null),
  /** Decisions about a kind of doubt, for all its rows. */
  byCode: z.partialRecord(z.enum(DOUBT_CODES), decision).default({}),
  /** Decisions about one doubt of one row, by `row:CODE`. */
  byRow: z
    .record(z.string().regex(/^\d{1,7}:[A-Z_]{1,40}$/), decision)
    .refine((all) => Object.keys(all).length <= MAX_ROW_DECISIONS)
    .default({}),
});
export type ImportChoice = z.output<typeof importChoice>;

const importLayout = z.object({
  sheets: z.array(z.object({ name: z.string(), isHidden: z.boolean() })),
  sheet: count,
  headerFrom: count,
  headerTo: count,
  columns: z.array(
    z.object({
      column: count,
      /** `A`, `B`, … */
      name: z.string(),
      title: z.string(),
      field: field.nullable(),
    }),
  ),
});
export type ImportLayout = z.output<typeof importLayout>;

const importSummary = z.object({
  /** Rows per verdict; `open` of them wait for a decision and stay out until then. */
  verdicts: z.record(z.string(), z.object({ rows: count, open: count })),
  /** Rows per doubt, the decided ones too. */
  doubts: z.array(z.object({ code: z.enum(DOUBT_CODES), rows: count, open: count })),
});
export type ImportSummary = z.output<typeof importSummary>;

const importState = z.discriminatedUnion('status', [
  z.object({ status: z.literal('UPLOADING') }),
  z.object({ status: z.literal('READING'), done: count, all: count, rows: count }),
  z.object({
    status: z.literal('PREVIEW'),
    /**
     * Why the last commit wrote nothing: LIST_CHANGED (by others; the file was read again),
     * DISK_FULL or IMPORT_STOPPED. null: none was tried.
     */
    failureCode: z.string().nullable(),
  }),
  z.object({ status: z.literal('COMMITTING'), done: count, all: count }),
  z.object({
    status: z.literal('COMMITTED'),
    finishedAt: instant,
    added: count,
    changed: count,
    removed: count,
  }),
  z.object({ status: z.literal('FAILED'), finishedAt: instant, failureCode: z.string() }),
  z.object({ status: z.literal('DISCARDED'), finishedAt: instant }),
]);

export const importJob = z.object({
  id,
  conferenceId: id,
  kind: importKind,
  fileName: z.string(),
  fileBytes: z.int().min(0),
  createdAt: instant,
  /** Raised at each reading. */
  reading: count,
  state: importState,
  choice: importChoice,
  layout: importLayout.nullable(),
  summary: importSummary.nullable(),
});
export type ImportJob = z.output<typeof importJob>;

const importRow = z.object({
  /** As the spreadsheet program shows it; negative for somebody who is not in the file. */
  number: z.int(),
  verdict: z.enum(['NEW', 'CHANGED', 'SAME', 'REFUSED', 'SKIPPED', 'MISSING']),
  /** Texts by column, shortened. */
  cells: z.array(z.string().nullable()),
  doubts: z.array(
    z.object({
      code: z.enum(DOUBT_CODES),
      severity: z.enum(['refuse', 'ask', 'note']),
      column: z.int().nullable(),
      value: z.string(),
      suggestion: z.string().nullable(),
      otherRow: z.int().optional(),
      decision: decision.optional(),
    }),
  ),
  changes: z.array(z.object({ field: z.string(), from: z.string(), to: z.string() })),
  openAsks: count,
});
export type ImportRow = z.output<typeof importRow>;

const exampleJob = {
  id: EXAMPLE_ID_2,
  conferenceId: EXAMPLE_ID,
  kind: 'ROSTER' as const,
  fileName: 'danh-sach-trieu-tap.xlsx',
  fileBytes: 3_664_509,
  createdAt: '2026-11-20T02:00:00Z',
  reading: 1,
  state: { status: 'PREVIEW' as const, failureCode: null },
  choice: { fields: {}, defaultSiteId: null, byCode: {}, byRow: {} },
  layout: {
    sheets: [{ name: 'Danh sách', isHidden: false }],
    sheet: 0,
    headerFrom: 5,
    headerTo: 6,
    columns: [{ column: 1, name: 'B', title: 'Mã đại biểu', field: 'code' as const }],
  },
  summary: {
    verdicts: { NEW: { rows: 51_950, open: 12 } },
    doubts: [{ code: 'CODE_LOST_ZEROS' as const, rows: 12, open: 12 }],
  },
};

const exampleRow = {
  number: 17,
  verdict: 'NEW' as const,
  cells: ['10', '10', 'Nguyễn Văn', 'An'],
  doubts: [
    {
      code: 'CODE_LOST_ZEROS' as const,
      severity: 'ask' as const,
      column: 1,
      value: '10',
      suggestion: '000010',
    },
  ],
  changes: [],
  openAsks: 1,
};

export const importCommands = {
  'import:list': defineCommand({
    summary: 'The latest imports of a conference that one may see, newest first.',
    permission: 'roster:import',
    kind: 'read',
    input: z.object({ conferenceId: id }),
    output: z.object({ jobs: z.array(importJob) }),
    example: { input: { conferenceId: EXAMPLE_ID }, output: { jobs: [exampleJob] } },
  }),
  'import:get': defineCommand({
    summary: 'One import with its progress; asked again and again while it is read or committed.',
    permission: 'roster:import',
    kind: 'read',
    input: z.object({ jobId: id }),
    output: importJob,
    example: { input: { jobId: EXAMPLE_ID_2 }, output: exampleJob },
  }),
  'import:rows': defineCommand({
    summary: 'A page of the preview, in the order of the file.',
    permission: 'roster:import',
    kind: 'read',
    input: z.object({
      jobId: id,
      filter: z.enum(IMPORT_ROW_FILTERS).default('ALL'),
      /** Only rows with this doubt. */
      doubt: z.enum(DOUBT_CODES).optional(),
      /** The last row of the page before. */
      after: z.int().optional(),
      limit: z.int().min(1).max(200).default(50),
    }),
    output: z.object({ rows: z.array(importRow), total: count, next: z.int().nullable() }),
    example: {
      input: { jobId: EXAMPLE_ID_2, filter: 'OPEN' },
      output: { rows: [exampleRow], total: 1, next: null },
    },
  }),
  'import:adjust': defineCommand({
    summary:
      'Choose the sheet, correct columns, decide doubts: the file is read again with these choices. Repeats change nothing further.',
    permission: 'roster:import',
    kind: 'write',
    input: z.object({ jobId: id, choice: importChoice }),
    output: z.object({ reading: count }),
    example: {
      input: { jobId: EXAMPLE_ID_2, choice: { byCode: { CODE_LOST_ZEROS: 'SUGGESTION' } } },
      output: { reading: 2 },
    },
  }),
  'import:commit': defineCommand({
    summary:
      'Write the preview to the list, all of it or nothing. Rows refused or undecided stay out. CONFLICT when `reading` is not the preview that exists now.',
    permission: 'roster:import',
    kind: 'write',
    input: z.object({
      jobId: id,
      reading: count,
      /** People of the file’s halls who are not in the file. */
      missing: z.enum(['KEEP', 'REMOVE']),
    }),
    output: z.object({}),
    example: { input: { jobId: EXAMPLE_ID_2, reading: 2, missing: 'KEEP' }, output: {} },
  }),
  'import:discard': defineCommand({
    summary: 'Drop an import that was not committed, with its file and its preview.',
    permission: 'roster:import',
    kind: 'write',
    input: z.object({ jobId: id }),
    output: z.object({}),
    example: { input: { jobId: EXAMPLE_ID_2 }, output: {} },
  }),
};
