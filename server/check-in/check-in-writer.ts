import { createHash } from 'node:crypto';
import type pg from 'pg';
import {
  findDelegatesByCode,
  lockAttendance,
  lockWalkIns,
  readCheckIns,
  shareSession,
  writeCheckIns,
} from '#db/queries/check-in.ts';
import { planBatch } from './batch.ts';
import type { CheckInChange, Submission, SubmissionAnswer } from './batch.ts';
import { subjectOf } from './decide.ts';

/** One transaction's share: more would make the first door of a batch wait for the last. */
const MAX_EVENTS_A_TRANSACTION = 500;
/** While one lane waits for the disk, the other computes; more would fight for the same two cores. */
const LANES = 2;
const MAX_ATTEMPTS = 3;

interface Waiting {
  submission: Submission;
  resolve(answer: SubmissionAnswer): void;
  reject(error: unknown): void;
}

interface Committed {
  answers: SubmissionAnswer[];
  changes: CheckInChange[];
}

export interface CheckInWriterParts {
  pool: pg.Pool;
  now: () => Date;
  /** Called after each commit, before the doors are answered. */
  onCommitted(committed: { sessionId: string; changes: CheckInChange[] }): void;
  /** `onCommitted` threw: the check-ins are stored, and their doors are told so. */
  onAnnounceFailed?(error: unknown): void;
}

/**
 * Commits check-ins in groups: while a transaction waits for the disk, the requests that arrive
 * gather for the next one. One door alone is answered at once; a thousand share each flush.
 */
export class CheckInWriter {
  readonly #parts: CheckInWriterParts;
  /** Requests without an answer so far, by their content. */
  readonly #underWay = new Map<string, Promise<SubmissionAnswer>>();
  #waiting: Waiting[] = [];
  #busyLanes = 0;
  #idle: (() => void)[] = [];

  constructor(parts: CheckInWriterParts) {
    this.#parts = parts;
  }

  /** Resolves after the commit; rejects with the database's error, and then nothing is stored. */
  append(submission: Submission): Promise<SubmissionAnswer> {
    const key = keyOf(submission);
    // A door without an answer in time sends the same again: it waits for the same commit. Else a
    // rush grows by its own repeats, the more the longer it takes.
    const underWay = this.#underWay.get(key);
    if (underWay) return underWay;
    const answer = this.#enqueue(submission).finally(() => this.#underWay.delete(key));
    this.#underWay.set(key, answer);
    return answer;
  }

