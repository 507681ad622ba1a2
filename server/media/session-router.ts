import type { types } from 'mediasoup';
import type { ProgrammeCodec } from '#contract/line.ts';
import type { MediaWorker } from './media-worker.ts';
import { routerCodecs } from './router-codecs.ts';
import { PIPE_BUFFERS } from './socket-buffers.ts';

/** Workers are of one machine. */
const PIPE: types.TransportListenInfo = { protocol: 'udp', ip: '127.0.0.1', ...PIPE_BUFFERS };

/**
 * One session's router on one worker. Producers of the session's other routers are piped in, each at
 * most once. Closing it closes the transports of its lines, everything on them, and its ends of pipes.
 */
export class SessionRouter {
  readonly worker: MediaWorker;
  readonly router: types.Router;
  readonly #piped = new Map<string, Promise<types.Producer>>();
  readonly #kept = new Set<string>();
  readonly #borrowers = new Map<string, number>();

  static async create(parts: {
    worker: MediaWorker;
    codec: ProgrammeCodec;
  }): Promise<SessionRouter> {
    const { worker, codec } = parts;
    return new SessionRouter(worker, await worker.createRouter(routerCodecs(codec)));
  }

  private constructor(worker: MediaWorker, router: types.Router) {
    this.worker = worker;
    this.router = router;
  }

  /**
   * The producer as consumers of this router find it: itself, or its end of a pipe, with the same id.
   * It stays for as long as the original.
   * @throws Error when the original or either router closes meanwhile
   */
  bring(producer: types.Producer, home: SessionRouter): Promise<types.Producer> {
    if (home === this) return Promise.resolve(producer);
    this.#kept.add(producer.id);
    return this.#bring(producer, home);
  }

  /** The same for a while: a pipe that nobody uses any more, by `giveBack`, carries nothing. */
  async borrow(
    producer: types.Producer,
    home: SessionRouter,
  ): Promise<{ producer: types.Producer; giveBack: () => void }> {
    if (home === this) return { producer, giveBack: () => {} };
    const { id } = producer;
    this.#borrowers.set(id, (this.#borrowers.get(id) ?? 0) + 1);
    const giveBack = () => this.#giveBack(id);
    try {
      return { producer: await this.#bring(producer, home), giveBack };
    } catch (error) {
      giveBack();
      throw error;
    }
  }

  close(): void {
    this.router.close();
  }

  #giveBack(producerId: string): void {
    const borrowers = (this.#borrowers.get(producerId) ?? 0) - 1;
    if (borrowers > 0) return void this.#borrowers.set(producerId, borrowers);
    this.#borrowers.delete(producerId);
    if (this.#kept.has(producerId)) return;
    const unused = this.#piped.get(producerId);
    this.#piped.delete(producerId);
    unused?.then(
      (end) => end.close(),
      () => {},
    );
  }

  #bring(producer: types.Producer, home: SessionRouter): Promise<types.Producer> {
    const known = this.#piped.get(producer.id);
    if (known) return known;
    const piped = this.#pipe(producer, home);
    this.#piped.set(producer.id, piped);
    const forget = () => {
      if (this.#piped.get(producer.id) !== piped) return;
      this.#piped.delete(producer.id);
      this.#kept.delete(producer.id);
    };
    piped.then((end) => (end.closed ? forget() : end.observer.once('close', forget)), forget);
    return piped;
  }

  async #pipe(producer: types.Producer, home: SessionRouter): Promise<types.Producer> {
    const { router } = this;
    const { pipeProducer } = await home.router.pipeToRouter({
      producerId: producer.id,
      router,
      listenInfo: PIPE,
      enableSctp: false,
    });
    if (!pipeProducer) throw new Error('the pipe has no producer');
    return pipeProducer;
  }
}
