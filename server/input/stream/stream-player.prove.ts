import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { streamAddress } from '#domain/stream-address.ts';
import type { StreamWish } from '../../input-link/input-port.ts';
import type { SocketMediaPort } from '../../media-link/socket-media-port.ts';
import { TestNode } from '../../media/node.testing.ts';
import { COLOURS, makeFilm, SeenProgramme } from '../seen-programme.testing.ts';
import { createReceivers } from './receivers.ts';
import { StreamPlayer } from './stream-player.ts';

const log = pino({ level: 'silent' });
const soon = { timeout: 30_000, interval: 300 };
const KEY = 'khoa-dung-12345';
const FORMATS = { RTMP: 'flv', SRT: 'mpegts' } as const;

async function freePort(): Promise<number> {
  const server = net.createServer();
  await new Promise<void>((resolve) => server.listen(0, resolve));
  const { port } = server.address() as net.AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

describe.each(['RTMP', 'SRT'] as const)('what comes by %s', { timeout: 120_000 }, (kind) => {
  const sessionId = randomUUID();
  const sourceId = randomUUID();
  const senders = new Set<ChildProcess>();
  let node: TestNode;
  let link: SocketMediaPort;
  let folder: string;
  let seen: SeenProgramme;
  let player: StreamPlayer;
  let wish: StreamWish;

  /** The test film round and round, as a camera would send it. */
  const send = (key = KEY, args = ['-c', 'copy']) => {
    const { whole } = streamAddress({ ...wish, host: '127.0.0.1', key });
    const sender = spawn('ffmpeg', [
      ...['-v', 'quiet', '-re', '-stream_loop', '-1', '-i', path.join(folder, 'film.mp4')],
      ...[...args, '-f', FORMATS[kind], whole],
    ]);
    senders.add(sender);
    return sender;
  };
  const ended = (sender: ChildProcess) =>
    new Promise((resolve) => sender.on('close', (code) => resolve(code)));
  const take = () =>
    link.direct({
      ...{ sessionId, number: 1, warm: [], isHallHushed: false, withheld: [] },
      slots: {
        ...{ MAIN: sourceId, INSET: null, RETURN: null, SOUND_CENTRE: null },
        SOUND_HALL: sourceId,
      },
    });
  const reception = () => player.facts.stream!;
  const ready = () => vi.waitFor(() => expect(player.facts.state).toBe('READY'), soon);
  /** A beep is heard with each change of colour: in ms, later than its picture. */
  const offsets = () => {
    const shown = seen.colours();
    const changes = shown.filter(
      ({ colour }, at) => at > 0 && colour !== null && colour !== shown[at - 1]!.colour,
    );
    const beeps = seen.beeps();
    return changes.flatMap(({ atMs }) => {
      const nearest = beeps.map((beep) => beep - atMs).sort((a, b) => Math.abs(a) - Math.abs(b))[0];
      return nearest === undefined || Math.abs(nearest) > 500 ? [] : [nearest];
    });
  };
  /** From now on every colour is seen in its order, with its beep. */
  const flows = async () => {
    seen.forget();
    // Looked at once: decoding stands in the way of the player, which is in this process.
    await vi.waitFor(() => expect(seen.seenMs).toBeGreaterThan(7_000), soon);
    const found = offsets();
    expect(found.length).toBeGreaterThanOrEqual(5);
    for (const offset of found) {
      expect(offset).toBeGreaterThan(-45);
      expect(offset).toBeLessThan(125);
    }
    const names = seen.colours().flatMap(({ colour }) => (colour === null ? [] : [colour]));
    const order = names.filter((name, at) => at === 0 || name !== names[at - 1]);
    for (const [at, name] of order.slice(1).entries()) {
      expect(COLOURS.indexOf(name)).toBe((COLOURS.indexOf(order[at]!) + 1) % COLOURS.length);
    }
  };

  /** The first look has the break in it; the second, seven seconds later, nothing any more. */
  const flowsAgain = () => flows().catch(flows);

  beforeEach(async () => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'diem-cau-stream-'));
    makeFilm(path.join(folder, 'film.mp4'));
    node = await TestNode.start({ workers: 1 });
    ({ link } = await node.open());
    await link.openSession({ sessionId, codec: 'H264' });
    seen = new SeenProgramme({ mediaSocketPath: node.socketPath, sessionId });
    const [port, place] = [await freePort(), 'xe'];
    wish = { kind, sourceId, sessionId, codec: 'H264', port, place, key: KEY };
    const receive = createReceivers({ ffmpeg: 'ffmpeg', log });
    const parts = { mediaSocketPath: node.socketPath, ffmpeg: 'ffmpeg', log, receive };
    player = new StreamPlayer(parts, wish);
  });
  afterEach(async () => {
    for (const sender of senders) sender.kill('SIGKILL');
    senders.clear();
    player.close();
    seen.close();
    await node.stop();
    fs.rmSync(folder, { recursive: true, force: true });
  });

  it('is seen and heard together, after a wrong key, and again when its sender comes back', async () => {
    expect(player.facts).toMatchObject({ state: 'WAITING', trouble: null });
    await vi.waitFor(async () => {
      await ended(send('khoa-sai-123456'));
      expect(reception().refused).toBeGreaterThan(0);
    }, soon);
    expect(reception()).toMatchObject({ isSending: false });
    expect(player.pid).toBeUndefined();
    const first = send();
    await ready();
    await take();
    await flows();
    const signal = { codec: 'H264', width: 640, height: 360, fps: 25, sound: 'AAC' };
    expect(reception()).toMatchObject({ isSending: true, signal, quietSeconds: 0 });
    expect(reception().kbps).toBeGreaterThan(0);
    first.kill('SIGKILL');
    await vi.waitFor(() => expect(player.facts.state).toBe('WAITING'), soon);
    expect(reception().isSending).toBe(false);
    send();
    await ready();
    await flows();
  });

  it('goes on after its ffmpeg, and the media node’s bus, were killed', async () => {
    send();
    await ready();
    await take();
    await flows();
    process.kill(player.pid!, 'SIGKILL');
    await vi.waitFor(() => expect(player.facts.restarts).toBe(1), soon);
    await flowsAgain();
    process.kill(node.workerPids[0]!, 'SIGKILL');
    await flowsAgain();
    expect(player.facts).toMatchObject({ state: 'READY', trouble: null });
  });

  it('says that there is no picture in it', async () => {
    send(KEY, ['-vn', '-c:a', 'copy']);
    await vi.waitFor(() => expect(player.facts.trouble).toBe('NO_PICTURE'), soon);
    expect(player.facts.state).toBe('WAITING');
  });
});
