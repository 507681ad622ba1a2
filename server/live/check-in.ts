import type { AttendanceState } from '#contract/check-in.ts';
import {
  findGuestByCode,
  isSessionOf,
  listDoorAttendance,
  listDoorDelegates,
  listDoorWalkIns,
  listGuests,
  readRosterVersion,
} from '#db/queries/door.ts';
import { readIncarnation } from '#db/queries/incarnation.ts';
import { findSite } from '#db/queries/site.ts';
import { auditEntry } from '#db/schema/audit.ts';
import { actorKey } from '#domain/actor.ts';
import type { Actor } from '#domain/actor.ts';
import { reachOf } from '#domain/permissions.ts';
import type { RowScope } from '#domain/permissions.ts';
import type { CheckInWriter } from '../check-in/check-in-writer.ts';
import { doorStream } from '../check-in/door-announcer.ts';
import { handle } from '../commands/handler.ts';
import type { CommandContext, Handlers } from '../commands/handler.ts';
import { Refusal } from '../commands/refusal.ts';
import type { Streams } from '../socket/streams.ts';

export interface CheckInParts {
  writer: CheckInWriter;
  streams: Streams;
}

type CheckInCommand = 'check-in:append' | 'door:roster' | 'door:find' | 'door:subscribe';

/** The door: takes check-ins, and gives a device what it needs to go on without a network. */
export function createCheckInHandlers(parts: CheckInParts): Handlers<CheckInCommand> {
  const hallScope = createHallScope();
  return {
    'check-in:append': handle('check-in:append', {
      scope: ({ siteId }, context) => hallScope(siteId, context),
      run: async ({ sessionId, siteId, events }, context) => {
        const { conferenceId = '' } = await hallScope(siteId, context);
        const actor = senderOf(context.actor);
        return parts.writer.append({ sessionId, siteId, conferenceId, actor, events });
      },
    }),
    'door:roster': handle('door:roster', {
      scope: ({ siteId }, context) => readHallScope(siteId, context),
      run: async ({ siteId }, context) => {
        await auditRead(context, { action: 'door:roster', subject: { siteId } });
        // The version first: a change in between makes the list newer than its version, never older.
        const rosterVersion = await readRosterVersion(context.tx, siteId);
        const { conferenceId = '' } = await hallScope(siteId, context);
        // A unit's administrator reaches the hall, but not another unit's people who sit in it.
        const reach = reachOf(context.actor, 'roster:read', conferenceId);
        return { rosterVersion, delegates: await listDoorDelegates(context.tx, { siteId, reach }) };
      },
    }),
    'door:find': handle('door:find', {
      scope: ({ siteId }, context) => readHallScope(siteId, context),
      run: async ({ siteId, checkInCode }, context) => {
        const { conferenceId = '' } = await hallScope(siteId, context);
        const delegate = await findGuestByCode(context.tx, { conferenceId, checkInCode });
        const subject = { siteId, ...(delegate ? { delegateId: delegate.id } : {}) };
        await auditRead(context, { action: 'door:find', subject });
        return { delegate };
      },
    }),
    'door:subscribe': handle('door:subscribe', {
      scope: ({ siteId }, context) => readHallScope(siteId, context),
      run: async (place, context) => {
        const { conferenceId = '' } = await hallScope(place.siteId, context);
        const isKnown = await isSessionOf(context.tx, { ...place, conferenceId });
        if (!isKnown) throw new Refusal('NOT_FOUND');
        const stream = doorStream(place);
        context.subscriber?.join(parts.streams.room(stream));
        const revision = parts.streams.revision(stream);
        return { revision, ...(await readDoor(place, context)) };
      },
    }),
  };
}

async function readDoor(place: { siteId: string; sessionId: string }, context: CommandContext) {
  const serverTime = context.now().toISOString();
  const [incarnation, rosterVersion, attendance, walkIns, guests] = await Promise.all([
    readIncarnation(context.tx),
    readRosterVersion(context.tx, place.siteId),
    listDoorAttendance(context.tx, place),
    listDoorWalkIns(context.tx, place),
    listGuests(context.tx, place),
  ]);
  return {
    serverTime,
    incarnation,
    rosterVersion,
    attendance: attendance.map(toState),
    walkIns: walkIns.map((row) => ({ ...row, presentAt: row.presentAt.toISOString() })),
    guests,
  };
}

type AttendanceRow = Awaited<ReturnType<typeof listDoorAttendance>>[number];

function toState(row: AttendanceRow): AttendanceState {
  return {
    ...row,
    presentAt: row.presentAt?.toISOString() ?? null,
    leftEarlyAt: row.leftEarlyAt?.toISOString() ?? null,
    updatedAt: row.updatedAt.toISOString(),
  };
}

async function readHallScope(siteId: string, { tx }: CommandContext): Promise<RowScope> {
  const found = await findSite(tx, siteId);
  if (!found) throw new Refusal('NOT_FOUND');
  return found.scope;
}

/** Long enough for a rush at the doors, short enough that a hall moved to another unit soon counts. */
const SCOPE_KEPT_MS = 5_000;

/**
 * A hall's place in the permission table, kept for a moment: a rush asks for the same 766 rows
 * thousands of times a second. Only the row is kept; the permission is judged for every request.
 */
function createHallScope() {
  const kept = new Map<string, { scope: RowScope; untilMs: number }>();
  return async (siteId: string, context: CommandContext): Promise<RowScope> => {
    const nowMs = performance.now();
    const known = kept.get(siteId);
    if (known && known.untilMs > nowMs) return known.scope;
    const scope = await readHallScope(siteId, context);
    kept.set(siteId, { scope, untilMs: nowMs + SCOPE_KEPT_MS });
    return scope;
  };
}

function senderOf(actor: Actor): { deviceId: string | null; accountId: string | null } {
  return {
    deviceId: actor.kind === 'device' ? actor.deviceId : null,
    accountId: actor.kind === 'account' ? actor.accountId : null,
  };
}

/** Who looked at people's records is kept, as the law on personal data asks. */
async function auditRead(
  context: CommandContext,
  entry: { action: string; subject: Record<string, string> },
): Promise<void> {
  await context.db.insert(auditEntry).values({ actorKey: actorKey(context.actor), ...entry });
}
