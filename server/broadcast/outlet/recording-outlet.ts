import fs from 'node:fs';
import path from 'node:path';
import type { OutletTrouble } from '../../broadcast-link/broadcast-port.ts';
import type { Logger } from '../../logger.ts';
import { GapClock } from './gap-clock.ts';
import type { Outlet, OutletStanding } from './outlet.ts';

/** A kill of this machine's power loses at most this much. */
const SYNC_EVERY_MS = 1_000;
/** Check-ins come first: the disk is left with so much. */
const LEAST_FREE_BYTES = 2 * 1024 ** 3;
const LOOK_EVERY_MS = 2_000;

interface RecordingParts {
  folder: string;
  log: Logger;
  leastFreeBytes?: number;
}

/**
 * Keeps the signal as it is, in a transport stream: what was written before a kill can be played. Each
 * life of the process writes a file of its own. It stops in order before the disk is full, and goes on
 * when there is room again.
 */
export class RecordingOutlet implements Outlet {
  readonly #parts: RecordingParts;
  readonly #gap = new GapClock();
  readonly #timers: NodeJS.Timeout[];
  #file: number | null = null;
  #trouble: OutletTrouble | null = null;
  #sentBytes = 0;
  #droppedBytes = 0;
  #restarts = -1;
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
      state: this.#file === null ? 'WAITING' : this.#sentBytes > 0 ? 'RUNNING' : 'STARTING',
      trouble: this.#trouble,
      sentBytes: this.#sentBytes,
      droppedBytes: this.#droppedBytes,
      restarts: Math.max(0, this.#restarts),
      gapMs: this.#gap.gapMs,
    };
  }

  write(bytes: Buffer): void {
    if (this.#file === null) {
      this.#droppedBytes += bytes.length;
      return;
    }
    try {
      fs.writeSync(this.#file, bytes);
      this.#sentBytes += bytes.length;
      this.#isDirty = true;
      this.#gap.runs();
    } catch (error) {
      this.#parts.log.error({ err: error }, 'the recording cannot be written');
      this.#stop('DISK_FULL');
    }
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
      const hasRoom = bavail * bsize > leastFreeBytes;
      if (!hasRoom && this.#file !== null) this.#stop('DISK_FULL');
      else if (!hasRoom) this.#trouble = 'DISK_FULL';
      else if (this.#file === null) this.#begin(folder);
    } catch (error) {
      log.error({ err: error }, 'the recording cannot be begun');
      this.#stop('DISK_FULL');
    }
  }

  #begin(folder: string): void {
    const name = `${new Date().toISOString().replace(/[:.]/g, '-')}.ts`;
    this.#file = fs.openSync(path.join(folder, name), 'ax', 0o600);
    this.#restarts += 1;
    this.#trouble = null;
  }

  #stop(trouble: OutletTrouble): void {
    this.#end();
    this.#trouble = trouble;
    this.#gap.stopped();
  }

  #end(): void {
    if (this.#file === null) return;
    fs.fdatasyncSync(this.#file);
    fs.closeSync(this.#file);
    this.#file = null;
  }

  #sync(): void {
    if (this.#file === null || !this.#isDirty) return;
    this.#isDirty = false;
    fs.fdatasync(this.#file, () => {});
  }
}
