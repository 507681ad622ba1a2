import fs from 'node:fs';
import path from 'node:path';
import type { OutletTrouble } from '../../broadcast-link/broadcast-port.ts';
import type { Logger } from '../../logger.ts';
import { GapClock } from './gap-clock.ts';
import type { Outlet, OutletStanding } from './outlet.ts';
import { SignalStart } from './signal-start.ts';

/** A kill of this machine's power loses at most this much. */
const SYNC_EVERY_MS = 1_000;
/** Check-ins come first: the disk is left with so much. */
const LEAST_FREE_BYTES = 2 * 1024 ** 3;
const GO_ON_FACTOR = 1.1;
const LOOK_EVERY_MS = 2_000;

interface RecordingParts {
  folder: string;
  log: Logger;
  leastFreeBytes?: number | undefined;
  /** Of each file. */
  extension?: 'ts' | 'mkv';
}

/**
 * Keeps the signal as it is, in a transport stream: what was written before a kill can be played. Each
 * life of the process has a file of its own, which begins with a key frame and bears
 * the moment of its first byte as its name. It stops in order before the disk is full, and goes on
 * when there is room again.
 */
export class RecordingOutlet implements Outlet {
  readonly #parts: RecordingParts;
  readonly #gap = new GapClock();
  readonly #timers: NodeJS.Timeout[];
  #file: number | null = null;
  #start = new SignalStart();
  #hasRoom = false;
  #trouble: OutletTrouble | null = null;
  #sentBytes = 0;
  #droppedBytes = 0;
  #restarts = -1;
  /** Of the file, as far as it was written piece by piece. */
  #wholeBytes = 0;
  #isDirty = false;

  constructor(parts: RecordingParts) {
    this.#parts = parts;
    this.#gap.stopped();
    this.#look();
    this.#timers = [
      setInterval(() => this.#look(), LOOK_EVERY_MS),
      setInterval(() => this.#sync(), SYNC_EVERY_MS),
    ];
  }

  get standing(): OutletStanding {
    return {
      state: this.#file !== null ? 'RUNNING' : this.#hasRoom ? 'STARTING' : 'WAITING',
      trouble: this.#trouble,
      sentBytes: this.#sentBytes,
      droppedBytes: this.#droppedBytes,
      restarts: Math.max(0, this.#restarts),
      gapMs: this.#gap.gapMs,
    };
  }

  write(bytes: Buffer): void {
    if (!this.#hasRoom) {
      this.#droppedBytes += bytes.length;
      return;
    }
    const isSignal = (this.#parts.extension ?? 'ts') === 'ts';
    const kept = this.#file === null && isSignal ? this.#start.find(bytes) : bytes;
    if (kept === null) return;
    try {
      this.#file ??= this.#begin(this.#parts.folder);
      writeAll(this.#file, kept);
      this.#wholeBytes += kept.length;
      this.#sentBytes += kept.length;
      this.#isDirty = true;
      this.#gap.runs();
    } catch (error) {
      this.#parts.log.error({ err: error }, 'the recording cannot be written');
      this.#forgetHalfPiece();
      this.#stop('DISK_FULL');
    }
  }

  /** Whether a file is open: what is written goes on in it. */
  get isWriting(): boolean {
    return this.#file !== null;
  }

  /** Nothing comes for now: the file ends here, and the next bytes begin another. */
  pause(): void {
    this.#end();
    this.#gap.stopped();
  }

  close(): Promise<void> {
    for (const timer of this.#timers) clearInterval(timer);
    this.#end();
    return Promise.resolve();
  }

  #look(): void {
    const { folder, log, leastFreeBytes = LEAST_FREE_BYTES } = this.#parts;
    try {
      fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
      const { bavail, bsize } = fs.statfsSync(folder);
      // Some more before it goes on, or it would stop and go with every megabyte.
      const needed = leastFreeBytes * (this.#trouble === 'DISK_FULL' ? GO_ON_FACTOR : 1);
      this.#hasRoom = bavail * bsize > needed;
      if (this.#hasRoom) this.#trouble = null;
      else this.#stop('DISK_FULL');
    } catch (error) {
      log.error({ err: error }, 'the recording cannot be begun');
      this.#stop('DISK_FULL');
    }
  }

  #begin(folder: string): number {
    const name = `${new Date().toISOString().replace(/[:.]/g, '-')}.${this.#parts.extension ?? 'ts'}`;
    const file = fs.openSync(path.join(folder, name), 'ax', 0o600);
    this.#restarts += 1;
    this.#wholeBytes = 0;
    this.#trouble = null;
    syncFolder(folder);
    return file;
  }

  /** A disk that became full in the middle of a frame would leave half of it at the end of the file. */
  #forgetHalfPiece(): void {
    if (this.#file === null) return;
    try {
      fs.ftruncateSync(this.#file, this.#wholeBytes);
    } catch (error) {
      this.#parts.log.error({ err: error }, 'the end of the recording cannot be cut');
    }
  }

  #stop(trouble: OutletTrouble): void {
    this.#end();
    this.#hasRoom = false;
    this.#trouble = trouble;
    this.#gap.stopped();
  }

  #end(): void {
    this.#start = new SignalStart();
    if (this.#file === null) return;
    const file = this.#file;
    this.#file = null;
    try {
      fs.fdatasyncSync(file);
    } catch (error) {
      this.#parts.log.error({ err: error }, 'the end of the recording cannot be written');
    }
    fs.closeSync(file);
  }

  #sync(): void {
    if (this.#file === null || !this.#isDirty) return;
    this.#isDirty = false;
    fs.fdatasync(this.#file, () => {});
  }
}

/** A write may take a part of it, e.g. where the disk becomes full. */
function writeAll(file: number, bytes: Buffer): void {
  for (let at = 0; at < bytes.length;) at += fs.writeSync(file, bytes, at);
}

/** A new file's name outlives a cut of the power as well. */
function syncFolder(folder: string): void {
  const handle = fs.openSync(folder, 'r');
  fs.fsyncSync(handle);
  fs.closeSync(handle);
}