  #enqueue(submission: Submission): Promise<SubmissionAnswer> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ submission, resolve, reject });
      if (this.#busyLanes < LANES) void this.#runLane();
    });
  }

  /** Resolves once nothing waits any more. */
  async drain(): Promise<void> {
    if (this.#busyLanes === 0) return;
    await new Promise<void>((resolve) => this.#idle.push(resolve));
  }

  async #runLane(): Promise<void> {
    this.#busyLanes += 1;
    // Requests that came in with the same packet belong into the same transaction.
    await new Promise<void>((resolve) => setImmediate(resolve));
    for (let group = this.#take(); group.length > 0; group = this.#take()) await this.#run(group);
    this.#busyLanes -= 1;
    if (this.#busyLanes === 0) for (const resolve of this.#idle.splice(0)) resolve();
  }

  /** The oldest requests of the session that waits longest. */
  #take(): Waiting[] {
    const group: Waiting[] = [];
    const rest: Waiting[] = [];
    const sessionId = this.#waiting[0]?.submission.sessionId;
    let eventCount = 0;
    for (const one of this.#waiting) {
      const { events } = one.submission;
      const fits = eventCount === 0 || eventCount + events.length <= MAX_EVENTS_A_TRANSACTION;
      if (one.submission.sessionId !== sessionId || !fits) {
        rest.push(one);
        continue;
      }
      eventCount += events.length;
      group.push(one);
    }
    this.#waiting = rest;
    return group;
  }

  async #run(group: Waiting[]): Promise<void> {
    let committed: Committed;
    try {
      committed = await this.#commit(group.map((one) => one.submission));
    } catch (error) {
      return this.#refuse(group, error);
    }
    // Committed: whatever fails from here on must not commit it again.
    this.#announce(group[0]?.submission.sessionId ?? '', committed.changes);
    group.forEach((one, index) => {
      const answer = committed.answers[index];
      if (answer) one.resolve(answer);
    });
  }

  async #refuse(group: Waiting[], error: unknown): Promise<void> {
    if (group.length === 1 || isConnectionLoss(error)) {
      for (const one of group) one.reject(error);
      return;
    }
    // One request that the database refuses must not take the others with it.
    for (const one of group) await this.#run([one]);
  }

  #announce(sessionId: string, changes: CheckInChange[]): void {
    if (changes.length === 0) return;
    try {
      this.#parts.onCommitted({ sessionId, changes });
    } catch (error) {
      this.#parts.onAnnounceFailed?.(error);
    }
  }

  async #commit(submissions: Submission[]): Promise<Committed> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.#attempt(submissions);
      } catch (error) {
        if (attempt >= MAX_ATTEMPTS || !isWorthRepeating(error)) throw error;
      }
    }
  }

  async #attempt(submissions: Submission[]): Promise<Committed> {
    const client = await this.#parts.pool.connect();
    try {
      // The planner knows an almost empty table as smaller than its index: it grows during a morning.
      await client.query('begin; set local enable_seqscan = off');
      const committed = await this.#transact(client, submissions);
      await client.query('commit');
      client.release();
      return committed;
    } catch (error) {
      // A connection in an unknown state is not used again; closing it rolls back.
      client.release(true);
      throw error;
    }
  }

  async #transact(client: pg.PoolClient, submissions: Submission[]): Promise<Committed> {
    const facts = await this.#readFacts(client, submissions);
    const plan = planBatch(submissions, facts);
    if (plan.checkIns.length === 0) {
      return { answers: plan.answer(facts.receivedAt), changes: [] };
    }
    const { sessionId } = facts;
    const { checkIns, attendance, walkIns } = plan;
    const written = await writeCheckIns(client, { sessionId, checkIns, attendance, walkIns });
    if (written.storedCount < checkIns.length) throw new IdTaken();
    return { answers: plan.answer(written.updatedAt), changes: plan.changes(written.updatedAt) };
  }

  async #readFacts(client: pg.PoolClient, submissions: Submission[]) {
    const { sessionId } = submissions[0] as Submission;
    const events = submissions.flatMap((submission) => submission.events);
    const session = await shareSession(client, sessionId);
    const conferenceId = session?.conferenceId ?? null;
    const delegateIdByCode = await findCodes(client, { conferenceId, events });
    const subjects = events.flatMap((event) => subjectOf(event, delegateIdByCode) ?? []);
    const idsOf = (kind: 'DELEGATE' | 'WALK_IN') => [
      ...new Set(subjects.filter((subject) => subject.kind === kind).map(({ id }) => id)),
    ];
    const delegateIds = idsOf('DELEGATE');
    const walkInIds = idsOf('WALK_IN');
    const locked =
      conferenceId === null
        ? []
        : await lockAttendance(client, { sessionId, conferenceId, delegateIds });
    if (walkInIds.length > 0) await lockWalkIns(client, walkInIds);
    const subjectIds = [...delegateIds, ...walkInIds];
    const ids = events.map((event) => event.id);
    const stored = await readCheckIns(client, { sessionId, subjectIds, ids });
    const rosterSiteIds = new Map(locked.map((row) => [row.delegateId, row.siteId]));
    const receivedAt = this.#parts.now();
    return { sessionId, session, delegateIdByCode, rosterSiteIds, locked, stored, receivedAt };
  }
}

async function findCodes(
  client: pg.PoolClient,
  given: { conferenceId: string | null; events: Submission['events'] },
): Promise<Map<string, string>> {
  const checkInCodes = given.events.flatMap(({ subject }) =>
    subject.kind === 'CODE' ? [subject.checkInCode] : [],
  );
  if (given.conferenceId === null || checkInCodes.length === 0) return new Map();
  return findDelegatesByCode(client, { conferenceId: given.conferenceId, checkInCodes });
}

/** Another transaction stored one of the ids between our reading and our writing. */
class IdTaken extends Error {}

function isWorthRepeating(error: unknown): boolean {
  // 40001, 40P01: the database chose this transaction to give way.
  return error instanceof IdTaken || /^40(001|P01)$/.test(codeOf(error));
}

function isConnectionLoss(error: unknown): boolean {
  // 53100: the disk is full, which no smaller transaction mends.
  return (
    /^(57P0|08|53|ECONN|EPIPE|ENOENT)/.test(codeOf(error)) ||
    /Connection terminated|timeout exceeded/.test(error instanceof Error ? error.message : '')
  );
}

function codeOf(error: unknown): string {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' ? code : '';
}

function keyOf({ sessionId, siteId, actor, events }: Submission): string {
  const content = JSON.stringify([sessionId, siteId, actor, events]);
  return createHash('sha256').update(content).digest('base64');
}
