import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ERRORS } from '#contract/errors.ts';
import type { Actor, Principal } from '#domain/actor.ts';
import { PERMISSIONS } from '#domain/permissions.ts';
import type { Role } from '#domain/permissions.ts';
import type { HttpRoute } from '../http/route.ts';
import { createTestExecute } from '../testing/execute.ts';
import { startTestServer } from '../testing/harness.ts';
import type { TestServer } from '../testing/harness.ts';
import { seedRound } from '../testing/round.ts';
import type { Round } from '../testing/round.ts';
import { WALKERS } from './roles.ts';
import type { RowKind, Walker } from './roles.ts';

/** Of which kind a route's row is, and the near round's path to it. A route without a line fails. */
const ROUTE_WALKS: Record<string, { row: RowKind; path: (round: Round) => string }> = {
  'PUT /api/uploads/conferences/:conferenceId/imports/:jobId': {
    row: 'shared',
    path: ({ near }) =>
      `/api/uploads/conferences/${near.conferenceId}/imports/${randomUUID()}?kind=ROSTER&fileName=a.csv`,
  },
  'PUT /api/uploads/sessions/:sessionId/films/:sourceId': {
    row: 'conference',
    path: ({ near }) => `/api/uploads/sessions/${near.sessionId}/films/${randomUUID()}?name=a`,
  },
  'GET /api/exports/imports/:jobId/returned.xlsx': {
    row: 'conference',
    path: ({ near }) => `/api/exports/imports/${near.importJobId}/returned.xlsx`,
  },
  'GET /api/exports/conferences/:conferenceId/templates/:kind': {
    row: 'shared',
    path: ({ near }) => `/api/exports/conferences/${near.conferenceId}/templates/roster`,
  },
  'GET /api/exports/conferences/:conferenceId/hall-messages.xlsx': {
    row: 'conference',
    path: ({ near }) => `/api/exports/conferences/${near.conferenceId}/hall-messages.xlsx`,
  },
  'GET /api/exports/sessions/:sessionId/figures-by-unit.xlsx': {
    row: 'shared',
    path: ({ near }) => `/api/exports/sessions/${near.sessionId}/figures-by-unit.xlsx`,
  },
  'GET /api/exports/sessions/:sessionId/figures-by-site.xlsx': {
    row: 'shared',
    path: ({ near }) => `/api/exports/sessions/${near.sessionId}/figures-by-site.xlsx`,
  },
  'GET /api/exports/sessions/:sessionId/absentees.xlsx': {
    row: 'shared',
    path: ({ near }) => `/api/exports/sessions/${near.sessionId}/absentees.xlsx`,
  },
  'GET /api/exports/conferences/:conferenceId/roster.xlsx': {
    row: 'shared',
    path: ({ near }) => `/api/exports/conferences/${near.conferenceId}/roster.xlsx`,
  },
  'GET /api/recordings/:recordingId/recording.mp4': {
    row: 'conference',
    path: ({ near }) => `/api/recordings/${near.recordingId}/recording.mp4`,
  },
  'GET /api/recordings/:recordingId/part.mp4': {
    row: 'conference',
    path: ({ near }) => `/api/recordings/${near.recordingId}/part.mp4?from=0&to=1000`,
  },
  'GET /api/recordings/:recordingId/recording.webm': {
    row: 'conference',
    path: ({ near }) => `/api/recordings/${near.recordingId}/recording.webm`,
  },
  'GET /api/recordings/:recordingId/part.webm': {
    row: 'conference',
    path: ({ near }) => `/api/recordings/${near.recordingId}/part.webm?from=0&to=1000`,
  },
  'GET /api/recordings/:recordingId/thumbnails/:file': {
    row: 'conference',
    path: ({ near }) => `/api/recordings/${near.recordingId}/thumbnails/poster.jpg`,
  },
  // Hidden from those who may not watch: server/broadcasting/watch-routes.test.ts walks them.
  'GET /watch-files/:watchKey/master.m3u8': {
    row: 'public',
    path: ({ near }) => `/watch-files/${near.watchKey}/master.m3u8`,
  },
  'GET /watch-files/:watchKey/:step/:file': {
    row: 'public',
    path: ({ near }) => `/watch-files/${near.watchKey}/high/index.m3u8`,
  },
};

let server: TestServer;
let round: Round;
let routes: HttpRoute[];
/** Who the next request comes from. */
let current: Actor = { kind: 'anonymous' };

beforeAll(async () => {
  server = await startTestServer({ identify: () => Promise.resolve(principalOf(current)) });
  round = await seedRound(server.database.db);
  const composed = createTestExecute(server.database);
  routes = composed.routes;
  await composed.close();
});
afterAll(() => server.close());

function principalOf(actor: Actor): Principal {
  return {
    account: actor.kind === 'account' ? actor : null,
    device: actor.kind === 'device' ? actor : null,
  };
}

async function status(method: string, path: string, actor: Actor): Promise<number> {
  current = actor;
  const response = await fetch(server.origin + path, {
    method,
    headers: { 'x-act-as': actor.kind === 'device' ? 'device' : 'account' },
    ...(method === 'PUT' ? { body: 'a;b\n' } : {}),
  });
  const body = await response.arrayBuffer();
  if (response.status >= 400) {
    const { code } = JSON.parse(Buffer.from(body).toString()) as { code: string };
    expect(Object.keys(ERRORS)).toContain(code);
  }
  return response.status;
}

function mayUse(route: HttpRoute, row: RowKind, walker: Walker): boolean {
  if (row === 'public') return true;
  const roles: readonly Role[] = PERMISSIONS[route.permission];
  return roles.includes(walker.role) && walker.reaches.includes(row);
}

describe('the route walk', () => {
  it('knows every way in besides the commands', () => {
    const known = routes.map(({ method, path }) => `${method} ${path}`);
    expect(Object.keys(ROUTE_WALKS).sort()).toEqual(known.sort());
  });

  it.each(Object.entries(ROUTE_WALKS))('%s obeys the permission table', async (name, walk) => {
    const route = routes.find(({ method, path }) => `${method} ${path}` === name);
    if (!route) throw new Error('no such route');
    const findings: string[] = [];
    for (const walker of WALKERS) {
      const answered = await status(route.method, walk.path(round), walker.actor(round));
      const wasRefused = answered === 401 || answered === 403;
      if (wasRefused === mayUse(route, walk.row, walker))
        findings.push(`${walker.name}: ${answered}`);
    }
    expect(findings).toEqual([]);
  });

  it.each(Object.entries(ROUTE_WALKS))('%s answers malformed paths by a code', async (name) => {
    const [method = 'GET', pattern = ''] = name.split(' ');
    const administrator = WALKERS[0]?.actor(round) ?? current;
    const wrong = ['x', '%00', '%ff', "'", 'a'.repeat(2000), randomUUID()];
    for (const value of wrong) {
      const path = pattern.replace(/:\w+/g, value);
      const answered = await status(method, path, administrator);
      expect(answered, path).toBeGreaterThanOrEqual(400);
      expect(answered, path).toBeLessThan(500);
    }
  });
});
