import pg from 'pg';
import { type BenchDoor, openDoors, type Stack, startStack } from './stack.ts';

const SESSION_MINUTES = 4;

/**
 * What the benches of one run share: one running product, doors opened once, a new session for
 * each measurement so that none finds people already marked.
 */
export class Workplace {
  /** Fewer halls and shorter, to see that it works: its figures are not kept. */
  readonly isQuick: boolean;
  #stack: Promise<Stack> | null = null;
  #doors: Promise<BenchDoor[]> | null = null;
  #database: pg.Pool | null = null;
  #sessions = 0;

  constructor(options: { isQuick?: boolean } = {}) {
    this.isQuick = options.isQuick ?? false;
  }

  /** Starts the product at the first call. */
  stack(): Promise<Stack> {
    this.#stack ??= startStack();
    return this.#stack;
  }

  /** A door of each of the 766 halls, in the order of the round's halls. */
  doors(): Promise<BenchDoor[]> {
    this.#doors ??= this.stack().then((stack) =>
      openDoors(
        stack,
        stack.round.halls.map((hall) => hall.id),
      ),
    );
    return this.#doors;
  }

  /** A pool on the product's own database with as many connections as the front door has. */
  async database(): Promise<pg.Pool> {
    const { databaseUrl } = await this.stack();
    this.#database ??= new pg.Pool({ connectionString: databaseUrl, max: 20 });
    return this.#database;
  }

  /**
   * A session with open doors and nobody in it: a few minutes at the end of the conference's last
   * day, since sessions must not overlap. Nobody is late before it.
   */
  async newSession(): Promise<string> {
    const stack = await this.stack();
    const database = await this.database();
    const { rows } = await database.query<{ lastDay: string }>(
      `select ends_on::text as "lastDay" from conference where id = $1`,
      [stack.round.conference.id],
    );
    this.#sessions += 1;
    const endsAtMs =
      Date.parse(`${rows[0]!.lastDay}T23:59:00+07:00`) - this.#sessions * SESSION_MINUTES * 60_000;
    const startsAt = new Date(endsAtMs - (SESSION_MINUTES - 1) * 60_000).toISOString();
    const { id } = await stack.command('session:create', {
      conferenceId: stack.round.conference.id,
      name: `Đo lường ${this.#sessions}`,
      startsAt,
      endsAt: new Date(endsAtMs).toISOString(),
      lateAfter: startsAt,
    });
    await stack.command('session:open', { sessionId: id });
    return id;
  }

  async close(): Promise<void> {
    const doors = await this.#doors?.catch(() => []);
    for (const door of doors ?? []) door.socket.close();
    await this.#database?.end();
    await (await this.#stack?.catch(() => null))?.stop();
  }
}
