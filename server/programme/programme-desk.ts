import {
  findProgramme,
  findTake,
  ensureProgramme,
  lockProgramme,
  programmeOf,
  storeProgramme,
} from '#db/queries/programme.ts';
import type { ProgrammeHold, ProgrammeRow } from '#db/queries/programme.ts';
import type { SessionRow } from '#db/queries/session.ts';
import { findSession } from '#db/queries/session.ts';
import { findSource, listChosenSources } from '#db/queries/source.ts';
import type { ChosenSourceRow, SourceRow } from '#db/queries/source.ts';
import { listStandbySources, undoCall } from '#db/queries/speaker.ts';
import type { ProgrammeCodec } from '#contract/line.ts';
import type { Db, Tx } from '#db/client.ts';
import { actorKey } from '#domain/actor.ts';
import { closeInset, giveUp } from '#domain/programme.ts';
import type { FindSource, GivenUp, Programme } from '#domain/programme.ts';
import type { CommandContext } from '../commands/handler.ts';
import { Refusal } from '../commands/refusal.ts';
import { requireConference } from '../commands/require-conference.ts';
import { directed } from './direction.ts';
import type { Directed } from './direction.ts';

/** Who changed the programme, where no person did. */
const MEDIA_NODE = 'media-node';

/** A take that the media node gave up, with what it shows and lets hear in fact. */
type FailedTake = Omit<GivenUp, 'hallSound'> & { sessionId: string; at: Date };

export interface EndedSource {
  sessionId: string;
  isMeant(source: SourceRow): boolean;
}

type Changeable = Programme & Pick<ProgrammeRow, 'notice' | 'startedAt' | 'endedAt'>;

/** The programme under its lock, while a command decides what becomes of it. */
export interface LockedProgramme {
  row: ProgrammeRow;
  programme: Programme;
  conferenceId: string;
  /** The sources that the programme or the command names. */
  find: FindSource;
}

export interface ProgrammeChange {
  sessionId: string;
  /** Sources that the command names; NOT_FOUND unless each is one of the conference's. */
  sourceIds?: (string | null)[];
  /** Begins or ends it: ENDED programmes are changed by a new start alone. */
  evenEnded?: true;
}

export interface ProgrammeDeskParts {
  codec: ProgrammeCodec;
  /** Called after the commit. */
  announce(change: Directed): void;
  /** What is heard of a called-up hall in fact, as far as it is known. */
  heardOf(sessionId: string): string | null;
}

/**
 * Every change of a programme: under the row's lock, by the domain's rules, with a new number and a
 * line of history, in the command's own transaction. What follows from it is announced after the commit.
 */
export class ProgrammeDesk {
  readonly #parts: ProgrammeDeskParts;

  constructor(parts: ProgrammeDeskParts) {
    this.#parts = parts;
  }

  /** The programme of a session; its row, with the codec, is made by whoever asks first. */
  async read(tx: Tx, sessionId: string): Promise<Directed> {
    return this.#follow(tx, await this.row(tx, sessionId));
  }

