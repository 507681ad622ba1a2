import { isSessionOf } from '#db/queries/door.ts';
import { countHall, findStandingReport, insertHeadcountReport } from '#db/queries/headcount.ts';
import { findSite } from '#db/queries/site.ts';
import type { RowScope } from '#domain/permissions.ts';
import { handle } from '../commands/handler.ts';
import type { CommandContext, Handlers } from '../commands/handler.ts';
import { Refusal } from '../commands/refusal.ts';

export interface HeadcountParts {
  /** Called after the commit, for the figures. */
  onCommitted(committed: { sessionId: string; siteIds: string[] }): void;
}

/** báo cáo quân số: what a hall declares, apart from what its doors count. */
export function createHeadcountHandlers(
  parts: HeadcountParts,
): Handlers<'headcount:report' | 'headcount:latest'> {
  return {
    'headcount:report': handle('headcount:report', {
      scope: hallAndSessionScope,
      run: async (input, context) => {
        const { actor } = context;
        const report = await insertHeadcountReport(context.tx, {
          ...input,
          happenedAt: notAfter(new Date(input.happenedAt), context.now()),
          deviceId: actor.kind === 'device' ? actor.deviceId : null,
          accountId: actor.kind === 'account' ? actor.accountId : null,
        });
        const { sessionId, siteId } = input;
        context.afterCommit(() => parts.onCommitted({ sessionId, siteIds: [siteId] }));
        return { reportId: report.id };
      },
    }),
    'headcount:latest': handle('headcount:latest', {
      scope: hallAndSessionScope,
      run: async (place, { tx, now }) => {
        const report = await findStandingReport(tx, place);
        return {
          report: report && { ...report, happenedAt: report.happenedAt.toISOString() },
          ...(await countHall(tx, place)),
          serverTime: now().toISOString(),
        };
      },
    }),
  };
}

async function hallAndSessionScope(
  place: { siteId: string; sessionId: string },
  { tx }: CommandContext,
): Promise<RowScope> {
  const found = await findSite(tx, place.siteId);
  if (!found) throw new Refusal('NOT_FOUND');
  const { conferenceId } = found.site;
  const isKnown = await isSessionOf(tx, { sessionId: place.sessionId, conferenceId });
  if (!isKnown) throw new Refusal('NOT_FOUND');
  return found.scope;
}

/** A phone's clock that runs ahead would keep its report on top of every later one. */
function notAfter(moment: Date, now: Date): Date {
  return moment > now ? now : moment;
}
