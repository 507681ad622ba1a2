import Flv from 'node-media-server/src/protocol/flv.js';
import type { InputTrouble } from '#contract/input.ts';
import type { InputFacts, StreamWish } from '../../input-link/input-port.ts';
import { InletLine } from '../inlet-line.ts';
import type { Input, InputParts } from '../input.ts';
import { streamArgs } from '../reel/reel-args.ts';
import { Reel } from '../reel/reel.ts';
import type { ReelFrame } from '../reel/reel.ts';
import { Intake } from './intake.ts';
import { LiveClock } from './live-clock.ts';
import { ReceptionMeter } from './reception-meter.ts';
import { SignalReader } from './read-signal.ts';
import type { Receive } from './receivers.ts';
import type { StreamHearing, StreamPiece, StreamReceiver } from './stream-receiver.ts';

const TICK_MS = 10;
const SOUND_MS = 20;
/** Opus, 20 ms of silence (RFC 6716: CELT, full band, stereo code 0). */
const SILENCE = [Buffer.from([0xfc, 0xff, 0xfe])];
/** A picture that stands for as long is gone: its source goes off like a camera that is unplugged. */
const LOST_MS = 3_000;
/** A sender's key frames may be ten seconds apart. */
const BLIND_MS = 12_000;
/** A step of the sender's clock that is no frame: what follows is another stream. */
const STEP_MS = 3_000;
/** Ten seconds; never reached while the clock runs. */
const MOST_FRAMES = 250;
const PAUSES_MS = [100, 500, 1_000, 3_000];
const NO_PICTURE = /matches no streams/;

interface StreamParts extends InputParts {
  receive: Receive;
}

/**
 * What another machine sends, as a source. It waits for its sender for as long as it is open; each sender
 * gets an ffmpeg that makes the bus's form of it, and a killed one is begun again at the next key frame.
 * Sound and picture are sent by one clock. Closing ends all of it.
 */
export class StreamPlayer implements Input {
  readonly #parts: StreamParts;
  readonly #wish: StreamWish;
  readonly #receiver: StreamReceiver | null;
  readonly #timer: NodeJS.Timeout;
  readonly #meter = new ReceptionMeter();
  #isSending = false;
  #heads: Buffer[] = [];
  #senderMs: number | null = null;
  #reel: Reel | null = null;
  #intake: Intake | null = null;
  #signal = new SignalReader();
  #clock = new LiveClock();
  #line: InletLine | null = null;
  #pictures: ReelFrame[] = [];
  #sounds: ReelFrame[] = [];
  #openedMs = 0;
  #pictureMs = -Infinity;
  #sentMs = 0;
  #soundDueMs = 0;
  #retry: NodeJS.Timeout | undefined;
  #attempt = 0;
  #restarts = 0;
  #refused = 0;
  #trouble: InputTrouble | null = null;

  constructor(parts: StreamParts, wish: StreamWish) {
    this.#parts = parts;
    this.#wish = wish;
    this.#receiver = parts.ffmpeg === null ? null : parts.receive(wish, this.#hearing());
    this.#timer = setInterval(() => this.#tick(performance.now()), TICK_MS);
  }

