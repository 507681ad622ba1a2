import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';

const KEY = 'khoa-thu';
export const PASSPHRASE = 'mat-khau-thu-nghiem';

/**
 * A station: an ffmpeg of its own that listens and stores what comes, and listens again when its caller
 * is gone. Each connection is a file.
 */
export class Receiver {
  readonly address: string;
  readonly #input: string[];
  readonly #folder: string;
  readonly #name: string;
  #child: ChildProcess | null = null;
  #count = 0;
  #isClosed = false;

  static async rtmp(folder: string): Promise<Receiver> {
    const address = `rtmp://127.0.0.1:${await freePort()}/live/${KEY}`;
    return new Receiver({ folder, address, input: ['-listen', '1', '-i', address] });
  }

  static async srt(folder: string): Promise<Receiver> {
    const address = `srt://127.0.0.1:${await freePort()}?passphrase=${PASSPHRASE}`;
    return new Receiver({ folder, address, input: ['-i', `${address}&mode=listener`] });
  }

  private constructor(parts: { folder: string; address: string; input: string[] }) {
    this.address = parts.address;
    this.#input = parts.input;
    this.#folder = parts.folder;
    this.#name = path.basename(fs.mkdtempSync(path.join(parts.folder, 'station-')));
    this.#listen();
  }

  /** What came so far, the oldest connection first. */
  get files(): string[] {
    return Array.from({ length: this.#count }, (_, index) => this.#file(index)).filter(
      (file) => fs.existsSync(file) && fs.statSync(file).size > 0,
    );
  }

  /** Of all connections. */
  get bytes(): number {
    return this.files.reduce((sum, file) => sum + fs.statSync(file).size, 0);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    const child = this.#child;
    if (!child) return;
    const gone = once(child, 'close');
    child.kill('SIGKILL');
    await gone;
  }

  #listen(): void {
    const quiet = ['-hide_banner', '-loglevel', 'error', '-nostdin'];
    const soon = ['-probesize', '400000', '-analyzeduration', '1000000'];
    const output = ['-c', 'copy', '-copyts', '-f', 'mpegts', '-flush_packets', '1'];
    const args = [...quiet, ...soon, ...this.#input, ...output, this.#file(this.#count++)];
    const child = spawn('ffmpeg', args, { stdio: 'ignore' });
    this.#child = child;
    child.once('close', () => {
      this.#child = null;
      if (!this.#isClosed) this.#listen();
    });
  }

  #file(index: number): string {
    return path.join(this.#folder, this.#name, `${index}.ts`);
  }
}

/** A port of loopback that nobody has just now. */
export async function freePort(): Promise<number> {
  const server = net.createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as net.AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
