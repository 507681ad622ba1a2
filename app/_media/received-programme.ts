import { PICTURE_SLOTS, type Slot } from '#domain/programme.ts';
import { LifeTask } from './life-task.ts';
import type { LineLife, Received } from './line-life.ts';

export type SlotTracks = Map<Slot, MediaStreamTrack>;

interface ReceivedProgrammeParts {
  onTracks: (tracks: SlotTracks) => void;
  onGone: (life: LineLife) => void;
  /** Pictures that were given up come back with a new line only. */
  onPicturesMissing: (life: LineLife) => void;
}

/** The programme, one track a slot: the same tracks for as long as the line is the same. */
export class ReceivedProgramme {
  readonly #parts: ReceivedProgrammeParts;
  readonly #task: LifeTask;
  readonly #layers = new Map<string, 0 | 1>();
  readonly #layersSet = new Map<string, 0 | 1>();
  #life: LineLife | null = null;
  #received: Received[] = [];
  #isResumed = false;
  #hasPictures = true;

  constructor(parts: ReceivedProgrammeParts) {
    this.#parts = parts;
    this.#task = new LifeTask({ settle: (life) => this.#settle(life), onGone: parts.onGone });
  }

  get received(): readonly Received[] {
    return this.#received;
  }

  join(life: LineLife): void {
    this.#task.join(life);
  }

  leave(): void {
    this.#task.leave();
  }

  /** Without pictures only the sound comes: what a thin line still carries. */
  followPictures(isFollowed: boolean): void {
    if (isFollowed === this.#hasPictures) return;
    this.#hasPictures = isFollowed;
    this.#task.ask();
  }

  preferLayer(slot: string, layer: 0 | 1): void {
    this.#layers.set(slot, layer);
    this.#task.ask();
  }

  async #settle(life: LineLife): Promise<void> {
    if (life !== this.#life) await this.#receive(life);
    // Noted only when the centre has answered: a request that was lost is made again.
    if (!this.#isResumed) {
      await life.resume(this.#wanted().map(({ consumer }) => consumer));
      this.#isResumed = true;
    }
    const given = this.#received.filter((one) => !this.#wanted().includes(one));
    if (given.length > 0) {
      await life.stopReceiving(given.map(({ consumer }) => consumer));
      this.#received = this.#received.filter((one) => !given.includes(one));
    }
    const hasPicture = this.#received.some((one) => isPicture(one) && !one.consumer.closed);
    if (this.#hasPictures && !hasPicture) this.#parts.onPicturesMissing(life);
    await this.#setLayers(life);
  }

  async #receive(life: LineLife): Promise<void> {
    const received = await life.receiveProgramme();
    this.#life = life;
    this.#received = received;
    this.#isResumed = false;
    this.#layersSet.clear();
    this.#parts.onTracks(new Map(received.map(({ slot, consumer }) => [slot!, consumer.track])));
  }

  #wanted(): Received[] {
    return this.#hasPictures
      ? this.#received
      : this.#received.filter((received) => !isPicture(received));
  }

  async #setLayers(life: LineLife): Promise<void> {
    for (const { slot, consumer } of this.#received) {
      const layer = this.#layers.get(slot ?? '');
      if (layer === undefined || this.#layersSet.get(consumer.id) === layer) continue;
      await life.preferLayer(consumer, layer);
      this.#layersSet.set(consumer.id, layer);
    }
  }
}

function isPicture({ slot }: Received): boolean {
  return PICTURE_SLOTS.some((picture) => picture === slot);
}
