import { eq } from 'drizzle-orm';
import { passToken } from '#contract/pass-token.ts';
import { findConference } from '#db/queries/conference.ts';
import {
  countRoster,
  findDelegate,
  listOwnAttendance,
  listRoster,
  readRosterRow,
} from '#db/queries/delegate.ts';
import type { Tx } from '#db/client.ts';
import { auditEntry } from '#db/schema/audit.ts';
import { delegate } from '#db/schema/delegate.ts';
import { actorKey } from '#domain/actor.ts';
import { can, reachOf } from '#domain/permissions.ts';
import { handle } from '../commands/handler.ts';
import type { CommandContext, Handlers } from '../commands/handler.ts';
import { Refusal } from '../commands/refusal.ts';
import { requireConference } from '../commands/require-conference.ts';
import { columnsOf, insertDelegate, requirePlace } from '../roster/delegate-entry.ts';
import { cursorOf, readCursor } from '../roster/roster-cursor.ts';

type Names =
  | 'delegate:list'
  | 'delegate:get'
  | 'delegate:create'
  | 'delegate:update'
  | 'delegate:remove'
  | 'delegate:restore'
  | 'delegate:pass-link'
  | 'delegate:reissue-pass';

export interface DelegateParts {
  masterKey: string;
  /** After a commit: the summons lists of these halls are others now. */
  rosterChanged(change: { conferenceId: string; siteIds: string[] }): void;
}

/** đại biểu: the summons list, one entry at a time. */
export function createDelegateHandlers(parts: DelegateParts): Handlers<Names> {
  return {
    'delegate:list': listHandler,
    'delegate:get': getHandler,
    'delegate:create': createHandler(parts),
    'delegate:update': updateHandler(parts),
    'delegate:remove': standingHandler('delegate:remove', parts),
    'delegate:restore': standingHandler('delegate:restore', parts),
    'delegate:pass-link': passLinkHandler(parts),
    'delegate:reissue-pass': reissueHandler,
  };
}

const listHandler = handle('delegate:list', {
  scope: async ({ conferenceId }, { tx }) => {
    if (!(await findConference(tx, conferenceId))) throw new Refusal('NOT_FOUND');
    return { conferenceId, shared: true };
  },
  run: async ({ cursor, limit, ...asked }, { tx, actor }) => {
    const filter = { ...asked, reach: reachOf(actor, 'roster:read', asked.conferenceId) };
    const after = cursor === undefined ? null : readCursor(cursor);
    const delegates = await listRoster(tx, { filter, after, limit });
    const last = delegates.length === limit ? delegates.at(-1) : undefined;
    return {
      delegates,
      next: last ? cursorOf(last) : null,
      total: cursor === undefined ? await countRoster(tx, filter) : null,
    };
  },
});

const getHandler = handle('delegate:get', {
  scope: ({ delegateId }, { tx }) => delegateScope(tx, delegateId),
  run: async ({ delegateId }, context) => {
    const { tx } = context;
    const row = await readRosterRow(tx, delegateId);
    const found = await findDelegate(tx, delegateId);
    if (!row || !found) throw new Refusal('NOT_FOUND');
    const attendance = await listOwnAttendance(tx, delegateId);
    await recordLook(context, 'delegate:get', delegateId);
    const { checkInCode, note, updatedAt } = found.delegate;
    return {
      ...row,
      checkInCode,
      note,
      updatedAt: updatedAt.toISOString(),
      attendance: attendance.map(({ startsAt: _, presentAt, ...session }) => ({
        ...session,
        presentAt: presentAt?.toISOString() ?? null,
      })),
    };
  },
});

const createHandler = (parts: DelegateParts) =>
  handle('delegate:create', {
    scope: async ({ siteId, unitId }, { tx }) => (await requirePlace(tx, { siteId, unitId })).scope,
    run: async (input, { tx, afterCommit }) => {
      const { site } = await requirePlace(tx, input);
      await requireConference(tx, site.conferenceId);
      const made = await insertDelegate(tx, { site, input });
      const change = { conferenceId: site.conferenceId, siteIds: [site.id] };
      afterCommit(() => parts.rosterChanged(change));
      return made;
    },
  });

