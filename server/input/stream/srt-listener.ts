import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { SRT_LATENCY_MS } from '#domain/stream-address.ts';
import type { Logger } from '../../logger.ts';
import type { StreamHearing, StreamReceiver } from './stream-receiver.ts';

/** A sender that says nothing for as long is gone, and the next one may come. */
const QUIET_MS = 4_000;
const AGAIN_MS = 100;
const TRY_AGAIN_MS = 2_000;
/** As libsrt says it: another passphrase, or none. */
const REFUSED = /connection rejected due to/;
const TAKEN = /Address already in use/;
const MOST_UNREAD_WORDS = 4_000;

interface ListenerParts {
  ffmpeg: string;
  port: number;
  key: string;
  hearing: StreamHearing;
  log: Logger;
}

/**
 * One sender after another by SRT. An ffmpeg listens and gives the bytes on as they come: whoever has
 * another passphrase is refused by libsrt, and what is sent is not looked into here.
 */
export class SrtListener implements StreamReceiver {
  readonly #parts: ListenerParts;
  #child: ChildProcess | null = null;
  #retry: NodeJS.Timeout | undefined;
  #trouble: StreamReceiver['trouble'] = null;
  #isClosed = false;

  constructor(parts: ListenerParts) {
    this.#parts = parts;
    this.#listen();
  }

  get trouble(): StreamReceiver['trouble'] {
    return this.#trouble;
  }

  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#retry);
    this.#child?.kill('SIGKILL');
  }

  #listen(): void {
    const { ffmpeg, hearing } = this.#parts;
    const child = spawn(ffmpeg, this.#args(), { stdio: ['ignore', 'pipe', 'pipe'] });
    this.#child = child;
    let isBegun = false;
    let words = '';
    child.stdout.on('data', (bytes: Buffer) => {
      if (this.#isClosed) return;
      if (!isBegun) hearing.onBegin();
      isBegun = true;
      this.#trouble = null;
      hearing.onPiece({ kind: 'BYTES', bytes, atMs: null });
    });
    child.stderr.on('data', (bytes: Buffer) => {
      const lines = (words + bytes.toString()).split('\n');
      words = lines.pop()!.slice(-MOST_UNREAD_WORDS);
      for (const line of lines) this.#hear(line);
    });
    // Told by 'close', which follows.
    child.on('error', () => {});
    child.on('close', () => {
      if (this.#isClosed) return;
      if (isBegun) hearing.onEnd();
      else this.#trouble ??= 'FAILED';
      this.#retry = setTimeout(() => this.#listen(), isBegun ? AGAIN_MS : TRY_AGAIN_MS);
    });
  }

  #hear(line: string): void {
    if (REFUSED.test(line)) {
      // Whoever is refused came to an open port.
      this.#trouble = null;
      this.#parts.hearing.onRefused();
    }
    if (TAKEN.test(line)) {
      this.#trouble = 'PORT_TAKEN';
      this.#parts.log.warn({ port: this.#parts.port }, 'an SRT port cannot be listened on');
    }
  }

  #args(): string[] {
    const { port, key } = this.#parts;
    const options = new URLSearchParams({
      ...{ mode: 'listener', passphrase: key, pbkeylen: '16' },
      ...{ latency: String(SRT_LATENCY_MS * 1_000), timeout: String(QUIET_MS * 1_000) },
    });
    return [
      ...['-hide_banner', '-nostdin', '-nostats', '-loglevel', 'error'],
      // Bytes as they are: nothing in this process reads what a stranger made.
      ...['-protocol_whitelist', 'srt', '-f', 'data', '-i', `srt://0.0.0.0:${port}?${options}`],
      ...['-map', '0', '-c', 'copy', '-f', 'data', '-flush_packets', '1', 'pipe:1'],
    ];
  }
}
