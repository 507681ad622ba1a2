import type { types } from 'mediasoup';
import type { ProgrammeCodec } from '#contract/line.ts';
import type { PictureSlot, Slot } from '#domain/programme.ts';
import { SLOTS } from '#domain/programme.ts';
import type { MediaEvent } from '../media-link/media-port.ts';
import type { BusSources } from './bus/bus-sources.ts';
import { ProgrammeBus } from './bus/programme-bus.ts';
import type { MediaWorker } from './media-worker.ts';
import type { Placement } from './worker-pool.ts';
import { SessionRouter } from './session-router.ts';
import type { SourceDirectory, TrackKind } from './source-directory.ts';

interface RelayParts {
  sessionId: string;
  codec: ProgrammeCodec;
  /** Where the bus lives; given back when the relay closes. */
  place: Placement;
  sources: SourceDirectory;
  emit: (event: MediaEvent) => void;
  onPacket: (slot: Slot, packet: Buffer) => void;
}

/**
 * One life of a session's bus: the router it lives on, and a router on each worker that has lines, to
 * which it is piped. It ends with the bus's worker. Closing it closes the bus and every router, and
 * with them the transports of all lines.
 */
export class SessionRelay {
  readonly origin: SessionRouter;
  readonly #parts: RelayParts;
  readonly #routers = new Map<MediaWorker, Promise<SessionRouter>>();
  #bus!: ProgrammeBus;
  #isClosed = false;

  static async create(parts: RelayParts): Promise<SessionRelay> {
    const { sessionId, codec, place, sources } = parts;
    const relay = new SessionRelay(parts, await SessionRouter.create({ ...place, codec }));
    try {
      relay.#bus = await ProgrammeBus.create({
        sessionId,
        codec,
        router: relay.origin.router,
        sources: sourcesAt(relay.origin, sources),
        // A bus that is gone has nothing to say of the one that follows.
        emit: (event) => !relay.#isClosed && parts.emit(event),
        onPacket: parts.onPacket,
      });
      return relay;
    } catch (error) {
      relay.close();
      throw error;
    }
  }

  private constructor(parts: RelayParts, origin: SessionRouter) {
    this.#parts = parts;
    this.origin = origin;
    this.#routers.set(parts.place.worker, Promise.resolve(origin));
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  get rtpCapabilities(): types.RtpCapabilities {
    return this.origin.router.rtpCapabilities;
  }

  /** The session's router on that worker, made when the first line comes. */
  on(worker: MediaWorker): Promise<SessionRouter> {
    const known = this.#routers.get(worker);
    if (known) return known;
    const created = this.#join(worker);
    this.#routers.set(worker, created);
    created.catch(() => this.#routers.delete(worker));
    return created;
  }

  /** A worker that died took its router along. */
  forget(worker: MediaWorker): void {
    this.#routers.delete(worker);
  }

  /** The slot's producer as lines of that router find it. */
  slot(slot: Slot, router: SessionRouter): Promise<types.Producer> {
    return router.bring(this.#bus.producers[slot], this.origin);
  }

  direct(direction: Parameters<ProgrammeBus['direct']>[0]): void {
    this.#bus.direct(direction);
  }

  tapSource(
    ...asked: Parameters<ProgrammeBus['tapSource']>
  ): ReturnType<ProgrammeBus['tapSource']> {
    return this.#bus.tapSource(...asked);
  }

  requestKeyFrame(slot: PictureSlot): void {
    this.#bus.requestKeyFrame(slot);
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#parts.place.layDown();
    this.#bus?.close();
    for (const router of this.#routers.values()) {
      router.then(
        (made) => made.close(),
        () => {},
      );
    }
  }

  async #join(worker: MediaWorker): Promise<SessionRouter> {
    const router = await SessionRouter.create({ worker, codec: this.#parts.codec });
    try {
      await Promise.all(SLOTS.map((slot) => this.slot(slot, router)));
      return router;
    } catch (error) {
      router.close();
      throw error;
    }
  }
}

/** The session's sources as its bus finds them on its own router. */
function sourcesAt(origin: SessionRouter, sources: SourceDirectory): BusSources {
  const bring = async (sourceId: string, kind: TrackKind) => {
    const track = sources.track(sourceId, kind);
    if (!track) return null;
    try {
      return await origin.bring(track.producer, track.line.home);
    } catch {
      // Its line or its worker went meanwhile: it sends nothing, as its change will tell.
      return null;
    }
  };
  return {
    picture: (sourceId) => bring(sourceId, 'PICTURE'),
    sound: (sourceId) => bring(sourceId, 'SOUND'),
    onChanged: (listener) => sources.onChanged(listener),
  };
}
