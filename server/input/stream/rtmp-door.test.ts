import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import net from 'node:net';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { RtmpDoor } from './rtmp-door.ts';
import type { StreamPiece, StreamReceiver } from './stream-receiver.ts';

const KEY = 'khoa-dung-12345';
const soon = { timeout: 15_000, interval: 20 };

/** One place at a door of its own, with what was heard there. */
class Bench {
  readonly door = new RtmpDoor({ port: 0, log: pino({ level: 'silent' }) });
  readonly pieces: StreamPiece[] = [];
  readonly senders = new Set<ChildProcess>();
  begun = 0;
  ended = 0;
  refused = 0;
  receiver: StreamReceiver | null = null;

  async open(): Promise<void> {
    const hearing = {
      onBegin: () => void (this.begun += 1),
      onPiece: (piece: StreamPiece) => void this.pieces.push(piece),
      onEnd: () => void (this.ended += 1),
      onRefused: () => void (this.refused += 1),
    };
    this.receiver = this.door.expect({ place: 'xe', key: KEY }, hearing);
    await vi.waitFor(() => expect(this.door.port).not.toBeNull(), soon);
  }

  address(key: string, place = 'xe'): string {
    return `rtmp://127.0.0.1:${this.door.port}/${place}/${key}`;
  }

  /** An ffmpeg that sends until it is told to end. @returns its exit code */
  send(key: string): { sender: ChildProcess; ended: Promise<number | null> } {
    const sender = spawn('ffmpeg', [
      ...['-v', 'quiet', '-re', '-f', 'lavfi', '-i', 'testsrc=s=160x90:r=10'],
      ...['-f', 'lavfi', '-i', 'sine', '-c:v', 'libx264', '-preset', 'ultrafast', '-g', '10'],
      ...['-pix_fmt', 'yuv420p', '-c:a', 'aac', '-f', 'flv', this.address(key)],
    ]);
    this.senders.add(sender);
    const ended = new Promise<number | null>((resolve) => sender.on('close', resolve));
    return { sender, ended };
  }

  /** @returns the bytes that the door took before it hung up */
  throwAt(bytes: Buffer): Promise<void> {
    return new Promise((resolve) => {
      const socket = net.connect(this.door.port!, '127.0.0.1', () => socket.write(bytes));
      socket.on('error', () => {});
      socket.on('close', () => resolve());
      socket.resume();
    });
  }

  close(): void {
    for (const sender of this.senders) sender.kill('SIGKILL');
    this.receiver?.close();
  }
}

const random = (bytes: number, seed: number) => {
  const made = Buffer.alloc(bytes);
  for (let at = 0, state = seed; at < bytes; at += 1) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    made[at] = state >>> 16;
  }
  return made;
};

describe('RtmpDoor', { timeout: 30_000 }, () => {
  let bench: Bench;

  beforeEach(async () => {
    bench = new Bench();
    await bench.open();
  });
  afterEach(() => bench.close());

  it('refuses a wrong key before any media is read, and takes the right one, again and again', async () => {
    expect(await bench.send('khoa-sai-123456').ended).not.toBe(0);
    expect(bench).toMatchObject({ refused: 1, begun: 0, pieces: [] });
    const first = bench.send(KEY);
    await vi.waitFor(() => {
      const kinds = new Set(bench.pieces.map(({ kind }) => kind));
      expect([...kinds]).toEqual(expect.arrayContaining(['HEAD', 'KEY', 'FRAME', 'SOUND']));
    }, soon);
    // The second is told that the place is taken; the first sends on.
    expect(await bench.send(KEY).ended).not.toBe(0);
    expect(bench).toMatchObject({ begun: 1, ended: 0, refused: 1 });
    first.sender.kill('SIGKILL');
    await vi.waitFor(() => expect(bench.ended).toBe(1), soon);
    bench.send(KEY);
    await vi.waitFor(() => expect(bench.begun).toBe(2), soon);
  });

  it('gives nothing to whoever wants to play', async () => {
    bench.send(KEY);
    await vi.waitFor(() => expect(bench.pieces.length).toBeGreaterThan(5), soon);
    const player = spawn('ffmpeg', [
      ...['-v', 'quiet', '-i', bench.address(KEY), '-t', '1', '-f', 'null', '-'],
    ]);
    expect(await new Promise((resolve) => player.on('close', resolve))).not.toBe(0);
    expect(bench).toMatchObject({ begun: 1, ended: 0 });
  });

  it('hangs up on garbage of every kind, and goes on', async () => {
    const handshake = Buffer.concat([Buffer.from([3]), random(3_072, 7)]);
    // A chunk that says that 16 MB follow, of sound: longer than anything before the key, and media.
    const sound = Buffer.from([4, 0, 0, 0, 0xff, 0xff, 0xff, 8, 1, 0, 0, 0]);
    const chunkSizeOfNothing = Buffer.from([2, 0, 0, 0, 0, 0, 4, 1, 0, 0, 0, 0, 0, 0, 0, 0]);
    const garbage = [1, 2, 3, 4, 5, 6, 7, 8].map((seed) => random(60_000, seed));
    const afterHandshake = [
      ...[sound, chunkSizeOfNothing],
      ...[11, 12, 13, 14, 15, 16].map((seed) => random(40_000, seed)),
    ].map((bytes) => Buffer.concat([handshake, bytes, Buffer.alloc(32_000)]));
    for (const bytes of [...garbage, ...afterHandshake]) await bench.throwAt(bytes);
    expect(bench).toMatchObject({ begun: 0, pieces: [] });
    bench.send(KEY);
    await vi.waitFor(() => expect(bench.begun).toBe(1), soon);
  });
});
