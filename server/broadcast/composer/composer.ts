import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import type { Readable, Writable } from 'node:stream';
import type { ProgrammeCodec } from '#contract/line.ts';
import type { Layout } from '#domain/programme.ts';
import type { Logger } from '../../logger.ts';
import { MatroskaWriter } from '../feed/matroska.ts';
import {
  composerArgs,
  FIRST_COMMANDS,
  gainCommand,
  layoutCommands,
  targetOf,
} from './composer-args.ts';
import type { TimelineFrame } from './signal-timeline.ts';

/** About ten seconds: an ffmpeg so far behind will not catch up. */
const MOST_UNREAD_BYTES = 8 * 1024 * 1024;
const LOUDNESS_LINE = /lavfi\.r128\.S=(-?[\d.]+|-?inf|nan)/g;

interface ComposerParts {
  /** The program to run. */
  ffmpeg: string;
  codec: ProgrammeCodec;
  log: Logger;
  /** A piece of the signal: MPEG-TS. */
  onSignal: (bytes: Buffer) => void;
  /** Loudness of the last three seconds, in LUFS. */
  onLoudness: (lufs: number) => void;
  onEnded: () => void;
}

/** One life of the ffmpeg that makes the signal of a session. Closing kills it; `onEnded` comes once. */
export class Composer {
  readonly #parts: ComposerParts;
  readonly #server: net.Server;
  readonly #folder: string;
  readonly #child: ChildProcessByStdio<Writable, Readable, Readable>;
  readonly #writer: MatroskaWriter;
  #feed: net.Socket | null = null;
  #waiting: Buffer[] = [];
  #waitingBytes = 0;
  /** What each filter was last told. */
  readonly #told = new Map(FIRST_COMMANDS.map((line) => [targetOf(line), line]));
  #layout: Layout = 'FULL';
  #gainDb = 0;
  #hasSignal = false;
  #isClosed = false;

  static async start(parts: ComposerParts): Promise<Composer> {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'diem-cau-composer-'));
    const socketPath = path.join(folder, randomUUID().slice(0, 8));
    const server = net.createServer();
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(socketPath, resolve);
    });
    return new Composer(parts, { folder, server, socketPath });
  }

  private constructor(
    parts: ComposerParts,
    made: { folder: string; server: net.Server; socketPath: string },
  ) {
    this.#parts = parts;
    this.#folder = made.folder;
    this.#server = made.server;
    const { codec } = parts;
    this.#writer = new MatroskaWriter([codec, codec, 'OPUS', 'OPUS']);
    this.#put(this.#writer.header());
    made.server.on('connection', (socket) => this.#connected(socket));
    this.#child = spawn(parts.ffmpeg, composerArgs(`unix:${made.socketPath}`), {
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    this.#child.stdin.on('error', () => {});
    this.#child.stdout.on('data', (bytes: Buffer) => this.#onSignal(bytes));
    this.#child.stderr.on('data', (bytes: Buffer) => this.#hear(bytes.toString()));
    this.#child.on('error', (error) => parts.log.error({ err: error }, 'ffmpeg cannot be run'));
    this.#child.on('close', () => this.#ended());
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  write(frame: TimelineFrame): void {
    if (!this.#isClosed) this.#put(this.#writer.frame(frame));
  }

  setLayout(layout: Layout): void {
    this.#layout = layout;
    if (this.#hasSignal) this.#command(layoutCommands(layout));
  }

  setGain(gainDb: number): void {
    this.#gainDb = gainDb;
    if (this.#hasSignal) this.#command([gainCommand(gainDb)]);
  }

  close(): void {
    if (!this.#isClosed) this.#child.kill('SIGKILL');
  }

  #onSignal(bytes: Buffer): void {
    if (!this.#hasSignal) {
      this.#hasSignal = true;
      // Before its graph stands, ffmpeg has nobody to give a command to.
      this.#command([...layoutCommands(this.#layout), gainCommand(this.#gainDb)]);
    }
    this.#parts.onSignal(bytes);
  }

  #connected(socket: net.Socket): void {
    this.#feed = socket;
    socket.on('error', () => {});
    for (const bytes of this.#waiting.splice(0)) socket.write(bytes);
    this.#waitingBytes = 0;
  }

  #put(bytes: Buffer): void {
    const unread = this.#feed ? this.#feed.writableLength : this.#waitingBytes;
    if (unread > MOST_UNREAD_BYTES) {
      this.#parts.log.warn('the composer does not keep up: begun anew');
      return this.close();
    }
    if (this.#feed) return void this.#feed.write(bytes);
    this.#waiting.push(bytes);
    this.#waitingBytes += bytes.length;
  }

  #command(lines: readonly string[]): void {
    if (this.#isClosed) return;
    const changes = lines.filter((line) => this.#told.get(targetOf(line)) !== line);
    for (const line of changes) this.#told.set(targetOf(line), line);
    if (changes.length > 0) this.#child.stdin.write(`${changes.join('\n')}\n`);
  }

  #hear(text: string): void {
    const found = [...text.matchAll(LOUDNESS_LINE)].at(-1)?.[1];
    if (found !== undefined) this.#parts.onLoudness(Number(found));
  }

  #ended(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#feed?.destroy();
    this.#server.close();
    fs.rmSync(this.#folder, { recursive: true, force: true });
    this.#parts.onEnded();
  }
}
