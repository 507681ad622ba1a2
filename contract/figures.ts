import { z } from 'zod';
import { defineCommand } from './command.ts';
import { defineEvent, revisionSchema } from './event.ts';
import { count, EXAMPLE_ID, EXAMPLE_ID_2, id, instant, line } from './primitives.ts';

/** A place in one of the structure's lists; -1 where there is none. */
const place = z.int().min(-1).max(1_000_000);

/**
 * The halls, units and categories that figures are counted for, as far as the reader may see them.
 * Figures name them by their place in these lists. When a list changes, the stream leaves a number
 * out: as after every gap, the reader asks for the snapshot again.
 */
const structure = z.object({
  sites: z.array(
    z.object({
      id,
      code: z.string(),
      name: z.string(),
      tier: z.enum(['CENTRAL', 'DISTRICT', 'COMMUNE', 'OTHER']),
      mode: z.enum(['ONLINE', 'TV_ONLY', 'HYBRID']),
      unit: place,
    }),
  ),
  /** Parents stand before their children; -1 is a root, or a unit whose parent is out of reach. */
  units: z.array(z.object({ id, name: z.string(), parent: place })),
  categories: z.array(z.object({ id, name: z.string() })),
});
export type FigureStructure = z.output<typeof structure>;

/**
 * One cell: `[site, unit, category, summoned, present, excused, unexcused, late, substitute,
 * leftEarly, presentDirect, presentTelevision]`, the order of `FIGURE_KEYS`. Absolute values.
 */
const cell = z.array(z.int()).length(12);
export type CellTuple = z.output<typeof cell>;

/**
 * One hall as a room: `[site, walkIn, seated, declared, declaredAt]`; the last two are null while
 * the hall has not reported. Absolute values. A hall without such a row is out of the reader's reach.
 */
const hall = z.tuple([place, count, count, count.nullable(), instant.nullable()]);
export type HallTuple = z.output<typeof hall>;

/** `[minute, people]`: how many people's presence began in that minute. Absolute values. */
const arrivals = z.tuple([instant, count]);
export type ArrivalTuple = z.output<typeof arrivals>;

/** The snapshot in full: what tests and outside clients check an answer of `figures:subscribe` with. */
export const figureSnapshot = z.object({
  structure,
  cells: z.array(cell),
  halls: z.array(hall),
  arrivals: z.array(arrivals),
});
export type FigureSnapshot = z.output<typeof figureSnapshot>;

/** The server's own rows, passed on as they are: checking thousands for each of 200 readers takes seconds. */
const asMade = <K extends keyof FigureSnapshot>(_key: K) =>
  z.custom<FigureSnapshot[K]>((value) => typeof value === 'object' && value !== null);

export const PERSON_FILTERS = [
  'PRESENT',
  'EXCUSED',
  'UNEXCUSED',
  'UNMARKED',
  'ABSENT',
  'LATE',
  'SUBSTITUTE',
  'LEFT_EARLY',
] as const;
export type PersonFilter = (typeof PERSON_FILTERS)[number];

const person = z.object({
  delegateId: id,
  rosterCode: z.string(),
  familyName: z.string(),
  givenName: z.string(),
  position: z.string(),
  unitName: z.string(),
  categoryName: z.string(),
  siteId: id,
  siteName: z.string(),
  seat: z.string(),
  /** Only the last three digits are shown. */
  maskedPhone: z.string(),
  status: z.enum(['PRESENT', 'EXCUSED', 'UNEXCUSED', 'UNMARKED']),
  presentAt: instant.nullable(),
  isLate: z.boolean(),
  isSubstitute: z.boolean(),
  leftEarlyAt: instant.nullable(),
  reason: z.string(),
  substituteName: z.string(),
});
export type Person = z.output<typeof person>;