const updateHandler = (parts: DelegateParts) =>
  handle('delegate:update', {
    scope: ({ delegateId }, { tx }) => delegateScope(tx, delegateId),
    run: async ({ delegateId, expectedUpdatedAt, ...input }, context) => {
      const { tx, actor, now, afterCommit } = context;
      const before = await lockDelegate(tx, delegateId);
      await requireConference(tx, before.conferenceId);
      if (before.updatedAt.getTime() !== Date.parse(expectedUpdatedAt)) {
        throw new Refusal('CONFLICT');
      }
      const { site, scope } = await requirePlace(tx, input);
      if (site.conferenceId !== before.conferenceId) {
        throw new Refusal('NOT_FOUND', { field: 'siteId' });
      }
      // The new place must be within reach as well, or a unit could push people onto another's list.
      if (!can(actor, 'roster:manage', scope)) throw new Refusal('FORBIDDEN');
      const updatedAt = now();
      const columns = await columnsOf(tx, { conferenceId: site.conferenceId, input });
      await tx
        .update(delegate)
        .set({ ...columns, updatedAt })
        .where(eq(delegate.id, delegateId));
      const siteIds = [...new Set([before.siteId, site.id])];
      afterCommit(() => parts.rosterChanged({ conferenceId: site.conferenceId, siteIds }));
      return { updatedAt: updatedAt.toISOString() };
    },
  });

const standingHandler = (name: 'delegate:remove' | 'delegate:restore', parts: DelegateParts) =>
  handle(name, {
    scope: ({ delegateId }, { tx }) => delegateScope(tx, delegateId),
    run: async ({ delegateId }, { tx, now, afterCommit }) => {
      const { conferenceId, siteId, unitId, removedAt } = await lockDelegate(tx, delegateId);
      await requireConference(tx, conferenceId);
      const isRemoval = name === 'delegate:remove';
      if (isRemoval === (removedAt !== null)) return {};
      // Back into a hall that was removed meanwhile: there is no such list.
      if (!isRemoval) await requirePlace(tx, { siteId, unitId });
      await tx
        .update(delegate)
        .set({ removedAt: isRemoval ? now() : null, updatedAt: now() })
        .where(eq(delegate.id, delegateId));
      afterCommit(() => parts.rosterChanged({ conferenceId, siteIds: [siteId] }));
      return {};
    },
  });

const passLinkHandler = (parts: DelegateParts) =>
  handle('delegate:pass-link', {
    scope: ({ delegateId }, { tx }) => delegateScope(tx, delegateId),
    run: async ({ delegateId }, context) => {
      const found = await findDelegate(context.tx, delegateId);
      if (!found) throw new Refusal('NOT_FOUND');
      await recordLook(context, 'delegate:pass-link', delegateId);
      const token = passToken(delegateId, found.delegate.passIssue, parts.masterKey);
      return { link: `${context.origin}/pass/${token}` };
    },
  });

const reissueHandler = handle('delegate:reissue-pass', {
  scope: ({ delegateId }, { tx }) => delegateScope(tx, delegateId),
  run: async ({ delegateId }, { tx }) => {
    const { passIssue, conferenceId } = await lockDelegate(tx, delegateId);
    await requireConference(tx, conferenceId);
    await tx
      .update(delegate)
      .set({ passIssue: passIssue + 1 })
      .where(eq(delegate.id, delegateId));
    return {};
  },
});

async function delegateScope(tx: Tx, delegateId: string) {
  const found = await findDelegate(tx, delegateId);
  if (!found) throw new Refusal('NOT_FOUND');
  return found.scope;
}

async function lockDelegate(tx: Tx, delegateId: string) {
  const [row] = await tx.select().from(delegate).where(eq(delegate.id, delegateId)).for('update');
  if (!row) throw new Refusal('NOT_FOUND');
  return row;
}

/** Reads of one person's record stand in the audit log, as the law on personal data asks. */
async function recordLook(
  { tx, actor }: CommandContext,
  action: string,
  delegateId: string,
): Promise<void> {
  await tx
    .insert(auditEntry)
    .values({ actorKey: actorKey(actor), action, subject: { delegateId } });
}
