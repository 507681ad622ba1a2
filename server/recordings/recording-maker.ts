import type { RECORDING_WAITS } from '#contract/recording.ts';
import type { Db } from '#db/client.ts';
import {
  forgetRecording,
  listAgendaTurns,
  listSettled,
  listTakes,
  listUnmade,
  setRecordingFailure,
  storeFilm,
} from '#db/queries/recording.ts';
import type { NamedRecordingRow } from '#db/queries/recording.ts';
import type { Logger } from '../logger.ts';
import { makeRecording } from './make-recording.ts';
import type { Made } from './make-recording.ts';
import { findMediaTools } from './media-tools.ts';
import type { MediaTools } from './media-tools.ts';
import { filmOf, RecordingFolder } from './recording-folder.ts';

export type RecordingWait = (typeof RECORDING_WAITS)[number];
const LOOK_AGAIN_MS = 5_000;

interface MakerParts {
  db: Db;
  log: Logger;
  now: () => Date;
  /** Of all broadcasts: a folder a session. */
  root: string;
  ffmpeg: string;
  leastFreeBytes: number;
  /** Whether the broadcast node may still be writing to it. */
  isWritten: (recordingId: string) => boolean;
  /** Something that people see of a recording is another. */
  changed: (row: NamedRecordingRow) => void;
}

interface Making {
  recordingId: string;
  doneMs: number;
  ofMs: number;
  abort: AbortController;
}

/**
 * Makes finished files of recordings that have ended, one at a time and below everything else. What a
 * kill interrupts is made anew at the next start: only the row says that a file is finished, and it says
 * so after the file lies in its place.
 */
export class RecordingMaker {
  readonly #parts: MakerParts;
  readonly #waits = new Map<string, RecordingWait>();
  readonly #timer: NodeJS.Timeout;
  #tools: MediaTools | null = null;
  #making: Making | null = null;
  #working: Promise<void> | null = null;
  #tidying: Promise<void> = Promise.resolve();
  #isDue = false;
  /** Something could not be read, and is read again. */
  #isTroubled = false;
  #isUntidy = false;
  #isFirstTidying = true;
  #isClosed = false;

  constructor(parts: MakerParts) {
    this.#parts = parts;
    this.#timer = setInterval(() => {
      if (this.#waits.size > 0 || this.#isTroubled) this.look();
      if (this.#isUntidy) this.tidy();
    }, LOOK_AGAIN_MS);
    this.#timer.unref();
    this.tidy();
    this.look();
  }