const exampleStructure = {
  sites: [
    {
      id: EXAMPLE_ID,
      code: 'HN-001',
      name: 'Điểm cầu Quận Ba Đình',
      tier: 'DISTRICT' as const,
      mode: 'ONLINE' as const,
      unit: 0,
    },
  ],
  units: [{ id: EXAMPLE_ID_2, name: 'Đảng bộ quận Ba Đình', parent: -1 }],
  categories: [],
};
const exampleCell = [0, 0, -1, 160, 158, 1, 0, 4, 2, 0, 0, 0];
const exampleHall: z.input<typeof hall> = [0, 3, 158, 161, '2026-12-01T01:05:00.000Z'];
const exampleArrivals: z.input<typeof arrivals> = ['2026-12-01T00:45:00.000Z', 12];
const examplePerson = {
  delegateId: EXAMPLE_ID,
  rosterCode: 'HN-001-017',
  familyName: 'Nguyễn Thị',
  givenName: 'Bình',
  position: 'Phó Chủ tịch',
  unitName: 'Đảng bộ quận Ba Đình',
  categoryName: 'Cấp ủy viên',
  siteId: EXAMPLE_ID_2,
  siteName: 'Điểm cầu Quận Ba Đình',
  seat: 'B01',
  maskedPhone: '•••••••678',
  status: 'EXCUSED' as const,
  presentAt: null,
  isLate: false,
  isSubstitute: false,
  leftEarlyAt: null,
  reason: 'Đi công tác',
  substituteName: '',
};

export const figuresCommands = {
  'figures:subscribe': defineCommand({
    summary:
      'Join the figures of a session, over a socket: the answer is the snapshot of what the reader may see, then `figures:changed` follows. Every total is a sum of cells; `unmarked` is the rest of the identity.',
    permission: 'figures:read',
    kind: 'read',
    input: z.object({ sessionId: id }),
    output: z.object({
      revision: revisionSchema,
      serverTime: instant,
      structure: asMade('structure'),
      cells: asMade('cells'),
      halls: asMade('halls'),
      arrivals: asMade('arrivals'),
    }),
    example: {
      input: { sessionId: EXAMPLE_ID },
      output: {
        revision: { epoch: '7', number: 12 },
        serverTime: '2026-12-01T01:05:02.000Z',
        structure: exampleStructure,
        cells: [exampleCell],
        halls: [exampleHall],
        arrivals: [exampleArrivals],
      },
    },
  }),
  'figures:unsubscribe': defineCommand({
    summary: 'Leave the figures of a session.',
    permission: 'figures:read',
    kind: 'read',
    input: z.object({ sessionId: id }),
    output: z.object({}),
    example: { input: { sessionId: EXAMPLE_ID }, output: {} },
  }),
  'figures:arrivals': defineCommand({
    summary: 'The arrival curve of one hall or of one unit’s subtree, by minute.',
    permission: 'figures:read',
    kind: 'read',
    input: z.object({ sessionId: id, siteId: id.optional(), unitId: id.optional() }),
    output: z.object({ arrivals: z.array(arrivals) }),
    example: {
      input: { sessionId: EXAMPLE_ID, siteId: EXAMPLE_ID_2 },
      output: { arrivals: [exampleArrivals] },
    },
  }),
  'people:list': defineCommand({
    summary:
      'The people behind the figures of a session, by given name, a page at a time; every look is written to the audit log. `status` ABSENT is EXCUSED, UNEXCUSED and UNMARKED together.',
    permission: 'people:read',
    kind: 'read',
    input: z.object({
      sessionId: id,
      siteId: id.optional(),
      /** The whole subtree. */
      unitId: id.optional(),
      categoryId: id.optional(),
      status: z.enum(PERSON_FILTERS).optional(),
      /** Parts of a name or of a roster code; tone marks are optional. */
      search: line(100).default(''),
      cursor: z.string().max(400).optional(),
      limit: z.int().min(1).max(200).default(100),
    }),
    output: z.object({
      people: z.array(person),
      /** The cursor of the next page; null at the end. */
      next: z.string().nullable(),
    }),
    example: {
      input: { sessionId: EXAMPLE_ID, siteId: EXAMPLE_ID_2, status: 'ABSENT' },
      output: { people: [examplePerson], next: null },
    },
  }),
};

export const figuresEvents = {
  'figures:changed': defineEvent({
    summary:
      'Changed figures, at most once a second: absolute values, so that applying one twice is harmless.',
    payload: z.object({
      sessionId: id,
      revision: revisionSchema,
      cells: z.array(cell),
      halls: z.array(hall),
      arrivals: z.array(arrivals),
    }),
    example: {
      sessionId: EXAMPLE_ID,
      revision: { epoch: '7', number: 13 },
      cells: [exampleCell],
      halls: [],
      arrivals: [exampleArrivals],
    },
  }),
};
