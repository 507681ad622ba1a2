import type { ArrivalTuple } from '#contract/figures.ts';
import { readArrivals } from '#db/queries/figures.ts';
import { findSession } from '#db/queries/session.ts';
import { reachOf } from '#domain/permissions.ts';
import type { RowScope } from '#domain/permissions.ts';
import { handle } from '../commands/handler.ts';
import type { CommandContext, Handlers } from '../commands/handler.ts';
import { Refusal } from '../commands/refusal.ts';
import { figureStream } from '../figures/figure-audience.ts';
import { FigureBoard } from '../figures/figure-board.ts';
import type { FigureBoardParts } from '../figures/figure-board.ts';

/** Sessions that somebody follows are compared with the database, and others forgotten, this often. */
const CARE_EVERY_MS = 60_000;
const MINUTE_MS = 60_000;

/**
 * The figures of all sessions that somebody follows. Everybody who commits something tells it which
 * halls changed; it costs nothing for a session that nobody follows.
 */
export class LiveFigures {
  readonly #parts: FigureBoardParts;
  readonly #boards = new Map<string, Promise<FigureBoard>>();
  readonly #care: NodeJS.Timeout;

  constructor(parts: FigureBoardParts) {
    this.#parts = parts;
    this.#care = setInterval(() => void this.takeCare(), CARE_EVERY_MS);
    this.#care.unref();
  }

  /** Call after the commit: the rosters' halls of the people, and the halls of the doors. */
  onCommitted({ sessionId, siteIds }: { sessionId: string; siteIds: Iterable<string> }): void {
    void this.#boards.get(sessionId)?.then((board) => board.markDirty(siteIds), ignore);
  }

  /** Call after the commit of a change to halls, units or the roster of a conference. */
  onRosterChanged(conferenceId: string): void {
    for (const opening of this.#boards.values()) {
      void opening.then((board) => {
        if (board.conferenceId === conferenceId) board.markStructureDirty();
      }, ignore);
    }
  }

  /**
   * Uses the figures of a session in memory.
   * @param use runs at once when they are there, so that nobody forgets the session in between
   * @throws the database's error
   */
  async withBoard<T>(
    place: { sessionId: string; conferenceId: string },
    use: (board: FigureBoard) => T,
  ): Promise<T> {
    for (;;) {
      const board = await this.board(place);
      // Forgotten while it opened, because nobody followed it yet: opened again.
      if (!board.isClosed) return use(board);
    }
  }

  /** Call after the commit of a change to units: they belong to no conference. */
  onUnitsChanged(): void {
    for (const opening of this.#boards.values()) {
      void opening.then((board) => board.markStructureDirty(), ignore);
    }
  }

  /** The figures of a session in memory; forgotten with the next care unless somebody follows them. */
  async board(place: { sessionId: string; conferenceId: string }): Promise<FigureBoard> {
    let opening = this.#boards.get(place.sessionId);
    if (!opening) {
      this.#boards.set(place.sessionId, (opening = FigureBoard.open(this.#parts, place)));
      // A session that could not be read is read again by the next who asks.
      opening.catch(() => this.#boards.delete(place.sessionId));
    }
    return opening;
  }

  /** Forgets sessions that nobody follows and checks the others against the database. */
  async takeCare(): Promise<void> {
    for (const [sessionId, opening] of this.#boards) {
      const board = await opening.catch(() => null);
      if (board === null) continue;
      if (board.dropIdleAudiences()) {
        await board.selfCheck().catch((error: unknown) => {
          const { name } = error as Error;
          this.#parts.log.warn({ sessionId, name }, 'figures could not be checked');
        });
      } else {
        board.close();
        this.#boards.delete(sessionId);
      }
    }
  }

  /** Publishes what is waiting, without waiting for its turn. */
  async flush(): Promise<void> {
    for (const opening of this.#boards.values()) await (await opening.catch(() => null))?.flush();
  }

  close(): void {
    clearInterval(this.#care);
    for (const opening of this.#boards.values())
      void opening.then((board) => board.close(), ignore);
    this.#boards.clear();
  }
}

type FigureCommand = 'figures:subscribe' | 'figures:unsubscribe' | 'figures:arrivals';

/** What officials follow: figures of a session, cut to what each of them may see. */
export function createFigureHandlers(parts: {
  figures: LiveFigures;
  streams: FigureBoardParts['streams'];
}): Handlers<FigureCommand> {
  const { figures, streams } = parts;
  return {
    'figures:subscribe': handle('figures:subscribe', {
      scope: ({ sessionId }, context) => sessionScope(sessionId, context),
      run: async ({ sessionId }, context) => {
        const { subscriber } = context;
        if (!subscriber) throw new Refusal('NOT_FOUND');
        const conferenceId = await conferenceOf(sessionId, context);
        return figures.withBoard({ sessionId, conferenceId }, (board) => {
          const audience = board.audience(reachOf(context.actor, 'figures:read', conferenceId));
          subscriber.join(streams.room(audience.stream));
          return {
            revision: streams.revision(audience.stream),
            serverTime: context.now().toISOString(),
            ...board.snapshot(audience),
          };
        });
      },
    }),
    'figures:unsubscribe': handle('figures:unsubscribe', {
      scope: ({ sessionId }, context) => sessionScope(sessionId, context),
      run: async ({ sessionId }, context) => {
        if (!context.subscriber) throw new Refusal('NOT_FOUND');
        const conferenceId = await conferenceOf(sessionId, context);
        const reach = reachOf(context.actor, 'figures:read', conferenceId);
        context.subscriber.leave(streams.room(figureStream(sessionId, reach)));
        return {};
      },
    }),
    'figures:arrivals': handle('figures:arrivals', {
      scope: ({ sessionId }, context) => sessionScope(sessionId, context),
      run: async ({ sessionId, siteId, unitId }, context) => {
        const conferenceId = await conferenceOf(sessionId, context);
        const reach = reachOf(context.actor, 'figures:read', conferenceId);
        const asked = { sessionId, conferenceId, reach, siteId, unitId };
        const rows = await readArrivals(context.tx, asked);
        return { arrivals: rows.map(toTuple) };
      },
    }),
  };
}

/** Everybody who takes part may follow a session; what they see of it is cut to their reach. */
async function sessionScope(sessionId: string, context: CommandContext): Promise<RowScope> {
  return { conferenceId: await conferenceOf(sessionId, context), shared: true };
}

/** @throws Refusal NOT_FOUND */
async function conferenceOf(sessionId: string, context: CommandContext): Promise<string> {
  const session = await findSession(context.tx, sessionId);
  if (!session) throw new Refusal('NOT_FOUND');
  return session.conferenceId;
}

function toTuple({ minute, people }: { minute: number; people: number }): ArrivalTuple {
  return [new Date(minute * MINUTE_MS).toISOString(), people];
}

function ignore(): void {}
