import { readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import type { InputState } from '#contract/input.ts';
import type { ProgrammeCodec } from '#contract/line.ts';
import type { Db, Tx } from '#db/client.ts';
import { listFilmIds, listInputs } from '#db/queries/input.ts';
import type { InputRow } from '#db/queries/input.ts';
import { streamPlace } from '#domain/stream-address.ts';
import type { InputFacts, InputPort, InputWish } from '../input-link/input-port.ts';
import { openUploadFolder } from '../import/upload-folder.ts';
import type { Logger } from '../logger.ts';
import { OneAtATime } from '../socket/one-at-a-time.ts';
import type { Streams } from '../socket/streams.ts';

const TRY_AGAIN_MS = 2_000;
const FILM_FILE = /^([0-9a-f-]{36})\.upload$/;

interface DeskParts {
  db: Db;
  streams: Streams;
  port: InputPort;
  log: Logger;
  now: () => Date;
  /** Where films are kept. */
  folder: string;
  /** Where RTMP comes in. */
  rtmpPort: number;
  /** Sessions whose bus is open; null while that is not known. */
  openSessionIds: () => readonly string[] | null;
  codecOf: (sessionId: string) => Promise<ProgrammeCodec>;
  /** The control room is to know of which hall a source is. */
  onSource: (source: InputRow) => void;
}

export function inputStream(sessionId: string): string {
  return `input:${sessionId}`;
}

/**
 * What is wanted of every film and incoming signal, as the database says it, told to the input node; and
 * what is, as the node says it, told to those who follow it.
 */
export class InputDesk {
  readonly #parts: DeskParts;
  readonly #unfollow: () => void;
  #facts: readonly InputFacts[] | null = null;
  #telling: Promise<void> = Promise.resolve();
  #told: readonly string[] = [];
  readonly #publications = new OneAtATime((sessionId) => this.#publishOnce(sessionId));
  #retry: NodeJS.Timeout | undefined;
  #isClosed = false;

  constructor(parts: DeskParts) {
    this.#parts = parts;
    this.#unfollow = parts.port.onFacts((facts) => {
      this.#facts = facts;
      for (const sessionId of this.#told) void this.#publications.ask(sessionId);
    });
    void this.#clearLeftOver();
  }

  pathOf(sourceId: string): string {
    return openUploadFolder(this.#parts.folder, 0).pathOf(sourceId);
  }

  /** Call after the commit of a change. */
  changed(sessionId: string): void {
    void this.tellNode();
    void this.#publications.ask(sessionId);
  }

  /** Call after the commit: the film is no more. */
  async removed({ sourceId, sessionId }: { sourceId: string; sessionId: string }): Promise<void> {
    await this.tellNode();
    await this.#publications.ask(sessionId);
    await rm(this.pathOf(sourceId), { force: true }).catch(() => {});
  }

  /** Tells the node everything that is wanted; one reading at a time, and again until it succeeds. */
  tellNode(): Promise<void> {
    this.#telling = this.#telling.then(() => this.#tryTell());
    return this.#telling;
  }

  async read(tx: Tx | Db, sessionId: string): Promise<InputState[]> {
    return (await listInputs(tx, [sessionId])).map((row) => this.#stateOf(row));
  }

  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#retry);
    this.#unfollow();
  }

  async #tryTell(): Promise<void> {
    const { db, port, log, openSessionIds } = this.#parts;
    const sessionIds = openSessionIds();
    // What plays goes on while it is not known what is wanted.
    if (this.#isClosed || sessionIds === null) return;
    clearTimeout(this.#retry);
    try {
      const rows = await listInputs(db, [...sessionIds]);
      const wishes = await Promise.all(rows.map((row) => this.#wishOf(row)));
      const wanted = wishes.filter((wish) => wish !== null);
      for (const row of rows) this.#parts.onSource(row);
      this.#told = [...new Set(rows.map(({ sessionId }) => sessionId))];
      port.want(wanted);
    } catch (error) {
      log.warn({ name: (error as Error).name }, 'the input node could not be told what is wanted');
      this.#retry = setTimeout(() => void this.tellNode(), TRY_AGAIN_MS).unref();
    }
  }

  /** Null where nothing is to come. */
  async #wishOf(row: InputRow): Promise<InputWish | null> {
    const { sourceId, sessionId, kind, durationMs, hasSound, atMs, since } = row;
    const common = { sourceId, sessionId, codec: await this.#parts.codecOf(sessionId) };
    if (kind === 'FILE') {
      const path = this.pathOf(sourceId);
      const sinceMs = since?.getTime() ?? null;
      return { ...common, kind, durationMs, hasSound, atMs, path, sinceMs };
    }
    if (!row.isOpen || row.streamKey === null) return null;
    const port = kind === 'RTMP' ? this.#parts.rtmpPort : row.port!;
    return { ...common, kind, port, place: streamPlace(sourceId), key: row.streamKey };
  }

  #stateOf(row: InputRow): InputState {
    const { sourceId, kind, name, durationMs, hasSound, atMs, since, isOpen } = row;
    const facts = this.#facts?.find((one) => one.sourceId === sourceId);
    const isAway = this.#facts === null;
    const common = {
      ...{ sourceId, kind, name },
      state: isAway || !isOpen ? ('WAITING' as const) : (facts?.state ?? 'STARTING'),
      trouble: isAway ? ('AWAY' as const) : (facts?.trouble ?? null),
    };
    if (kind === 'FILE') {
      const film = { durationMs, hasSound, atMs, since: since?.toISOString() ?? null };
      return { ...common, film, stream: null };
    }
    const reception = isOpen ? (facts?.stream ?? null) : null;
    return { ...common, film: null, stream: { isOpen, reception } };
  }

  async #publishOnce(sessionId: string): Promise<void> {
    const { db, streams, log, now } = this.#parts;
    const stream = inputStream(sessionId);
    if (this.#isClosed || streams.subscribers(stream) === 0) return;
    try {
      const inputs = await this.read(db, sessionId);
      streams.publish(stream, 'input:changed', { sessionId, inputs, now: now().toISOString() });
    } catch (error) {
      log.warn({ name: (error as Error).name }, 'inputs were not told of');
      streams.skip(stream);
    }
  }

  /** Files whose film is no more: their session or conference was removed, or a stop came between. */
  async #clearLeftOver(): Promise<void> {
    const { db, folder, log } = this.#parts;
    try {
      const uploads = openUploadFolder(folder, 0);
      await uploads.clearOrphans();
      const names = await readdir(path.dirname(uploads.pathOf('')));
      const known = await listFilmIds(db);
      for (const name of names) {
        const sourceId = FILM_FILE.exec(name)?.[1];
        if (sourceId && !known.has(sourceId)) await uploads.remove(sourceId);
      }
    } catch (error) {
      log.warn({ name: (error as Error).name }, 'files of former films were not looked for');
    }
  }
}
