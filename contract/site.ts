import { z } from 'zod';
import { defineCommand } from './command.ts';
import { count, EXAMPLE_ID, EXAMPLE_ID_2, id, line, requiredLine } from './primitives.ts';

const siteFields = {
  code: requiredLine(40),
  name: requiredLine(200),
  tier: z.enum(['CENTRAL', 'DISTRICT', 'COMMUNE', 'OTHER']),
  mode: z.enum(['ONLINE', 'TV_ONLY', 'HYBRID']),
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
      'Add a hall to a conference. A parent hall must be of the same conference and no descendant.',
    permission: 'site:manage',
    kind: 'write',
    input: z.object({ conferenceId: id, ...siteFields }),
    output: z.object({ id }),
    example: { input: { conferenceId: EXAMPLE_ID, ...exampleSite }, output: { id: EXAMPLE_ID_2 } },
  }),
  'site:update': defineCommand({
    summary: 'Change a hall.',
    permission: 'site:manage',
    kind: 'write',
    input: z.object({ siteId: id, ...siteFields }),
    output: ok,
    example: { input: { siteId: EXAMPLE_ID, ...exampleSite }, output: {} },
  }),
  'site:remove': defineCommand({
    summary: 'Remove a hall that has no delegates and no record; refused with IN_USE otherwise.',
    permission: 'site:manage',
    kind: 'write',
    input: z.object({ siteId: id }),
    output: ok,
    example: { input: { siteId: EXAMPLE_ID }, output: {} },
  }),
};
