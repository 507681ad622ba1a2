import { spawn, type ChildProcessByStdio } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import type { Readable, Writable } from 'node:stream';
import type { ProgrammeCodec } from '#contract/line.ts';
import type { BroadcastPicture } from '../../broadcast-link/broadcast-port.ts';
import type { SignalKind } from '#domain/broadcast.ts';
import type { Logger } from '../../logger.ts';
import { listenPrivately } from '../../private-socket/listen-privately.ts';
import { MatroskaWriter } from '../feed/matroska.ts';
import { loadBroadcastFont, type BroadcastFont } from './broadcast-font.ts';
import { captionFile, captionFilters, drawnCaptions, FONT_FILE } from './captions.ts';
import type { DrawnCaptions } from './captions.ts';
import {
  commandOf,
  composerArgs,
  FIRST_VALUES,
  gainValues,
  layoutValues,
} from './composer-args.ts';
import type { FilterValues } from './composer-args.ts';
import type { TimelineFrame } from './signal-timeline.ts';

/** About ten seconds: an ffmpeg so far behind will not catch up. */
const MOST_UNREAD_BYTES = 8 * 1024 * 1024;
/** Where the disk did not take them. */
const DRAW_AGAIN_MS = 1_000;
const LOUDNESS_LINE = /lavfi\.r128\.S=(-?[\d.]+|-?inf|nan)/g;

interface ComposerParts {
  /** The program to run. */
  ffmpeg: string;
  codec: ProgrammeCodec;
  /** Where it makes a folder of its own; the system’s one for temporary files otherwise. */
  composersFolder?: string | undefined;
  log: Logger;
  /** CLEAN is the picture without words. */
  kind: SignalKind;
  /** What it begins with. */
  picture: BroadcastPicture;
  gainDb: number;
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
  readonly #font: BroadcastFont | null;
  /** What its filters are to be told, and what they were told last. */
  readonly #wanted = new Map<string, string>();
  readonly #told = new Map<string, string>(FIRST_VALUES);
  readonly #words = new Map<string, string>();
  #picture: BroadcastPicture;
  #redraw: NodeJS.Timeout | undefined;
  #hasSignal = false;
  #isClosed = false;

  static async start(parts: ComposerParts): Promise<Composer> {
    const folder = fs.mkdtempSync(
      path.join(parts.composersFolder ?? os.tmpdir(), 'diem-cau-composer-'),
    );
    const socketPath = path.join(folder, 'feed');
    const server = net.createServer();
    try {
      await listenPrivately(server, socketPath);
      return new Composer(parts, { folder, server, socketPath });
    } catch (error) {
      server.close();
      fs.rmSync(folder, { recursive: true, force: true });
      throw error;
    }
  }

  private constructor(
    parts: ComposerParts,
    made: { folder: string; server: net.Server; socketPath: string },
  ) {
    this.#parts = parts;
    this.#folder = made.folder;
    this.#picture = parts.picture;
    this.#server = made.server;
    const { codec } = parts;
    this.#writer = new MatroskaWriter([codec, codec, 'OPUS', 'OPUS']);
    this.#put(this.#writer.header());
    made.server.on('connection', (socket) => this.#connected(socket));
    this.#font = parts.kind === 'CLEAN' ? null : placedFont(made.folder, parts.log);
    this.show(parts.picture);
    this.setGain(parts.gainDb);
    const captions = this.#font ? captionFilters() : [];
    this.#child = spawn(parts.ffmpeg, composerArgs(`unix:${made.socketPath}`, captions), {
      ...{ stdio: ['pipe', 'pipe', 'pipe'], cwd: made.folder },
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

  /** Layout and words, from now on. */
  show(picture: BroadcastPicture): void {
    if (this.#isClosed) return;
    this.#picture = picture;
    // Boxes first: ffmpeg takes about ten commands a second.
    if (this.#font) this.#draw(drawnCaptions(picture, this.#font));
    this.#tell(layoutValues(picture.layout));
  }

  setGain(gainDb: number): void {
    this.#tell(gainValues(gainDb));
  }

  close(): void {
    if (this.#isClosed) return;
    this.#child.kill('SIGKILL');
    // Now: its process may be this one's last deed.
    fs.rmSync(this.#folder, { recursive: true, force: true });
  }

  #onSignal(bytes: Buffer): void {
    if (!this.#hasSignal) {
      this.#hasSignal = true;
      // Before its graph stands, ffmpeg has nobody to give a command to.
      this.#tell(this.#wanted);
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

  /** Each line has a file, which ffmpeg reads at every frame: it is replaced whole, never half. */
  #draw({ texts, boxes }: DrawnCaptions): void {
    this.#tell(boxes);
    clearTimeout(this.#redraw);
    const isDrawn = [...texts].map(([name, text]) => this.#drawLine(name, text));
    if (isDrawn.includes(false)) {
      this.#redraw = setTimeout(() => this.show(this.#picture), DRAW_AGAIN_MS);
    }
  }

  /** @returns false where the disk did not take it: then nothing is written there, rather than another name */
  #drawLine(name: string, text: string): boolean {
    if (this.#words.get(name) === text) return true;
    const file = path.join(this.#folder, captionFile(name));
    try {
      fs.writeFileSync(`${file}.new`, text);
      fs.renameSync(`${file}.new`, file);
      this.#words.set(name, text);
      return true;
    } catch (error) {
      this.#parts.log.warn({ err: error }, 'words for the picture cannot be written');
      this.#words.delete(name);
      if (fs.existsSync(file)) fs.truncateSync(file);
      return false;
    }
  }

  /** Tells the filters what they do not know yet. */
  #tell(values: FilterValues): void {
    const lines: string[] = [];
    for (const [target, value] of values) {
      this.#wanted.set(target, value);
      if (!this.#hasSignal || this.#told.get(target) === value) continue;
      this.#told.set(target, value);
      lines.push(`${commandOf(target, value)}\n`);
    }
    if (!this.#isClosed && lines.length > 0) this.#child.stdin.write(lines.join(''));
  }

  #hear(text: string): void {
    const found = [...text.matchAll(LOUDNESS_LINE)].at(-1)?.[1];
    if (found !== undefined) this.#parts.onLoudness(Number(found));
  }

  #ended(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    clearTimeout(this.#redraw);
    this.#feed?.destroy();
    this.#server.close();
    fs.rmSync(this.#folder, { recursive: true, force: true });
    this.#parts.onEnded();
  }
}

/** The font beside the words, under a name that means nothing to a filter. */
function placedFont(folder: string, log: Logger): BroadcastFont | null {
  const font = loadBroadcastFont();
  if (font) fs.symlinkSync(font.path, path.join(folder, FONT_FILE));
  else log.error('no font is installed: the signal goes without names and notices');
  return font;
}
