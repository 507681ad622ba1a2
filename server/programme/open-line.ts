import type { Db } from '#db/client.ts';
import { keepHallLine } from '#db/queries/hall-line.ts';
import type { SessionRow } from '#db/queries/session.ts';
import { findSession } from '#db/queries/session.ts';
import { findSite } from '#db/queries/site.ts';
import { actorKey } from '#domain/actor.ts';
import type { Actor } from '#domain/actor.ts';
import { Refusal } from '../commands/refusal.ts';
import { requireConference } from '../commands/require-conference.ts';
import type { LineFacts, LineTransports, MediaPort } from '../media-link/media-port.ts';
import type { BusKeeper } from './bus-keeper.ts';
import type { LineBook } from './line-book.ts';
import type { SessionsOnAir } from './sessions-on-air.ts';

/** Halls may join this long before a session that nobody has opened yet, as doors may. */
const EARLY_LINE_MS = 4 * 3_600_000;

export interface OpenLineParts {
  db: Db;
  media: MediaPort;
  keeper: BusKeeper;
  sessions: SessionsOnAir;
  lines: LineBook;
  now(): Date;
}

export interface AskedLine {
  lineId: string;
  sessionId: string;
  actor: Actor;
}

/**
 * Opens a line, in place of the same device's earlier one.
 * @throws Refusal NOT_FOUND, CONFERENCE_ARCHIVED, SESSION_NOT_OPEN, SESSION_ENDED,
 *   HALL_TELEVISION_ONLY, CONSOLE_IN_USE, FORBIDDEN; MediaRefusal MEDIA_UNAVAILABLE
 */
export async function openLine(parts: OpenLineParts, asked: AskedLine): Promise<LineTransports> {
  await requireSession(parts, asked.sessionId);
  const siteId = await requireHall(parts, asked.actor);
  await parts.keeper.ready();
  return parts.lines.inTurn(siteId ?? asked.lineId, async () => {
    const line = lineOf(asked, siteId);
    refuseOthers(parts.lines, line);
    await parts.keeper.open(asked.sessionId);
    const transports = await parts.media.openLine(line);
    parts.lines.enter({ ...line, isConnected: false });
    if (siteId !== null) await replaceEarlier(parts, line);
    if (siteId !== null && line.canSend) {
      const { sessionId } = asked;
      await keepHallLine(parts.db, { sessionId, siteId }, { joinedAt: parts.now() });
    }
    return transports;
  });
}

async function requireSession({ db, sessions, now }: OpenLineParts, sessionId: string) {
  const session = await findSession(db, sessionId);
  if (!session) throw new Refusal('NOT_FOUND');
  await requireConference(db, session.conferenceId);
  if (isTooEarly(session, now())) throw new Refusal('SESSION_NOT_OPEN');
  const { latest } = await sessions.get(sessionId);
  if (latest.programme.endedAt !== null) throw new Refusal('SESSION_ENDED');
}

function isTooEarly({ openedAt, startsAt }: SessionRow, now: Date): boolean {
  return openedAt === null && now.getTime() < startsAt.getTime() - EARLY_LINE_MS;
}

/** @returns the device's hall; null for the control room */
async function requireHall({ db }: OpenLineParts, actor: Actor): Promise<string | null> {
  if (actor.kind !== 'device') return null;
  const found = await findSite(db, actor.siteId);
  if (!found) throw new Refusal('NOT_FOUND');
  if (found.site.mode === 'TV_ONLY') throw new Refusal('HALL_TELEVISION_ONLY');
  return actor.siteId;
}

function lineOf({ lineId, sessionId, actor }: AskedLine, siteId: string | null) {
  // A projector shows what the console receives; it has nothing to send.
  const canSend = actor.kind === 'device' && actor.deviceKind === 'CONSOLE';
  return { lineId, sessionId, siteId, owner: actorKey(actor), canSend };
}

function refuseOthers(lines: LineBook, line: Omit<LineFacts, 'isConnected'>): void {
  const sameId = lines.find(line.lineId);
  if (sameId && sameId.owner !== line.owner) throw new Refusal('FORBIDDEN');
  if (!line.canSend) return;
  const consoles = lines.linesWhere((one) => one.canSend && one.siteId === line.siteId);
  if (consoles.some((one) => one.isConnected && one.owner !== line.owner)) {
    throw new Refusal('CONSOLE_IN_USE');
  }
}

/** A reloaded page, a second tab, or a console of the hall that never came up or was lost. */
async function replaceEarlier(
  { lines, keeper }: OpenLineParts,
  line: Omit<LineFacts, 'isConnected'>,
): Promise<void> {
  const earlier = lines.linesWhere(
    (one) =>
      one.siteId === line.siteId &&
      one.lineId !== line.lineId &&
      (one.owner === line.owner || (one.canSend && line.canSend)),
  );
  for (const one of earlier) await keeper.endLine(one, { isTakenOver: true });
}
