import { z } from 'zod';
import { DEVICE_KINDS } from '#domain/actor.ts';
import { defineCommand } from './command.ts';
import { count, EXAMPLE_ID, EXAMPLE_ID_2, id, instant, line, requiredLine } from './primitives.ts';

export const SITE_TIERS = ['CENTRAL', 'DISTRICT', 'COMMUNE', 'OTHER'] as const;
export const SITE_MODES = ['ONLINE', 'TV_ONLY', 'HYBRID'] as const;

const siteFields = {
  code: requiredLine(40),
  name: requiredLine(200),
  tier: z.enum(SITE_TIERS),
  mode: z.enum(SITE_MODES),
  unitId: id.nullable(),
  parentSiteId: id.nullable(),
  contactName: line(120),
  contactPhone: line(40),
  plannedCount: count.nullable(),
};
const exampleSite = {
  code: 'HN-001',
  name: 'Điểm cầu Quận Ba Đình',
  tier: 'DISTRICT' as const,
  mode: 'ONLINE' as const,
  unitId: null,
  parentSiteId: null,
  contactName: 'Lê Thị Hoa',
  contactPhone: '0912 000 001',
  plannedCount: 160,
};
const ok = z.object({});

export const siteCommands = {
  'site:create': defineCommand({
    summary:
      'Add a hall to a conference. A parent hall must be of the same conference and no descendant. The code of a removed hall brings that hall back.',
    permission: 'site:manage',
    kind: 'write',
    input: z.object({ conferenceId: id, ...siteFields }),
    output: z.object({ id }),
    example: { input: { conferenceId: EXAMPLE_ID, ...exampleSite }, output: { id: EXAMPLE_ID_2 } },
  }),
  'site:update': defineCommand({
    summary:
      'Change a hall. `expected` is what the sender saw; when it is another now, CONFLICT names the changed fields in `details.fields`.',
    permission: 'site:manage',
    kind: 'write',
    input: z.object({ siteId: id, ...siteFields, expected: z.object(siteFields) }),
    output: ok,
    example: {
      input: { siteId: EXAMPLE_ID, ...exampleSite, expected: { ...exampleSite, contactPhone: '' } },
      output: {},
    },
  }),
  'site:remove': defineCommand({
    summary: 'Remove a hall that has no delegates and no record; refused with IN_USE otherwise.',
    permission: 'site:manage',
    kind: 'write',
    input: z.object({ siteId: id }),
    output: ok,
    example: { input: { siteId: EXAMPLE_ID }, output: {} },
  }),
  'site:devices': defineCommand({
    summary: 'The devices enrolled at a hall that may act, newest first.',
    permission: 'device:manage',
    kind: 'read',
    input: z.object({ siteId: id }),
    output: z.object({
      devices: z.array(
        z.object({
          id,
          kind: z.enum(DEVICE_KINDS),
          label: z.string(),
          enrolledAt: instant,
          lastSeenAt: instant.nullable(),
        }),
      ),
    }),
    example: {
      input: { siteId: EXAMPLE_ID },
      output: {
        devices: [
          {
            id: EXAMPLE_ID_2,
            kind: 'DOOR',
            label: 'Điện thoại cửa số 1',
            enrolledAt: '2026-11-30T02:00:00Z',
            lastSeenAt: null,
          },
        ],
      },
    },
  }),
};
