import type { ProgrammeCodec } from '#contract/line.ts';
import type { Logger } from '../../logger.ts';
import { assembleH264 } from '../../rtp/h264-payload.ts';
import { assembleVp8, vp8Size } from '../../rtp/vp8-payload.ts';
import { loadSlate } from '../../slate/slate.ts';
import { MatroskaWriter } from '../feed/matroska.ts';
import { ProgrammeFeed } from '../feed/programme-feed.ts';
import type { FeedFrame } from '../feed/programme-feed.ts';
import type { OutletStanding } from '../outlet/outlet.ts';
import { RecordingOutlet } from '../outlet/recording-outlet.ts';

const [PICTURE, SOUND] = [0, 1];
const TICK_MS = 100;
/** A source from which nothing comes for as long is away: its file ends, and the gap is what is missing. */
const AWAY_MS = 2_000;
/** A hall without a camera is recorded over the slate after this. */
const NO_PICTURE_MS = 3_000;
const SLATE_EVERY_MS = 1_000;
/** A sound that sends nothing for as long is muted: silence stands in its place. */
const NO_SOUND_MS = 600;
const ASK_EVERY_MS = 1_000;
/** Opus, five frames of 20 ms of silence in one packet (RFC 6716 §3.2.5). */
const SILENCE = Buffer.from([0xff, 5, ...Array(5).fill([0xff, 0xfe]).flat()]);
const SILENCE_MS = 100;
const SOUND_FRAME_MS = 20;

interface RecorderParts {
  sessionId: string;
  sourceId: string;
  mediaSocketPath: string;
  /** Of this recording alone. */
  folder: string;
  leastFreeBytes?: number | undefined;
  log: Logger;
}

/**
 * Records one source as it sends: whole frames into Matroska, nothing is encoded. Each stretch in which it
 * was there is a file of its own, which can be played after any kill. While it is open the source is
 * wanted; closing ends that, and the file in order.
 */
export class SourceRecorder {
  readonly #outlet: RecordingOutlet;
  readonly #feed: ProgrammeFeed;
  readonly #timer: NodeJS.Timeout;
  #codec: ProgrammeCodec | null = null;
  #writer: MatroskaWriter | null = null;
  #beganMs = 0;
  /** Of each track, in the file: where its last frame is. */
  #lastMs: [number, number] = [-1, -1];
  /** On the recorder's clock: when a real frame came last. */
  #pictureMs = -Infinity;
  #soundMs = -Infinity;
  #soundSinceMs: number | null = null;
  #slateMs = -Infinity;
  #askedMs = -Infinity;

  constructor(parts: RecorderParts) {
    const { sessionId, sourceId, mediaSocketPath, folder, leastFreeBytes, log } = parts;
    this.#outlet = new RecordingOutlet({ folder, leastFreeBytes, log, extension: 'mkv' });
    this.#feed = ProgrammeFeed.open({
      ...{ sessionId, sourceId, mediaSocketPath, log },
      nowMs: () => performance.now(),
      onFrame: (frame) => this.#onFrame(frame),
      onState: (state) => {
        this.#codec = state?.codec ?? this.#codec;
        // However short: what is missing is stated between files.
        if (state === null) this.#pause();
      },
    });
    this.#timer = setInterval(() => this.#tick(performance.now()), TICK_MS);
  }

  get standing(): OutletStanding {
    return this.#outlet.standing;
  }

  close(): Promise<void> {
    clearInterval(this.#timer);
    this.#feed.close();
    return this.#outlet.close();
  }

  #onFrame({ slot, atMs, isKey, data }: FeedFrame): void {
    const nowMs = performance.now();
    if (slot === 'MAIN') {
      const isGoingOn = this.#outlet.isWriting && this.#slateMs < this.#pictureMs;
      if (!isGoingOn && !isKey) return this.#askForKeyFrame(nowMs);
      this.#pictureMs = nowMs;
      if (!this.#outlet.isWriting) this.#begin(atMs, this.#sizeOf(data));
      this.#write(PICTURE!, { atMs, isKey, data });
      return;
    }
    this.#soundMs = nowMs;
    this.#soundSinceMs ??= nowMs;
    if (this.#outlet.isWriting) this.#write(SOUND!, { atMs, isKey: true, data });
    else if (nowMs - Math.max(this.#pictureMs, this.#soundSinceMs) > NO_PICTURE_MS) {
      this.#begin(atMs);
      this.#writeSlate(nowMs, atMs);
    }
  }

  #tick(nowMs: number): void {
    if (!this.#outlet.isWriting) return;
    if (nowMs - Math.max(this.#pictureMs, this.#soundMs) > AWAY_MS) {
      return this.#pause();
    }
    const placeMs = nowMs - this.#beganMs;
    const isMuted = nowMs - this.#soundMs > NO_SOUND_MS;
    while (isMuted && this.#lastMs[SOUND!]! + SILENCE_MS < placeMs - NO_SOUND_MS) {
      const atMs =
        this.#beganMs + this.#lastMs[SOUND!]! + (this.#lastMs[SOUND!]! < 0 ? 1 : SILENCE_MS);
      this.#write(SOUND!, { atMs, isKey: true, data: SILENCE });
    }
    const isPictureAway = nowMs - this.#pictureMs > NO_PICTURE_MS;
    if (isPictureAway && nowMs - this.#slateMs >= SLATE_EVERY_MS) this.#writeSlate(nowMs, nowMs);
  }

  #pause(): void {
    this.#soundSinceMs = null;
    this.#outlet.pause();
  }

  /** Each file begins with a key frame and a time of its own. */
  #begin(atMs: number, size?: { width: number; height: number }): void {
    this.#beganMs = atMs;
    this.#lastMs = [-1, -1];
    this.#slateMs = -Infinity;
    this.#writer = new MatroskaWriter([this.#codec ?? 'H264', 'OPUS'], size);
    this.#put(this.#writer.header());
  }

  #writeSlate(nowMs: number, atMs: number): void {
    const payloads = loadedSlate(this.#codec ?? 'H264');
    this.#slateMs = nowMs;
    this.#write(PICTURE!, { atMs, isKey: true, data: payloads });
  }

  #write(track: number, frame: { atMs: number; isKey: boolean; data: Buffer }): void {
    const placeMs = frame.atMs - this.#beganMs;
    if (!this.#writer || placeMs <= this.#lastMs[track as 0 | 1]) return;
    const lengthMs = track === SOUND && frame.data !== SILENCE ? SOUND_FRAME_MS / 2 : 0;
    this.#lastMs[track as 0 | 1] = placeMs + lengthMs;
    this.#put(this.#writer.frame({ ...frame, track, atMs: placeMs }));
  }

  #put(bytes: Buffer): void {
    this.#outlet.write(bytes);
  }

  #askForKeyFrame(nowMs: number): void {
    if (nowMs - this.#askedMs < ASK_EVERY_MS) return;
    this.#askedMs = nowMs;
    this.#feed.requestKeyFrames();
  }

  #sizeOf(data: Buffer): { width: number; height: number } | undefined {
    return this.#codec === 'VP8' ? (vp8Size(data) ?? undefined) : undefined;
  }
}

const slates = new Map<ProgrammeCodec, Buffer>();

function loadedSlate(codec: ProgrammeCodec): Buffer {
  const known = slates.get(codec);
  if (known) return known;
  const assemble = codec === 'H264' ? assembleH264 : assembleVp8;
  const { data } = assemble(loadSlate(codec)[1][0]!)!;
  slates.set(codec, data);
  return data;
}
