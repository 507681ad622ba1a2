import { keepHallLine, listHalls } from '#db/queries/hall-line.ts';
import { findSession } from '#db/queries/session.ts';
import { findSite } from '#db/queries/site.ts';
import { actorKey } from '#domain/actor.ts';
import { reachOf } from '#domain/permissions.ts';
import type { RowScope } from '#domain/permissions.ts';
import { handle } from '../commands/handler.ts';
import type { CommandContext, Handlers } from '../commands/handler.ts';
import { KeptScopes } from '../commands/kept-scopes.ts';
import { Refusal } from '../commands/refusal.ts';
import { requireConference } from '../commands/require-conference.ts';
import type { BusKeeper } from '../programme/bus-keeper.ts';
import { hallFollowing } from '../programme/hall-views.ts';
import type { SessionsOnAir } from '../programme/sessions-on-air.ts';

type Names = 'following:list' | 'following:say' | 'following:report-watch';

interface Place {
  sessionId: string;
  siteId: string;
}

const SCOPE_KEPT_MS = 60_000;

/** theo dõi: how halls follow a session, from what their machines and people say. */
export function createFollowingHandlers(parts: {
  sessions: SessionsOnAir;
  keeper: Pick<BusKeeper, 'isInStep'>;
}): Handlers<Names> {
  const { sessions, keeper } = parts;
  const kept = new KeptScopes({ keptMs: SCOPE_KEPT_MS });
  return {
    'following:list': handle('following:list', {
      scope: async ({ sessionId }, context) => ({
        conferenceId: await conferenceOf(sessionId, context),
        shared: true,
      }),
      run: async ({ sessionId }, context) => {
        const session = await sessions.get(sessionId);
        session.forgetSilentWatches();
        const { facts, conferenceId } = session;
        const reach = reachOf(context.actor, 'figures:read', conferenceId);
        const rows = await listHalls(context.tx, { sessionId, conferenceId, reach });
        const known = { facts, isInStep: keeper.isInStep };
        return {
          halls: rows.map((row) => ({ siteId: row.siteId, ...hallFollowing(row, known) })),
        };
      },
    }),
    'following:say': handle('following:say', {
      scope: hallScope,
      run: async ({ canFollow, ...place }, context) => {
        const { conferenceId } = await hallScope(place, context);
        await requireConference(context.tx, conferenceId!);
        await keepHallLine(context.tx, place, { canFollow, saidAt: context.now() });
        context.afterCommit(() =>
          sessions.tell(place.sessionId, (one) => one.hallsChanged([place.siteId])),
        );
        return {};
      },
    }),
    'following:report-watch': handle('following:report-watch', {
      scope: (place, context) =>
        kept.of(`${place.sessionId}:${place.siteId}`, () => hallScope(place, context)),
      run: async ({ sessionId, siteId, watch }, { actor }) => {
        const machine = actorKey(actor);
        (await sessions.get(sessionId)).setWatch({ siteId, machine }, watch);
        return {};
      },
    }),
  };
}

/** @throws Refusal NOT_FOUND unless the session is one of the hall's conference */
async function hallScope({ sessionId, siteId }: Place, { tx }: CommandContext): Promise<RowScope> {
  const [found, session] = await Promise.all([findSite(tx, siteId), findSession(tx, sessionId)]);
  if (!found || session?.conferenceId !== found.site.conferenceId) throw new Refusal('NOT_FOUND');
  return found.scope;
}

/** @throws Refusal NOT_FOUND */
async function conferenceOf(sessionId: string, { tx }: CommandContext): Promise<string> {
  const session = await findSession(tx, sessionId);
  if (!session) throw new Refusal('NOT_FOUND');
  return session.conferenceId;
}
