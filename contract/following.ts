import { z } from 'zod';
import { FOLLOWING_KINDS, WATCH_CONDITIONS } from '#domain/following.ts';
import { WATCH_STEPS } from '#domain/watch.ts';
import { defineCommand } from './command.ts';
import { EXAMPLE_ID, EXAMPLE_ID_2, id, instant } from './primitives.ts';

/** How a hall follows, from what its own machines and people said; `at`: since when, null where unknown. */
export const followingState = z.object({
  kind: z.enum(FOLLOWING_KINDS),
  at: instant.nullable(),
});
export type FollowingState = z.output<typeof followingState>;

export const exampleFollowing: z.input<typeof followingState> = {
  kind: 'WATCH',
  at: '2026-11-20T01:03:00Z',
};

const place = { sessionId: id, siteId: id };
const examplePlace = { sessionId: EXAMPLE_ID, siteId: EXAMPLE_ID_2 };
const ok = z.object({});

/** theo dõi: how halls follow a session; of single viewers nothing is known. */
export const followingCommands = {
  'following:list': defineCommand({
    summary: 'How each hall within the reader’s reach follows now; asked again every ten seconds.',
    permission: 'figures:read',
    kind: 'read',
    input: z.object({ sessionId: id }),
    output: z.object({ halls: z.array(followingState.extend({ siteId: id })) }),
    example: {
      input: { sessionId: EXAMPLE_ID },
      output: { halls: [{ siteId: EXAMPLE_ID_2, ...exampleFollowing }] },
    },
  }),
  'following:say': defineCommand({
    summary:
      'Say for a hall that follows by television or the watch page that it can, or cannot, see and hear.',
    permission: 'hall:say',
    kind: 'write',
    input: z.object({ ...place, canFollow: z.boolean() }),
    output: ok,
    example: { input: { ...examplePlace, canFollow: true }, output: {} },
  }),
  'following:report-watch': defineCommand({
    summary:
      'How the watch page on a machine of the hall goes, every ten seconds; kept in memory for thirty. Null: it was closed.',
    permission: 'hall:follow',
    kind: 'write',
    idempotency: 'natural',
    input: z.object({
      ...place,
      watch: z
        .object({ condition: z.enum(WATCH_CONDITIONS), step: z.enum(WATCH_STEPS).nullable() })
        .nullable(),
    }),
    output: ok,
    example: {
      input: { ...examplePlace, watch: { condition: 'PLAYING', step: 'high' } },
      output: {},
    },
  }),
};