  async row(tx: Tx, sessionId: string): Promise<ProgrammeRow> {
    const row = await findProgramme(tx, sessionId);
    if (row) return row;
    await ensureProgramme(tx, { sessionId, codec: this.#parts.codec });
    return (await findProgramme(tx, sessionId))!;
  }

  /**
   * Locks the programme until the transaction ends.
   * @throws Refusal NOT_FOUND, CONFERENCE_ARCHIVED, SESSION_ENDED
   */
  async lock(
    tx: Tx,
    { sessionId, sourceIds = [], evenEnded }: ProgrammeChange,
  ): Promise<LockedProgramme> {
    const { conferenceId } = await requireSession(tx, sessionId);
    const row = await this.#lockedRow(tx, sessionId, evenEnded ? 'ALONE' : 'CHANGE');
    if (row.endedAt && !evenEnded) throw new Refusal('SESSION_ENDED');
    const named = sourceIds.filter((sourceId) => sourceId !== null);
    const sources = await listChosenSources(tx, {
      sessionId,
      sourceIds: [...new Set([...chosenIn(row), ...named])],
    });
    refuseStrangers(named, sources, conferenceId);
    const byId = new Map(sources.map((source) => [source.sourceId, source]));
    return {
      row,
      programme: programmeOf(row),
      conferenceId,
      find: (sourceId) => byId.get(sourceId),
    };
  }

  /**
   * Keeps the programme from ending until the transaction does; takes go on beside it, however many
   * halls raise their hands at once.
   * @throws Refusal NOT_FOUND, CONFERENCE_ARCHIVED, SESSION_ENDED
   */
  async join(tx: Tx, sessionId: string): Promise<void> {
    await requireSession(tx, sessionId);
    const row = await this.#lockedRow(tx, sessionId, 'JOIN');
    if (row.endedAt) throw new Refusal('SESSION_ENDED');
  }

  /**
   * Stores what the command made of the locked programme, and announces it after the commit.
   * @returns the programme's new number
   */
  async store(
    context: CommandContext,
    { row }: Pick<LockedProgramme, 'row'>,
    change: Partial<Changeable>,
  ): Promise<number> {
    const { tx, actor } = context;
    const changed = { ...row, ...change, number: row.number + 1 };
    await storeProgramme(tx, { row: changed, actorKey: actorKey(actor), at: context.now() });
    const followed = await this.#follow(tx, changed);
    context.afterCommit(() => this.#parts.announce(followed));
    return changed.number;
  }

  /**
   * Closes the second picture when its source ended for good: a screen no longer shared, a hall that
   * left. One whose line is only broken is waited for.
   * @returns the source that it was; null when nothing changed
   */
  async closeInset(context: CommandContext, ended: EndedSource): Promise<string | null> {
    const { tx } = context;
    const { sessionId } = ended;
    // Hundreds of halls leave at the same moment: the lock is for the one that is shown.
    const shown = (await findProgramme(tx, sessionId))?.insetSourceId;
    const source = shown ? await findSource(tx, shown) : null;
    if (!source || !ended.isMeant(source)) return null;
    const row = await lockProgramme(tx, { sessionId, hold: 'CHANGE' });
    if (!row || row.endedAt || row.insetSourceId !== source.sourceId) return null;
    await this.store(context, { row }, closeInset(programmeOf(row)));
    return source.sourceId;
  }

  /**
   * After a take that the media node gave up: the stored programme goes back to what is on air. What
   * the director has decided meanwhile stands.
   * @returns the halls whose requests to speak went back with it
   */
  async giveUp(db: Db, given: FailedTake): Promise<string[]> {
    const givenUp = await db.transaction(async (tx) => {
      const row = await lockProgramme(tx, { sessionId: given.sessionId, hold: 'ALONE' });
      if (!row || row.endedAt) return null;
      const before = programmeOf(row);
      const found = await takeOf(tx, given);
      const programme = giveUp(before, { ...given, hallSound: found && hallSoundOf(found) });
      if (programme === before) return null;
      const { sessionId, at } = given;
      const call = found && { sessionId, after: found.before.at, until: found.taken.at };
      const siteIds = call ? await undoCall(tx, call) : [];
      const changed = { ...row, ...programme, number: row.number + 1 };
      await storeProgramme(tx, { row: changed, actorKey: MEDIA_NODE, at });
      return { followed: await this.#follow(tx, changed), siteIds };
    });
    if (givenUp) this.#parts.announce(givenUp.followed);
    return givenUp?.siteIds ?? [];
  }

  async #lockedRow(tx: Tx, sessionId: string, hold: ProgrammeHold): Promise<ProgrammeRow> {
    const row = await lockProgramme(tx, { sessionId, hold });
    if (row) return row;
    await ensureProgramme(tx, { sessionId, codec: this.#parts.codec });
    return (await lockProgramme(tx, { sessionId, hold }))!;
  }

  async #follow(tx: Tx, row: ProgrammeRow): Promise<Directed> {
    const { sessionId } = row;
    const heardSourceId = this.#parts.heardOf(sessionId);
    const standbySourceIds = await listStandbySources(tx, sessionId);
    const sourceIds = [...new Set([...chosenIn(row), ...(heardSourceId ? [heardSourceId] : [])])];
    const sources = await listChosenSources(tx, { sessionId, sourceIds });
    return directed({ row, sources, standbySourceIds, heardSourceId });
  }
}

/** @throws Refusal NOT_FOUND, CONFERENCE_ARCHIVED */
async function requireSession(tx: Tx, sessionId: string): Promise<SessionRow> {
  const session = await findSession(tx, sessionId);
  if (!session) throw new Refusal('NOT_FOUND');
  await requireConference(tx, session.conferenceId);
  return session;
}

type Take = NonNullable<Awaited<ReturnType<typeof findTake>>>;

/** The take of the main picture that failed, when what is on air is what was there before it. */
async function takeOf(tx: Tx, given: FailedTake): Promise<Take | null> {
  const { sessionId, slot, sourceId, shownSourceId } = given;
  if (slot !== 'MAIN') return null;
  const found = await findTake(tx, { sessionId, mainSourceId: sourceId });
  return found?.before.programme.mainSourceId === shownSourceId ? found : null;
}

function hallSoundOf({ before, taken }: Take): GivenUp['hallSound'] {
  return { taken: taken.programme.hallSoundSourceId, before: before.programme.hallSoundSourceId };
}

function chosenIn(row: ProgrammeRow): string[] {
  const { mainSourceId, insetSourceId, previewSourceId, returnSourceId } = row;
  const { centreSoundSourceId, hallSoundSourceId } = row;
  const pictures = [mainSourceId, insetSourceId, previewSourceId, returnSourceId];
  const chosen = [...pictures, centreSoundSourceId, hallSoundSourceId];
  return [...new Set(chosen.filter((sourceId) => sourceId !== null))];
}

function refuseStrangers(
  named: string[],
  sources: readonly ChosenSourceRow[],
  conferenceId: string,
): void {
  const own = sources.filter((source) => source.conferenceId === conferenceId);
  const known = new Set(own.map(({ sourceId }) => sourceId));
  if (named.some((sourceId) => !known.has(sourceId))) throw new Refusal('NOT_FOUND');
}
