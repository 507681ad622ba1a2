import { LifeTask } from './life-task.ts';
import type { LineLife, Received } from './line-life.ts';
import type { SentTracks } from './sent-source.ts';

interface WatchedSourceParts {
  sourceId: string;
  onTracks: (tracks: SentTracks) => void;
  onGone: (life: LineLife) => void;
}

const LOOK_EVERY_MS = 3_000;
/** A hall that came back sends new tracks under the same source: the old ones stay without packets. */
const STILL_LOOKS = 2;

/** One source by itself, for the director's eyes; received anew when its hall came back. */
export class WatchedSource {
  readonly sourceId: string;
  readonly #parts: WatchedSourceParts;
  readonly #task: LifeTask;
  #life: LineLife | null = null;
  #received: Received[] = [];
  #layer: 0 | 1 | undefined;
  #setLayer: 0 | 1 | undefined;
  #isResumed = false;
  #isStopped = false;
  #bytes = 0;
  #stillLooks = 0;
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(parts: WatchedSourceParts) {
    this.#parts = parts;
    this.sourceId = parts.sourceId;
    this.#task = new LifeTask({ settle: (life) => this.#settle(life), onGone: parts.onGone });
    this.#timer = setInterval(() => void this.#look(), LOOK_EVERY_MS);
  }

  join(life: LineLife): void {
    this.#task.join(life);
  }

  preferLayer(layer: 0 | 1): void {
    this.#layer = layer;
    this.#task.ask();
  }

  stop(): void {
    this.#isStopped = true;
    clearInterval(this.#timer);
    this.#task.ask();
  }

  async #settle(life: LineLife): Promise<void> {
    if (this.#isStopped) return this.#drop(life);
    if (life !== this.#life) {
      this.#received = await life.receiveSource(this.sourceId);
      this.#life = life;
      this.#isResumed = false;
      this.#setLayer = undefined;
      this.#stillLooks = 0;
      // It may have been stopped while the answer was on its way.
      if (this.#isStopped) return this.#drop(life);
      this.#parts.onTracks(tracksOf(this.#received));
    }
    // Noted only when the centre has answered: a request that was lost is made again.
    if (!this.#isResumed) {
      await life.resume(this.#received.map(({ consumer }) => consumer));
      this.#isResumed = true;
    }
    const picture = this.#received.find(({ consumer }) => consumer.kind === 'video');
    if (picture && this.#layer !== undefined && this.#layer !== this.#setLayer) {
      const layer = this.#layer;
      await life.preferLayer(picture.consumer, layer);
      this.#setLayer = layer;
    }
  }

  async #drop(life: LineLife): Promise<void> {
    const received = this.#received.splice(0);
    if (received.length === 0 || life !== this.#life) return;
    await life.stopReceiving(received.map(({ consumer }) => consumer));
  }

  async #look(): Promise<void> {
    const life = this.#life;
    if (!life || life.isClosed || this.#received.length === 0) return;
    const bytes = await receivedBytes(this.#received);
    this.#stillLooks = bytes === this.#bytes ? this.#stillLooks + 1 : 0;
    this.#bytes = bytes;
    if (this.#stillLooks < STILL_LOOKS || this.#isStopped || life !== this.#life) return;
    const old = this.#received.splice(0).map(({ consumer }) => consumer);
    this.#life = null;
    this.#task.ask();
    await life.stopReceiving(old).catch(() => {});
  }
}

async function receivedBytes(received: readonly Received[]): Promise<number> {
  let bytes = 0;
  for (const { consumer } of received) {
    if (consumer.closed) continue;
    for (const entry of (await consumer.getStats()).values()) {
      const { type, bytesReceived = 0 } = entry as { type: string; bytesReceived?: number };
      if (type === 'inbound-rtp') bytes += bytesReceived;
    }
  }
  return bytes;
}

function tracksOf(received: readonly Received[]): SentTracks {
  const track = (kind: 'video' | 'audio') =>
    received.find(({ consumer }) => consumer.kind === kind)?.consumer.track;
  return { video: track('video'), audio: track('audio') };
}