  progressOf(recordingId: string): { doneMs: number; ofMs: number } | null {
    if (this.#making?.recordingId !== recordingId) return null;
    const { doneMs, ofMs } = this.#making;
    return { doneMs: Math.round(doneMs), ofMs: Math.round(ofMs) };
  }

  /** Why one that has ended is not being made yet. */
  waitOf(recordingId: string): RecordingWait {
    return this.#waits.get(recordingId) ?? 'TURN';
  }

  get tools(): Promise<MediaTools | null> {
    return this.#findTools();
  }

  folderOf(row: { sessionId: string; id: string }): RecordingFolder {
    return new RecordingFolder(this.#parts.root, row);
  }

  /** Call after the commit: there may be something to make. */
  look(): void {
    this.#isDue = true;
    this.#working ??= this.#work().finally(() => (this.#working = null));
  }

  /** Call after the commit of a removal: ends the work on it, and takes its files away. */
  removed(recordingId: string): void {
    if (this.#making?.recordingId === recordingId) this.#making.abort.abort();
    this.tidy();
  }

  /** Takes away what is needed no more: all of removed recordings, the raw files of finished ones. */
  tidy(): void {
    const isStart = this.#isFirstTidying;
    this.#isFirstTidying = false;
    this.#tidying = this.#tidying
      .then(() => this.#tidyNow(isStart))
      .catch((error: unknown) => {
        this.#isUntidy = true;
        this.#parts.log.warn({ err: error }, 'files of recordings could not be removed');
      });
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    clearInterval(this.#timer);
    this.#making?.abort.abort();
    await this.#working;
    await this.#tidying;
  }

  async #work(): Promise<void> {
    while (this.#isDue && !this.#isClosed) {
      this.#isDue = false;
      this.#isTroubled = false;
      try {
        for (const row of await listUnmade(this.#parts.db)) {
          if (this.#isClosed) return;
          await this.#tryToMake(row);
        }
      } catch (error) {
        this.#parts.log.error({ err: error }, 'recordings could not be made');
        this.#isTroubled = true;
      }
    }
  }

  async #tryToMake(row: NamedRecordingRow): Promise<void> {
    const tools = await this.#findTools();
    if (tools === null) return this.#wait(row, 'NO_FFMPEG');
    if (this.#parts.isWritten(row.id)) return this.#wait(row, 'NODE');
    const made = await this.#make(row, tools);
    if (made === null) return;
    if (made.kind === 'NO_ROOM') return this.#wait(row, 'DISK_FULL');
    this.#waits.delete(row.id);
    const { db, now } = this.#parts;
    if (made.kind === 'FAILED') {
      await setRecordingFailure(db, { id: row.id, failure: made.failure });
    } else {
      await storeFilm(db, { id: row.id, film: made.film, finishedAt: now() });
      this.tidy();
    }
    this.#parts.changed(row);
  }

  /** @returns null when it was ended in the middle */
  async #make(row: NamedRecordingRow, tools: MediaTools): Promise<Made | null> {
    const { db, log, leastFreeBytes, changed } = this.#parts;
    const making = { recordingId: row.id, doneMs: 0, ofMs: 0, abort: new AbortController() };
    const [agenda, takes] = [
      await listAgendaTurns(db, row.sessionId),
      await listTakes(db, row.sessionId),
    ];
    this.#making = making;
    changed(row);
    try {
      return await makeRecording({
        ...{ tools, agenda, takes, leastFreeBytes, log, signal: making.abort.signal },
        folder: this.folderOf(row),
        kind: row.sourceName === null ? 'PROGRAMME' : 'SOURCE',
        title: [row.conferenceName, row.sessionName, row.sourceName].filter(Boolean).join(' – '),
        sessionName: row.sessionName,
        wanted: { beganAtMs: row.beganAt.getTime(), endedAtMs: row.endedAt!.getTime() },
        onProgress: (progress) => {
          Object.assign(making, progress);
          changed(row);
        },
      });
    } catch (error) {
      if (making.abort.signal.aborted) return null;
      log.error({ err: error, recordingId: row.id }, 'a recording could not be made');
      return { kind: 'FAILED', failure: 'UNREADABLE' };
    } finally {
      this.#making = null;
    }
  }

  #wait(row: NamedRecordingRow, wait: RecordingWait): void {
    if (this.#waits.get(row.id) === wait) return;
    this.#waits.set(row.id, wait);
    this.#parts.changed(row);
  }

  /** Looked for again until it is found: somebody may install it meanwhile. */
  async #findTools(): Promise<MediaTools | null> {
    this.#tools ??= await findMediaTools(this.#parts.ffmpeg);
    return this.#tools;
  }

  /** @param isStart nobody else works on unfinished files yet: those that lie there are a kill’s */
  async #tidyNow(isStart: boolean): Promise<void> {
    const { db, isWritten } = this.#parts;
    this.#isUntidy = false;
    for (const row of await listSettled(db)) {
      if (this.#isClosed) return;
      const folder = this.folderOf(row);
      if (row.removedAt !== null) {
        if (isWritten(row.id) || this.#making?.recordingId === row.id) {
          this.#isUntidy = true;
          continue;
        }
        await folder.remove();
        await forgetRecording(db, row.id);
      } else if ((await folder.sizeOf(filmOf(row.film?.format))) === row.film?.bytes) {
        // Checked, and in its place: only now nobody needs the raw files any more.
        await folder.removeRaw();
        if (isStart) await folder.removeUnfinished();
      }
    }
  }
}
