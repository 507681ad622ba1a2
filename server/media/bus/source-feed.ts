import type { types } from 'mediasoup';
import type { BusClock } from './bus-clock.ts';
import type { BusSources } from './bus-sources.ts';
import { FeedStream } from './feed-stream.ts';
import type { RtpPacket } from '../../rtp/rtp-packet.ts';

export interface SourceFeedParts {
  sourceId: string;
  transport: types.DirectTransport;
  rtpCapabilities: types.RtpCapabilities;
  sources: BusSources;
  clock: BusClock;
  onPicture(feed: SourceFeed, stream: FeedStream, packet: RtpPacket): void;
  onSound(feed: SourceFeed, stream: FeedStream, packet: RtpPacket): void;
}

/**
 * Reads one source into the bus while it is in a slot or kept warm. Its streams are made anew when the
 * source's browser sends anew; the feed itself stays, so a slot keeps its source over a reconnect.
 *
 * Closing ends its streams (consumers on the bus's direct transport), never the source's producers.
 */
export class SourceFeed {
  readonly sourceId: string;
  readonly #parts: SourceFeedParts;
  #pictures: FeedStream[] = [];
  #sound: FeedStream | null = null;
  #refreshing: Promise<void> = Promise.resolve();
  #isClosed = false;

  constructor(parts: SourceFeedParts) {
    this.sourceId = parts.sourceId;
    this.#parts = parts;
    void this.refresh();
  }

  /** Whether the stream may feed that layer: a source of one layer feeds both. */
  feedsLayer(stream: FeedStream, layer: 0 | 1): boolean {
    return this.#pictures.length === 1 || stream.layer === layer;
  }

  /** The stream made for a layer; undefined without a picture. */
  pictureStream(layer: 0 | 1): FeedStream | undefined {
    return this.#pictures[layer] ?? this.#pictures[0];
  }

  /** Of all layers: one request reaches them all. */
  requestKeyFrames(intervalMs?: number): void {
    this.#pictures[0]?.requestKeyFrame(intervalMs);
  }

  /** Looks again at what the source sends; called when that changed. One look at a time, in order. */
  refresh(): Promise<void> {
    this.#refreshing = this.#refreshing
      .then(() => this.#readAnew())
      .catch(() => {
        // A producer that closed between being named and being consumed: the next change looks again.
      });
    return this.#refreshing;
  }

  close(): void {
    this.#isClosed = true;
    this.#closePictures();
    this.#sound?.close();
    this.#sound = null;
  }

  async #readAnew(): Promise<void> {
    if (this.#isClosed) return;
    const { sources, sourceId } = this.#parts;
    const picture = await sources.picture(sourceId);
    if (this.#pictures[0]?.producerId !== picture?.id) {
      this.#closePictures();
      if (picture) await this.#openPictures(picture);
    }
    const sound = await sources.sound(sourceId);
    if (this.#sound?.producerId !== sound?.id) {
      this.#sound?.close();
      this.#sound = null;
      if (sound) await this.#openSound(sound);
    }
    if (this.#isClosed) this.close();
  }

  async #openPictures(producer: types.Producer): Promise<void> {
    // A piped consumer brings every layer as it is. One that chooses a layer would wait for reports
    // and key frames of its own before it changes, and meanwhile bring the low one twice.
    const consumer = await this.#consume(producer, { pipe: true });
    this.#pictures = ([0, 1] as const)
      .slice(0, consumer.rtpParameters.encodings?.length ?? 1)
      .map((layer) => this.#listen(consumer, layer));
    this.requestKeyFrames(0);
  }

  async #openSound(producer: types.Producer): Promise<void> {
    this.#sound = this.#listen(await this.#consume(producer, { pipe: false }), 0);
  }

  #listen(consumer: types.Consumer, layer: 0 | 1): FeedStream {
    const { clock, onPicture, onSound } = this.#parts;
    const isPicture = consumer.kind === 'video';
    return new FeedStream({
      consumer,
      ssrc: consumer.rtpParameters.encodings?.[layer]?.ssrc ?? 0,
      layer,
      clock,
      onPacket: (stream, packet) =>
        isPicture ? onPicture(this, stream, packet) : onSound(this, stream, packet),
      onEnded: () => void this.refresh(),
    });
  }

  #consume(producer: types.Producer, { pipe }: { pipe: boolean }): Promise<types.Consumer> {
    const { transport, rtpCapabilities } = this.#parts;
    return transport.consume({ producerId: producer.id, rtpCapabilities, pipe });
  }

  #closePictures(): void {
    for (const stream of this.#pictures) stream.close();
    this.#pictures = [];
  }
}