  get facts(): InputFacts {
    const { sourceId } = this.#wish;
    const now = performance.now();
    const trouble = this.#receiver
      ? (this.#receiver.trouble ?? this.#trouble)
      : ('NO_FFMPEG' as const);
    const isLive = this.#clock.isSettled && now - this.#pictureMs < LOST_MS;
    const comes = this.#line?.isOpen === true && isLive;
    const state = comes ? 'READY' : this.#isSending && !trouble ? 'STARTING' : 'WAITING';
    return {
      ...{ sourceId, state, trouble, restarts: this.#restarts },
      stream: {
        isSending: this.#isSending,
        signal: this.#isSending ? this.#signal.signal : null,
        ...(this.#isSending ? this.#meter.read(now) : { kbps: 0, quietSeconds: 0 }),
        refused: this.#refused,
      },
    };
  }

  /** Of the ffmpeg that runs now. */
  get pid(): number | undefined {
    return this.#reel?.pid;
  }

  want(): void {
    // Whatever makes a difference makes another input.
  }

  close(): void {
    clearInterval(this.#timer);
    this.#receiver?.close();
    this.#stop();
    this.#line?.close();
  }

  #hearing(): StreamHearing {
    return {
      onBegin: () => {
        this.#isSending = true;
        this.#heads = [];
        this.#senderMs = null;
        this.#meter.begin(performance.now());
        this.#attempt = 0;
        this.#open('BEGINNING');
      },
      onPiece: (piece) => this.#take(piece),
      onEnd: () => {
        this.#isSending = false;
        this.#trouble = null;
        this.#stop();
      },
      onRefused: () => (this.#refused += 1),
    };
  }

  #take(piece: StreamPiece): void {
    const now = performance.now();
    this.#meter.count(piece.bytes.length, now);
    if (piece.kind === 'HEAD') this.#keepHead(piece.bytes);
    if (piece.atMs !== null && piece.kind !== 'HEAD') {
      const step = this.#senderMs === null ? 0 : piece.atMs - this.#senderMs;
      this.#senderMs = piece.atMs;
      if (Math.abs(step) > STEP_MS) this.#open('MIDWAY');
    }
    this.#intake?.put(piece, now);
  }

  /** The newest of each kind: whatever begins midway must know them. */
  #keepHead(head: Buffer): void {
    this.#heads = [...this.#heads.filter((one) => one[0] !== head[0]), head];
  }

  #open(where: 'BEGINNING' | 'MIDWAY'): void {
    this.#stop();
    const { ffmpeg } = this.#parts;
    if (ffmpeg === null || !this.#isSending) return;
    const { kind, codec } = this.#wish;
    this.#openedMs = performance.now();
    this.#signal = new SignalReader();
    this.#clock = new LiveClock();
    const reel = new Reel({
      ...{
        ffmpeg,
        codec,
        isFed: true,
        args: streamArgs(codec, kind === 'RTMP' ? 'flv' : 'mpegts'),
      },
      onFrame: (frame) => this.#onFrame(frame),
      onWords: (line) => this.#signal.read(line),
      onEnded: ({ lastWords }) => this.#reelEnded(lastWords),
    });
    this.#reel = reel;
    this.#intake = new Intake({
      write: (bytes) => reel.write(bytes),
      waitingBytes: () => reel.waitingBytes,
      isMidway: where === 'MIDWAY' && kind === 'RTMP',
    });
    if (kind !== 'RTMP') return;
    reel.write(Flv.createHeader(true, true));
    for (const head of this.#heads) reel.write(head);
  }

  #stop(): void {
    clearTimeout(this.#retry);
    this.#reel?.close();
    this.#reel = null;
    this.#intake = null;
    this.#pictures = [];
    this.#sounds = [];
  }

  #onFrame(frame: ReelFrame): void {
    if (frame.track === 'SOUND') {
      if (this.#sounds.length < MOST_FRAMES) this.#sounds.push(frame);
      return;
    }
    const now = performance.now();
    this.#trouble = null;
    this.#pictureMs = now;
    this.#clock.arrived(frame.atMs, now);
    if (this.#pictures.length < MOST_FRAMES) this.#pictures.push(frame);
    if (this.#line) return;
    const { sessionId, sourceId, codec } = this.#wish;
    const { mediaSocketPath } = this.#parts;
    this.#line = new InletLine({ mediaSocketPath, sessionId, sourceId, codec });
    this.#soundDueMs = Math.ceil(now / SOUND_MS) * SOUND_MS;
  }

  #reelEnded(lastWords: string): void {
    this.#stop();
    if (!this.#isSending) return;
    this.#restarts += 1;
    const { log } = this.#parts;
    log.warn({ sourceId: this.#wish.sourceId }, 'a signal’s ffmpeg ended; it is begun again');
    const hadPicture = this.#pictureMs > this.#openedMs;
    if (hadPicture) this.#attempt = 0;
    else this.#trouble = NO_PICTURE.test(lastWords) ? 'NO_PICTURE' : 'UNREADABLE';
    const pauseMs = PAUSES_MS[Math.min(this.#attempt++, PAUSES_MS.length - 1)];
    this.#retry = setTimeout(() => this.#open('MIDWAY'), pauseMs);
  }

  #tick(now: number): void {
    const blindMs = now - Math.max(this.#openedMs, this.#pictureMs);
    const { quietSeconds } = this.#meter.read(now);
    if (this.#reel && blindMs > BLIND_MS && quietSeconds === 0) this.#trouble = 'UNREADABLE';
    const line = this.#line;
    if (!line) return;
    if (now - this.#pictureMs > LOST_MS) {
      line.close();
      this.#line = null;
      return;
    }
    this.#sendPictures(line, now);
    this.#sendSound(line, now);
  }

  #sendPictures(line: InletLine, now: number): void {
    for (;;) {
      const dueMs = this.#pictures[0] && this.#clock.dueMs(this.#pictures[0].atMs);
      if (dueMs == null || dueMs > now) return;
      // Never back: a clock that was set back shows what is late at once.
      this.#sentMs = Math.max(this.#sentMs + 1, dueMs);
      line.send('PICTURE', this.#pictures.shift()!.payloads, this.#sentMs);
    }
  }

  /** Every 20 ms a packet, of the sender or of silence. */
  #sendSound(line: InletLine, now: number): void {
    if (now - this.#soundDueMs > LOST_MS) this.#soundDueMs = Math.floor(now / SOUND_MS) * SOUND_MS;
    for (; this.#soundDueMs <= now; this.#soundDueMs += SOUND_MS) {
      line.send('SOUND', this.#soundAt(this.#soundDueMs), this.#soundDueMs);
    }
  }

  #soundAt(dueMs: number): readonly Buffer[] {
    for (;;) {
      const next = this.#sounds[0];
      const atMs = next ? this.#clock.dueMs(next.atMs) : null;
      if (!next || atMs === null || atMs > dueMs + SOUND_MS / 2) return SILENCE;
      this.#sounds.shift();
      // What came too late is left out: sound keeps to the picture.
      if (atMs >= dueMs - SOUND_MS / 2) return next.payloads;
    }
  }
}
