import { z } from 'zod';
import { defineCommand } from './command.ts';
import {
  count,
  EXAMPLE_ID,
  EXAMPLE_ID_2,
  id,
  instant,
  line,
  page,
  requiredLine,
} from './primitives.ts';

const birthYear = z.int().min(1900).max(2100).nullable();

const delegateFields = {
  siteId: id,
  /** Null: counted with the hall's unit. */
  unitId: id.nullable(),
  /** thành phần; a new name makes a new category, '' none. */
  categoryName: line(120),
  fullName: requiredLine(120),
  position: line(200),
  phone: line(40),
  birthYear,
  seat: line(40),
  note: line(300),
};

/** A line of the summons list; the telephone number is masked. */
export const delegateRow = z.object({
  id,
  rosterCode: z.string(),
  familyName: z.string(),
  givenName: z.string(),
  position: z.string(),
  phone: z.string(),
  birthYear,
  seat: z.string(),
  siteId: id,
  siteCode: z.string(),
  siteName: z.string(),
  unitId: id.nullable(),
  unitName: z.string(),
  categoryName: z.string(),
  isRemoved: z.boolean(),
});
export type DelegateRow = z.output<typeof delegateRow>;

const delegateDetail = delegateRow.extend({
  checkInCode: z.string(),
  note: z.string(),
  updatedAt: instant,
  attendance: z.array(
    z.object({
      sessionId: id,
      sessionName: z.string(),
      status: z.enum(['PRESENT', 'EXCUSED', 'UNEXCUSED', 'UNMARKED']),
      presentAt: instant.nullable(),
      isLate: z.boolean(),
      isSubstitute: z.boolean(),
      reason: z.string(),
    }),
  ),
});
export type DelegateDetail = z.output<typeof delegateDetail>;

const ok = z.object({});
const exampleFields = {
  siteId: EXAMPLE_ID,
  unitId: null,
  categoryName: 'Cán bộ chủ chốt',
  fullName: 'Nguyễn Văn An',
  position: 'Bí thư Chi bộ',
  phone: '0912000001',
  birthYear: 1975,
  seat: 'B07',
  note: '',
};
const exampleRow = {
  id: EXAMPLE_ID_2,
  rosterCode: 'HN-001-017',
  familyName: 'Nguyễn Văn',
  givenName: 'An',
  position: 'Bí thư Chi bộ',
  phone: '•••••••001',
  birthYear: 1975,
  seat: 'B07',
  siteId: EXAMPLE_ID,
  siteCode: 'HN-001',
  siteName: 'Điểm cầu Quận Ba Đình',
  unitId: null,
  unitName: 'Đảng bộ quận Ba Đình',
  categoryName: 'Cán bộ chủ chốt',
  isRemoved: false,
};

export const delegateCommands = {
  'delegate:list': defineCommand({
    summary:
      'A page of a conference’s summons list within one’s reach, by given name in Vietnamese order. The first page also counts what the filters find.',
    permission: 'roster:read',
    kind: 'read',
    input: z.object({
      conferenceId: id,
      /** Words of the name (marks optional), a roster code or a check-in code. */
      search: line(120).default(''),
      siteId: id.optional(),
      /** The unit with everything below it. */
      unitId: id.optional(),
      categoryId: id.optional(),
      standing: z.enum(['SUMMONED', 'REMOVED']).default('SUMMONED'),
      cursor: z.string().max(600).optional(),
      limit: page.limit,
    }),
    output: z.object({
      delegates: z.array(delegateRow),
      next: z.string().nullable(),
      total: count.nullable(),
    }),
    example: {
      input: { conferenceId: EXAMPLE_ID, search: 'an' },
      output: { delegates: [exampleRow], next: null, total: 1 },
    },
  }),
  'delegate:get': defineCommand({
    summary: 'One delegate in full, with the attendance of each session. The look is recorded.',
    permission: 'roster:manage',
    kind: 'read',
    input: z.object({ delegateId: id }),
    output: delegateDetail,
    example: {
      input: { delegateId: EXAMPLE_ID_2 },
      output: {
        ...exampleRow,
        phone: '0912000001',
        checkInCode: '7K2MQ9XW4T',
        note: '',
        updatedAt: '2026-11-20T02:00:00Z',
        attendance: [],
      },
    },
  }),
  'delegate:create': defineCommand({
    summary:
      'Add a delegate to the summons list. An empty `rosterCode` gets one made from the hall’s code.',
    permission: 'roster:manage',
    kind: 'write',
    input: z.object({ ...delegateFields, rosterCode: line(60) }),
    output: z.object({ id, rosterCode: z.string() }),
    example: {
      input: { ...exampleFields, rosterCode: '' },
      output: { id: EXAMPLE_ID_2, rosterCode: 'HN-001-161' },
    },
  }),
  'delegate:update': defineCommand({
    summary:
      'Change a delegate or move him to another hall. `expectedUpdatedAt` is what the sender saw; another value now is refused with CONFLICT.',
    permission: 'roster:manage',
    kind: 'write',
    input: z.object({ delegateId: id, ...delegateFields, expectedUpdatedAt: instant }),
    output: z.object({ updatedAt: instant }),
    example: {
      input: {
        delegateId: EXAMPLE_ID_2,
        ...exampleFields,
        expectedUpdatedAt: '2026-11-20T02:00:00Z',
      },
      output: { updatedAt: '2026-11-20T03:00:00Z' },
    },
  }),
  'delegate:remove': defineCommand({
    summary:
      'Take a delegate off the summons list; his attendance record stays, no figure counts him.',
    permission: 'roster:manage',
    kind: 'write',
    input: z.object({ delegateId: id }),
    output: ok,
    example: { input: { delegateId: EXAMPLE_ID_2 }, output: {} },
  }),
  'delegate:restore': defineCommand({
    summary: 'Put a removed delegate back on the summons list.',
    permission: 'roster:manage',
    kind: 'write',
    input: z.object({ delegateId: id }),
    output: ok,
    example: { input: { delegateId: EXAMPLE_ID_2 }, output: {} },
  }),
  'delegate:pass-link': defineCommand({
    summary: 'The secret link of a delegate’s pass, to send to him alone. The look is recorded.',
    permission: 'roster:manage',
    kind: 'read',
    input: z.object({ delegateId: id }),
    output: z.object({ link: z.url() }),
    example: {
      input: { delegateId: EXAMPLE_ID_2 },
      output: { link: 'https://diemcau.example/pass/AZgKTnwAcACAAAAAAAAAAg.1.m2Xr8b0QzJ4' },
    },
  }),
  'delegate:reissue-pass': defineCommand({
    summary: 'End a delegate’s pass link and make a new one; the printed QR stays good.',
    permission: 'roster:manage',
    kind: 'write',
    input: z.object({ delegateId: id }),
    output: ok,
    example: { input: { delegateId: EXAMPLE_ID_2 }, output: {} },
  }),
};
