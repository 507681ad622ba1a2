import { randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import type { CommandAnswer } from '#contract/command.ts';
import type { CommandInput, CommandName, CommandOutput } from '#contract/registry.ts';
import { openDatabase } from '#db/client.ts';
import type { OpenDatabase } from '#db/client.ts';
import { attendance, checkIn } from '#db/schema/attendance.ts';
import { session } from '#db/schema/conference.ts';
import type { Actor } from '#domain/actor.ts';
import type { CheckInChange } from '../check-in/batch.ts';
import { CheckInWriter } from '../check-in/check-in-writer.ts';
import { DoorAnnouncer } from '../check-in/door-announcer.ts';
import { createExecute } from '../commands/execute.ts';
import type { Execute } from '../commands/execute.ts';
import type { Handlers } from '../commands/handler.ts';
import { createCheckInHandlers } from '../live/check-in.ts';
import { createHeadcountHandlers } from '../live/headcount.ts';
import { createLogger } from '../logger.ts';
import { Streams } from '../socket/streams.ts';
import { createTestDatabase, dataOf } from './harness.ts';
import { deviceOf, seedRound } from './round.ts';
import type { Round, RoundSite } from './round.ts';

export type DoorEvent = CommandInput<'check-in:append'>['events'][number];
type Answered<N extends CommandName> = Promise<CommandAnswer<CommandOutput<N>>>;

/** A door and its centre on a real database: a fresh round for every test. */
export class CheckInBench {
  readonly database: OpenDatabase;
  readonly round: Round;
  readonly clock = { now: new Date() };
  readonly committed: { sessionId: string; changes: CheckInChange[] }[] = [];
  readonly published: { room: string; event: string; payload: unknown }[] = [];
  /** Rooms that the caller's socket was let into. */
  readonly joined: string[] = [];
  readonly announcer: DoorAnnouncer;
  readonly #execute: Execute;

  constructor(database: OpenDatabase, round: Round) {
    this.database = database;
    this.round = round;
    const streams = new Streams();
    streams.attach((room, event, payload) => void this.published.push({ room, event, payload }));
    this.announcer = new DoorAnnouncer(streams);
    const now = () => this.clock.now;
    const writer = new CheckInWriter({
      pool: database.pool,
      now,
      onCommitted: (one) => {
        this.committed.push(one);
        this.announcer.add(one.sessionId, one.changes);
      },
    });
    const handlers = {
      ...createCheckInHandlers({ writer, streams }),
      ...createHeadcountHandlers({
        onCommitted: ({ sessionId }) => void this.committed.push({ sessionId, changes: [] }),
      }),
    } as unknown as Handlers;
    const log = createLogger('silent');
    this.#execute = createExecute({
      db: database.db,
      handlers,
      log,
      masterKey: 'k'.repeat(32),
      now,
    });
  }

  run<N extends CommandName>(
    name: N,
    input: CommandInput<N>,
    actor: Actor,
    commandId: string = randomUUID(),
  ): Answered<N> {
    return this.#execute({
      name,
      request: { commandId, input },
      actor,
      clientAddress: '127.0.0.1',
      origin: 'http://hall.test',
      subscriber: {
        socketId: 's',
        join: (room) => void this.joined.push(room),
        leave: () => {},
      },
      cookies: null,
    }) as Answered<N>;
  }

  door(): Actor {
    return deviceOf(this.round.near, 'DOOR');
  }

  append(events: DoorEvent[], actor: Actor = this.door(), place: RoundSite = this.round.near) {
    const { sessionId, siteId } = place;
    return this.run('check-in:append', { sessionId, siteId, events }, actor);
  }

  async receipts(events: DoorEvent[]) {
    return dataOf(await this.append(events)).receipts;
  }

  /** «Có mặt» of the hall's first delegate, unless told otherwise. */
  mark(given: Partial<DoorEvent> = {}): DoorEvent {
    return {
      id: randomUUID(),
      subject: { kind: 'DELEGATE', delegateId: this.round.near.delegateIds[0]! },
      kind: 'PRESENT',
      method: 'QR',
      happenedAt: this.clock.now.toISOString(),
      deviceAt: this.clock.now.toISOString(),
      ...given,
    };
  }

  async recordOf(delegateId: string) {
    const [row] = await this.database.db
      .select()
      .from(attendance)
      .where(eq(attendance.delegateId, delegateId));
    return row;
  }

  storedCount(): Promise<number> {
    return this.database.db.$count(checkIn, eq(checkIn.sessionId, this.round.near.sessionId));
  }

  async setSession(change: Partial<typeof session.$inferInsert>): Promise<void> {
    const { sessionId } = this.round.near;
    await this.database.db.update(session).set(change).where(eq(session.id, sessionId));
  }
}

/** Makes a new bench before each test of the file; call it at the top and read `current`. */
export function useCheckInBench(): { readonly current: CheckInBench } {
  let testDatabase: Awaited<ReturnType<typeof createTestDatabase>>;
  let database: OpenDatabase;
  let current: CheckInBench;
  beforeAll(async () => {
    testDatabase = await createTestDatabase();
    database = openDatabase(testDatabase.url, { maxConnections: 8 });
  });
  beforeEach(async () => {
    current = new CheckInBench(database, await seedRound(database.db));
  });
  afterAll(async () => {
    await database.close();
    await testDatabase.drop();
  });
  return {
    get current() {
      return current;
    },
  };
}
