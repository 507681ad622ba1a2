import { randomBytes } from 'node:crypto';
import type { BroadcastState, OutletState } from '#contract/broadcast.ts';
import type { Db, Tx } from '#db/client.ts';
import {
  ensureBroadcast,
  findBroadcast,
  listOutlets,
  listWantedBroadcasts,
} from '#db/queries/broadcast.ts';
import type { OutletRow, WantedBroadcast } from '#db/queries/broadcast.ts';
import { listIsolated, listRunningRecordings } from '#db/queries/recording.ts';
import { shownAddress } from '#domain/broadcast.ts';
import type { ProgrammeState } from '#contract/programme.ts';
import { pictureOf } from './broadcast-picture.ts';
import { watchPathOf } from '#domain/watch.ts';
import type {
  BroadcastFacts,
  BroadcastPort,
  BroadcastWish,
  OutletFacts,
} from '../broadcast-link/broadcast-port.ts';
import type { Logger } from '../logger.ts';
import { OneAtATime } from '../socket/one-at-a-time.ts';
import type { Streams } from '../socket/streams.ts';

/** The steps of the watch page are an outlet like any other. */
const WATCH = 'watch';
const TRY_AGAIN_MS = 2_000;

interface DeskParts {
  db: Db;
  streams: Streams;
  port: BroadcastPort;
  log: Logger;
  /** What is on air in a session now. */
  programmeOf: (sessionId: string) => Promise<ProgrammeState>;
  /** As many sources of a session are recorded by themselves at once. */
  mostIsolated: number;
  /** Opens the session's bus, of which a signal is made. */
  openBus: (sessionId: string) => Promise<void>;
}

export function broadcastStream(sessionId: string): string {
  return `broadcast:${sessionId}`;
}

export function newWatchKey(): string {
  return randomBytes(12).toString('base64url');
}

/**
 * What is wanted of every broadcast, as the database says it, told to the broadcast node; and what is,
 * as the node says it, told to those who follow it.
 */
export class BroadcastDesk {
  readonly #parts: DeskParts;
  readonly #unfollow: () => void;
  #facts: readonly BroadcastFacts[] | null = null;
  #wanted: ReadonlySet<string> = new Set();
  #telling: Promise<void> = Promise.resolve();
  readonly #publications = new OneAtATime((sessionId) => this.#publishOnce(sessionId));
  #retry: NodeJS.Timeout | undefined;
  #isClosed = false;

  constructor(parts: DeskParts) {
    this.#parts = parts;
    this.#unfollow = parts.port.onFacts((facts) => this.#hear(facts));
    void this.tellNode();
  }

  /** Whether a signal is wanted of the session: its bus must stay. */
  isWanted(sessionId: string): boolean {
    return this.#wanted.has(sessionId);
  }

  /** Call after the commit of a change. */
  changed(sessionId: string): void {
    void this.tellNode();
    void this.#publications.ask(sessionId);
  }

  /** Call after the commit of a take: another layout, other words may be wanted. */
  programmeChanged(sessionId: string): void {
    if (this.#wanted.has(sessionId)) void this.tellNode();
  }

  /** Tells the node everything that is wanted; one reading at a time, and again until it succeeds. */
  tellNode(): Promise<void> {
    this.#telling = this.#telling.then(() => this.#tryTell());
    return this.#telling;
  }

  async read(tx: Tx | Db, sessionId: string): Promise<BroadcastState> {
    await ensureBroadcast(tx, { sessionId, watchKey: newWatchKey() });
    const [row, outlets] = [await findBroadcast(tx, sessionId), await listOutlets(tx, sessionId)];
    const { isOn, access, watchKey, watchDelaySeconds } = row!;
    const isolated = await listIsolated(tx, sessionId);
    const facts = this.#facts?.find((one) => one.sessionId === sessionId);
    const factsOf = (outletId: string) => runningOf(facts?.outlets, outletId);
    return {
      sessionId,
      isOn,
      access,
      watchPath: watchPathOf(watchKey),
      signal: isOn ? this.#signalOf(facts) : 'OFF',
      lufs: isOn ? (facts?.lufs ?? null) : null,
      restarts: facts?.restarts ?? 0,
      gapSeconds: facts?.gapSeconds ?? 0,
      clean: isOn ? (facts?.clean ?? null) : null,
      watchDelaySeconds,
      watch: isOn ? factsOf(WATCH) : null,
      outlets: outlets.map((outlet) => stateOf(outlet, isOn ? factsOf(outlet.id) : null)),
      isolated: isolated.map(({ sourceId, name }) => ({
        ...{ sourceId, name },
        running: isOn ? isolatedRunning(facts, sourceId) : null,
      })),
      mostIsolated: this.#parts.mostIsolated,
    };
  }

  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#retry);
    this.#unfollow();
  }

