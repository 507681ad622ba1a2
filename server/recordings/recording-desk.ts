import type { RecordingView } from '#contract/recording.ts';
import type { Db, Tx } from '#db/client.ts';
import {
  endRecordingsWithSession,
  listEndedAndRecorded,
  listRecordings,
} from '#db/queries/recording.ts';
import type { NamedRecordingRow } from '#db/queries/recording.ts';
import { findSession } from '#db/queries/session.ts';
import { recordingState } from '#domain/recording.ts';
import type {
  BroadcastFacts,
  BroadcastPort,
  OutletTrouble,
} from '../broadcast-link/broadcast-port.ts';
import type { Logger } from '../logger.ts';
import type { Streams } from '../socket/streams.ts';
import { RecordingMaker } from './recording-maker.ts';

/** A word of the broadcast node may be on its way for so long. */
const QUIET_MS = 2_000;
/** Progress is told so often at most. */
const TELL_EVERY_MS = 1_000;

interface DeskParts {
  db: Db;
  streams: Streams;
  port: BroadcastPort;
  log: Logger;
  now: () => Date;
  /** Of all broadcasts: a folder a session. */
  root: string;
  ffmpeg: string;
  leastFreeBytes: number;
  /** Call after the commit: recordings of that session began or ended. */
  settled: (sessionId: string) => void;
}

/** A recording that the node writes, and what hinders it. */
type Written = { recordingId?: string | undefined; trouble: OutletTrouble | null };

export function recordingsStream(conferenceId: string): string {
  return `recordings:${conferenceId}`;
}

/** Recordings as people see them: what runs, what is being made, what there is; and who is told. */
export class RecordingDesk {
  readonly maker: RecordingMaker;
  readonly #parts: DeskParts;
  readonly #unfollow: () => void;
  /** Null while the node is away. */
  #written: ReadonlyMap<string, Written> | null = null;
  /** Since when the node is known not to write it, on a monotonic clock. */
  readonly #quietSince = new Map<string, number>();
  readonly #dueConferences = new Set<string>();
  #telling: NodeJS.Timeout | null = null;
  #isClosed = false;

  constructor(parts: DeskParts) {
    this.#parts = parts;
    this.#unfollow = parts.port.onFacts((facts) => this.#hear(facts));
    this.maker = new RecordingMaker({
      ...parts,
      isWritten: (recordingId) => this.#isWritten(recordingId),
      changed: ({ conferenceId }) => this.tell(conferenceId),
    });
    this.#endLeftOver().catch((error: unknown) => {
      parts.log.warn(
        { name: (error as Error).name },
        'recordings of ended sessions were not ended',
      );
    });
  }

  /** Call after the commit of a start or a stop of recording. */
  changed(sessionId: string): void {
    this.maker.look();
    findSession(this.#parts.db, sessionId).then(
      (session) => session && this.tell(session.conferenceId),
      () => {},
    );
  }

  /** Call after the commit: the session has ended, and what is recorded of it ends as well. */
  async sessionEnded(sessionId: string): Promise<void> {
    const { db, now, log, settled } = this.#parts;
    try {
      const asked = { sessionId, now: now() };
      if (await db.transaction((tx) => endRecordingsWithSession(tx, asked))) settled(sessionId);
    } catch (error) {
      log.warn({ name: (error as Error).name }, 'recordings did not end with their session');
    }
  }

  async read(tx: Tx | Db, conferenceId: string): Promise<RecordingView[]> {
    return (await listRecordings(tx, conferenceId)).map((row) => this.#viewOf(row));
  }

  /** Tells those who follow the conference's recordings; once a second at most. */
  tell(conferenceId: string): void {
    this.#dueConferences.add(conferenceId);
    this.#telling ??= setTimeout(() => void this.#tellNow(), TELL_EVERY_MS).unref();
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    if (this.#telling) clearTimeout(this.#telling);
    this.#unfollow();
    await this.maker.close();
  }

  #viewOf(row: NamedRecordingRow): RecordingView {
    const { id, sessionId, sessionName, name, sourceName, beganAt, endedAt, failure, film } = row;
    const making = this.maker.progressOf(id);
    const state = recordingState(row, making !== null);
    return {
      recordingId: id,
      ...{ sessionId, sessionName, name, sourceName, state, making },
      beganAt: beganAt.toISOString(),
      endedAt: endedAt?.toISOString() ?? null,
      trouble: state === 'RUNNING' ? (this.#written?.get(id)?.trouble ?? null) : null,
      waitsFor: state === 'WAITING' ? this.maker.waitOf(id) : null,
      failure: state === 'FAILED' ? failure : null,
      film: state === 'READY' && film ? withoutCutPoints(film) : null,
    };
  }

  #hear(facts: readonly BroadcastFacts[] | null): void {
    const before = this.#written;
    if (facts === null) {
      this.#written = null;
      this.#quietSince.clear();
      return;
    }
    this.#written = new Map(
      facts
        .flatMap(writtenOf)
        .flatMap((one) => (one.recordingId ? [[one.recordingId, one] as const] : [])),
    );
    for (const [recordingId, { trouble }] of this.#written) {
      this.#quietSince.delete(recordingId);
      if (before?.get(recordingId)?.trouble !== trouble) this.#tellOf(facts, recordingId);
    }
  }

  #tellOf(facts: readonly BroadcastFacts[], recordingId: string): void {
    const session = facts.find((one) =>
      writtenOf(one).some((written) => written.recordingId === recordingId),
    );
    if (session) this.changed(session.sessionId);
  }

  /** Nobody knows while the node is away: it may go on writing. */
  #isWritten(recordingId: string): boolean {
    if (this.#written === null || this.#written.has(recordingId)) return true;
    const nowMs = performance.now();
    const since = this.#quietSince.get(recordingId) ?? nowMs;
    this.#quietSince.set(recordingId, since);
    if (nowMs - since >= QUIET_MS) return false;
    setTimeout(() => !this.#isClosed && this.maker.look(), QUIET_MS).unref();
    return true;
  }

  /** A kill came between the end of a session and the end of its recordings. */
  async #endLeftOver(): Promise<void> {
    for (const sessionId of await listEndedAndRecorded(this.#parts.db)) {
      await this.sessionEnded(sessionId);
    }
  }

  async #tellNow(): Promise<void> {
    const { db, streams, log } = this.#parts;
    this.#telling = null;
    const due = [...this.#dueConferences];
    this.#dueConferences.clear();
    for (const conferenceId of due) {
      const stream = recordingsStream(conferenceId);
      if (this.#isClosed || streams.subscribers(stream) === 0) continue;
      try {
        const recordings = await this.read(db, conferenceId);
        streams.publish(stream, 'recordings:changed', { conferenceId, recordings });
      } catch (error) {
        log.warn({ name: (error as Error).name }, 'a change of recordings was not told');
        streams.skip(stream);
      }
    }
  }
}

function writtenOf({ outlets, isolated = [] }: BroadcastFacts): Written[] {
  return [...outlets, ...isolated];
}

function withoutCutPoints(film: NonNullable<NamedRecordingRow['film']>) {
  const { durationMs, bytes, sha256, chapters, gaps, format = 'mp4' as const } = film;
  const whole = Math.round;
  return {
    ...{ bytes, sha256, format, durationMs: whole(durationMs) },
    chapters: chapters.map((one) => ({ ...one, fromMs: whole(one.fromMs), toMs: whole(one.toMs) })),
    gaps: gaps.map(({ atMs, lostMs }) => ({ atMs: whole(atMs), lostMs: whole(lostMs) })),
  };
}
