import { spawn } from 'node:child_process';
import type { ChildProcessByStdio } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import type { ProgrammeCodec } from '#contract/line.ts';
import type { InletTrack } from '../../media-link/source-inlet.ts';
import { packetizeH264 } from '../../rtp/h264-payload.ts';
import { packetizeVp8 } from '../../rtp/vp8-payload.ts';
import { parameterSetsOf, unitsOfAvc } from './avc.ts';
import { MatroskaReader } from './matroska-reader.ts';
import type { MatroskaBlock } from './matroska-reader.ts';

/** Below every usual MTU, with room for SRTP and its headers. */
const MAX_PAYLOAD_BYTES = 1_150;
const SOUND_MS = 20;
/** Sound is counted, not read off: times in the stream are rounded. A larger step is a gap. */
const GAP_MS = 40;

export interface ReelFrame {
  track: InletTrack;
  /** Since the reel's first picture. */
  atMs: number;
  isKey: boolean;
  payloads: readonly Buffer[];
}

interface ReelParts {
  ffmpeg: string;
  args: readonly string[];
  codec: ProgrammeCodec;
  /** Whether it reads what is written to it. */
  isFed?: boolean;
  onFrame: (frame: ReelFrame) => void;
  /** What its process says, line by line. */
  onWords?: (line: string) => void;
  /** Its process ended: by itself after the last frame, or it failed. */
  onEnded: (end: { isWhole: boolean; lastWords: string }) => void;
}

const LAST_WORDS = 2_000;

/** One ffmpeg that makes a source's frames. Closing kills it; then nothing is told any more. */
export class Reel {
  readonly #parts: ReelParts;
  readonly #child: ChildProcessByStdio<Writable | null, Readable, Readable>;
  readonly #reader: MatroskaReader;
  #parameterSets: Buffer[] = [];
  #beganMs: number | null = null;
  #soundMs: number | null = null;
  /** Sound that came before the first picture. */
  #early: MatroskaBlock[] = [];
  #isClosed = false;

  constructor(parts: ReelParts) {
    this.#parts = parts;
    this.#reader = new MatroskaReader({
      onBlock: (block) => this.#onBlock(block),
      onCodecPrivate: (track, bytes) => {
        if (track === 1 && parts.codec === 'H264') this.#parameterSets = parameterSetsOf(bytes);
      },
    });
    this.#child = spawn(parts.ffmpeg, [...parts.args], {
      stdio: [parts.isFed ? 'pipe' : 'ignore', 'pipe', 'pipe'],
    }) as ChildProcessByStdio<Writable | null, Readable, Readable>;
    // It reads no more: told by 'close', which follows.
    this.#child.stdin?.on('error', () => {});
    let lastWords = '';
    let line = '';
    this.#child.stdout.on('data', (bytes: Buffer) => this.#read(bytes));
    this.#child.stderr.on('data', (bytes: Buffer) => {
      lastWords = (lastWords + bytes.toString()).slice(-LAST_WORDS);
      if (!parts.onWords) return;
      const lines = (line + bytes.toString()).split('\n');
      line = lines.pop()!.slice(-LAST_WORDS);
      for (const whole of lines) parts.onWords(whole);
    });
    // Told by 'close', which follows.
    this.#child.on('error', () => {});
    this.#child.on('close', (code) => {
      if (this.#isClosed) return;
      this.#isClosed = true;
      parts.onEnded({ isWhole: code === 0, lastWords });
    });
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** Of what was written, what its process has not read. */
  get waitingBytes(): number {
    return this.#child.stdin?.writableLength ?? 0;
  }

  write(bytes: Buffer): void {
    if (!this.#isClosed) this.#child.stdin?.write(bytes);
  }

  /** Its process waits while nobody reads. */
  pause(): void {
    this.#child.stdout.pause();
  }

  resume(): void {
    this.#child.stdout.resume();
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#child.kill('SIGKILL');
  }

  #read(bytes: Buffer): void {
    if (this.#isClosed) return;
    try {
      this.#reader.push(bytes);
    } catch {
      this.#child.kill('SIGKILL');
    }
  }

  #onBlock(block: MatroskaBlock): void {
    if (block.track === 1) return this.#onPicture(block);
    if (this.#beganMs === null) return void this.#early.push(block);
    this.#onSound(block, this.#beganMs);
  }

  #onPicture({ atMs, data, isKey }: MatroskaBlock): void {
    if (this.#beganMs === null && !isKey) return;
    this.#beganMs ??= atMs;
    const { codec, onFrame } = this.#parts;
    const payloads =
      codec === 'H264'
        ? packetizeH264(
            [...(isKey ? this.#parameterSets : []), ...unitsOfAvc(data)],
            MAX_PAYLOAD_BYTES,
          )
        : packetizeVp8(data, MAX_PAYLOAD_BYTES);
    onFrame({ track: 'PICTURE', atMs: atMs - this.#beganMs, isKey, payloads });
    for (const early of this.#early.splice(0)) this.#onSound(early, this.#beganMs);
  }

  #onSound({ atMs, data }: MatroskaBlock, beganMs: number): void {
    const expectedMs = this.#soundMs === null ? null : this.#soundMs + SOUND_MS;
    const isGap = expectedMs === null || Math.abs(atMs - expectedMs) > GAP_MS;
    this.#soundMs = isGap ? atMs : expectedMs;
    const sentMs = this.#soundMs - beganMs;
    this.#parts.onFrame({ track: 'SOUND', atMs: sentMs, isKey: true, payloads: [data] });
  }
}