  #signalOf(facts: BroadcastFacts | undefined): BroadcastState['signal'] {
    if (this.#facts === null) return 'AWAY';
    return facts?.signal ?? 'STARTING';
  }

  async #tryTell(): Promise<void> {
    if (this.#isClosed) return;
    const { db, port, log } = this.#parts;
    clearTimeout(this.#retry);
    try {
      const wanted = await listWantedBroadcasts(db);
      const running = await listRunningRecordings(db);
      const wishes = await Promise.all(wanted.map((one) => this.#wishOf(one, running)));
      this.#wanted = new Set(wanted.map(({ sessionId }) => sessionId));
      port.want(wishes);
    } catch (error) {
      log.warn(
        { name: (error as Error).name },
        'the broadcast node could not be told what is wanted',
      );
      this.#retry = setTimeout(() => void this.tellNode(), TRY_AGAIN_MS).unref();
    }
  }

  async #wishOf(
    wanted: WantedBroadcast,
    running: Awaited<ReturnType<typeof listRunningRecordings>>,
  ): Promise<BroadcastWish> {
    const { sessionId, watchDelaySeconds, outlets } = wanted;
    // While the media node is away the signal goes on with the slate; its return opens the bus.
    await this.#parts.openBus(sessionId).catch(() => {});
    const isolated = running.flatMap((one) => {
      const { recordingId, sourceId } = one;
      return one.sessionId === sessionId && sourceId !== null ? [{ recordingId, sourceId }] : [];
    });
    return {
      sessionId,
      picture: pictureOf(await this.#parts.programmeOf(sessionId)),
      outlets: [
        {
          ...{ outletId: WATCH, kind: 'HLS', address: null },
          ...{ signalKind: 'WORDED', delaySeconds: watchDelaySeconds },
        },
        ...outlets.map(({ id, kind, address, signalKind, delaySeconds }) => {
          const recording = running.find(({ outletId }) => outletId === id);
          const { recordingId } = recording ?? {};
          const wish = { outletId: id, kind, address, signalKind, delaySeconds };
          return recordingId ? { ...wish, recordingId } : wish;
        }),
      ],
      ...(isolated.length > 0 ? { isolated } : {}),
    };
  }

  #hear(facts: readonly BroadcastFacts[] | null): void {
    const before = this.#facts;
    this.#facts = facts;
    const sessionIds = [...(before ?? []), ...(facts ?? [])].map(({ sessionId }) => sessionId);
    for (const sessionId of new Set([...this.#wanted, ...sessionIds]))
      void this.#publications.ask(sessionId);
  }

  async #publishOnce(sessionId: string): Promise<void> {
    const { db, streams, log } = this.#parts;
    const stream = broadcastStream(sessionId);
    if (this.#isClosed || streams.subscribers(stream) === 0) return;
    try {
      const broadcast = await this.read(db, sessionId);
      streams.publish(stream, 'broadcast:changed', { broadcast });
    } catch (error) {
      log.warn({ name: (error as Error).name }, 'a broadcast was not told of');
      streams.skip(stream);
    }
  }
}

function stateOf(outlet: OutletRow, running: OutletState['running']): OutletState {
  const { id, kind, name, address, isOn, signalKind, delaySeconds } = outlet;
  return {
    outletId: id,
    kind,
    name,
    shownAddress: address === null ? '' : shownAddress(address),
    signalKind,
    delaySeconds,
    isOn,
    running: isOn ? running : null,
  };
}

function isolatedRunning(
  facts: BroadcastFacts | undefined,
  sourceId: string,
): OutletState['running'] {
  const found = facts?.isolated?.find((one) => one.sourceId === sourceId);
  if (!found) return null;
  const { sourceId: _sourceId, recordingId: _recordingId, ...running } = found;
  return running;
}

function runningOf(
  outlets: readonly OutletFacts[] | undefined,
  outletId: string,
): OutletState['running'] {
  const found = outlets?.find((one) => one.outletId === outletId);
  if (!found) return null;
  const { outletId: _outletId, recordingId: _recordingId, ...running } = found;
  return running;
}
