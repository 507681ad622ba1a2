import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import net from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Slot } from '#domain/programme.ts';
import {
  describeMediaPort,
  directionOf,
  lineOf,
  untilEvent,
} from '../media-link/media-port.testing.ts';
import type { SocketMediaPort } from '../media-link/socket-media-port.ts';
import { TestNode } from './node.testing.ts';
import { portOf, realWorld } from './real-world.testing.ts';
import type { RealHalls } from './real-world.testing.ts';

describeMediaPort('over the socket of a real node', async () => {
  const node = await TestNode.start({ workers: 2 });
  const { link } = await node.open();
  return realWorld(link, () => node.stop());
});

describe('a media node', () => {
  let node: TestNode;
  let port: SocketMediaPort;
  let epoch: string;
  let halls: RealHalls;
  let openSession: () => Promise<string>;

  beforeAll(async () => {
    ({ node, port, halls, openSession, epoch } = await TestNode.startWithHalls());
  });
  afterEach(() => halls.close());
  afterAll(() => node.stop());

  it('spreads lines over its workers', async () => {
    const sessionId = await openSession();
    await Promise.all(Array.from({ length: 12 }, () => port.openLine(lineOf(sessionId))));
    const ports = new Set<number>();
    for (let index = 0; index < 2; index++) {
      const { receive } = await port.openLine(lineOf(sessionId));
      ports.add(portOf(receive));
    }
    expect(ports.size).toBe(2);
  });

  it('lets the others hear a hall on air, on whichever worker, and never itself', async () => {
    const sessionId = await openSession();
    const speaker = await halls.join(lineOf(sessionId));
    const listeners = [
      await halls.join(lineOf(sessionId)),
      await halls.join(lineOf(sessionId)),
      await halls.join(lineOf(sessionId)),
    ];
    const voice = await halls.speak(speaker);
    const { siteId } = speaker;
    let echoes = 0;
    speaker.hall.listen(speaker.track('SOUND_HALL'), (packet) => {
      if (voice.isHeardIn(packet)) echoes += 1;
    });
    const heard = listeners.map(({ hall, track }) =>
      hall.next(track('SOUND_HALL'), voice.isHeardIn),
    );
    const withheld = [{ siteId: siteId!, slots: ['SOUND_HALL'] as Slot[] }];
    const slots = { SOUND_HALL: voice.sourceId };
    await port.direct(directionOf({ sessionId, number: 1, slots, withheld }));
    await Promise.all(heard);
    // Asking again for what is withheld changes nothing.
    const { lineId } = speaker;
    await port.resume({ lineId, consumerIds: [speaker.track('SOUND_HALL')] });
    const [listener] = listeners;
    await listener!.hall.next(listener!.track('SOUND_HALL'), voice.isHeardIn);
    expect(await halls.flowing(lineId)).toEqual(['MAIN', 'INSET', 'RETURN', 'SOUND_CENTRE']);

    const back = speaker.hall.next(speaker.track('SOUND_HALL'));
    await port.direct(directionOf({ sessionId, number: 2 }));
    await back;
    voice.stop();
    expect(echoes).toBe(0);
  });

  it('replaces a killed worker; halls come back in the same place, directed as before', async () => {
    const sessionId = await openSession();
    const lines = [lineOf(sessionId), lineOf(sessionId), lineOf(sessionId), lineOf(sessionId)];
    for (const line of lines) await halls.join(line);
    const direction = directionOf({ sessionId, number: 7 });
    direction.withheld = [{ siteId: lines[0]!.siteId!, slots: ['MAIN'] }];
    await port.direct(direction);
    const before = node.workerPids;
    for (const pid of before) {
      const lost = untilEvent(port, 'line-closed', (event) => event.sessionId === sessionId);
      process.kill(pid, 'SIGKILL');
      const { lineId, siteId } = await lost;
      expect(lines.find((line) => line.lineId === lineId)?.siteId).toBe(siteId);
      const { lines: left } = await port.snapshot();
      const there = new Set(left.map((line) => line.lineId));
      for (const line of lines) if (!there.has(line.lineId)) await halls.join(line);
    }
    expect(await halls.flowing(lines[0]!.lineId)).toEqual([
      'INSET',
      'RETURN',
      'SOUND_CENTRE',
      'SOUND_HALL',
    ]);
    const { sessions, lines: now } = await port.snapshot();
    expect(sessions.find((one) => one.sessionId === sessionId)?.number).toBe(7);
    expect(now.filter((line) => line.sessionId === sessionId && line.isConnected)).toHaveLength(4);
    expect(node.workerPids).not.toEqual(expect.arrayContaining(before));
  });

  it('puts a hall on air again that comes back after all workers died, without a new take', async () => {
    const sessionId = await openSession();
    const [speaking, listening] = [lineOf(sessionId), lineOf(sessionId)];
    const voice = await halls.speak(await halls.join(speaking));
    const { sourceId } = voice;
    const slots = { SOUND_HALL: sourceId };
    const before = await halls.join(listening);
    const isHeard = before.hall.next(before.track('SOUND_HALL'), voice.isHeardIn);
    await port.direct(directionOf({ sessionId, number: 1, slots }));
    await isHeard;
    const areDead = [speaking, listening].map(({ lineId }) =>
      untilEvent(port, 'line-closed', (event) => event.lineId === lineId),
    );
    const isSilent = untilEvent(port, 'slot-cut', (event) => event.sourceId === null);
    for (const pid of node.workerPids) process.kill(pid, 'SIGKILL');
    await Promise.all(areDead);
    // What was on air is no more: a take given up now must not go back to it.
    expect(await isSilent).toMatchObject({ sessionId, slot: 'SOUND_HALL' });
    voice.stop();
    const speaker = await halls.join(speaking);
    const isWanted = untilEvent(port, 'source-wanted', (event) => event.sourceId === sourceId);
    const again = await halls.speak(speaker, sourceId);
    expect(await isWanted).toMatchObject({ lineId: speaking.lineId, isWanted: true });
    const after = await halls.join(listening);
    await after.hall.next(after.track('SOUND_HALL'), again.isHeardIn);
    again.stop();
  });

  it('lets a hall rest whose place on air went to one without a microphone', async () => {
    const sessionId = await openSession();
    const voice = await halls.speak(await halls.join(lineOf(sessionId)));
    const { sourceId } = voice;
    const isHeard = untilEvent(port, 'slot-cut', (event) => event.sourceId === sourceId);
    await port.direct(directionOf({ sessionId, number: 1, slots: { SOUND_HALL: sourceId } }));
    await isHeard;
    const rests = untilEvent(port, 'source-wanted', (event) => !event.isWanted);
    await port.direct(directionOf({ sessionId, number: 2, slots: { SOUND_HALL: randomUUID() } }));
    expect(await rests).toMatchObject({ sourceId });
    voice.stop();
  });

  it('goes on while the front door is away, and is adopted by the next', async () => {
    const sessionId = await openSession();
    const line = lineOf(sessionId);
    const { hall, track } = await halls.join(line);
    const { link: first, epoch: same } = await node.open();
    first.close();
    await expect(first.snapshot()).rejects.toMatchObject({ code: 'MEDIA_UNAVAILABLE' });
    await hall.next(track('SOUND_HALL'));
    const { link: next, epoch: again } = await node.open();
    expect([same, again]).toEqual([epoch, epoch]);
    const { lines } = await next.snapshot();
    expect(lines.find(({ lineId }) => lineId === line.lineId)).toEqual({
      ...line,
      isConnected: true,
    });
    await next.closeLine(line.lineId);
    next.close();
  });

  it('lets a control room hear one hall alone, from every worker, and again after looking away', async () => {
    const sessionId = await openSession();
    const speaker = await halls.join(lineOf(sessionId));
    const voice = await halls.speak(speaker);
    const { sourceId } = voice;
    const lookers = await Promise.all(
      [1, 2, 3].map(() => halls.look(lineOf(sessionId, { siteId: null, canSend: false }))),
    );
    for (let round = 0; round < 2; round++) {
      for (const looker of lookers) {
        const consumerId = await looker.look(sourceId);
        await looker.hall.next(consumerId, voice.isHeardIn);
        const { lineId } = looker;
        await port.stopReceiving({ lineId, consumerIds: [consumerId] });
      }
    }
    voice.stop();
    const { sources } = await port.snapshot();
    expect(sources.find((source) => source.sourceId === sourceId)?.isWanted).toBe(false);
  });

  it('gives new ICE parameters to a line whose network changed', async () => {
    const line = lineOf(await openSession());
    const { receive } = await port.openLine(line);
    const restart = { lineId: line.lineId, direction: 'RECEIVE' as const };
    const parameters = await port.restartLine(restart);
    expect(parameters).toMatchObject({ usernameFragment: expect.any(String) });
    expect(parameters).not.toEqual(receive['iceParameters']);
  });

  it('gives up a line whose browser never came', async () => {
    const line = lineOf(await openSession());
    const isClosed = untilEvent(port, 'line-closed', ({ lineId }) => lineId === line.lineId);
    await port.openLine(line);
    expect(await isClosed).toMatchObject({ siteId: line.siteId });
  });

  it('refuses a picture in a foreign codec, three layers, and a number that is taken', async () => {
    const sessionId = await openSession();
    const { lineId } = await port.openLine(lineOf(sessionId)).then(async () => {
      const line = lineOf(sessionId);
      await port.openLine(line);
      return line;
    });
    const codec = { mimeType: 'video/VP8', clockRate: 90_000, payloadType: 96 };
    const h264 = {
      mimeType: 'video/H264',
      clockRate: 90_000,
      payloadType: 102,
      parameters: { 'packetization-mode': 1, 'profile-level-id': '42e01f' },
    };
    const track = (codecs: unknown[], ssrcs: number[]) => ({
      lineId,
      sourceId: randomUUID(),
      kind: 'PICTURE' as const,
      rtpParameters: { codecs, encodings: ssrcs.map((ssrc) => ({ ssrc })) },
    });
    await expect(port.send(track([codec], [1]))).rejects.toMatchObject({ code: 'INVALID_MEDIA' });
    await expect(port.send(track([h264], [1, 2, 3]))).rejects.toMatchObject({
      code: 'INVALID_MEDIA',
    });
    await port.send(track([h264], [4]));
    await expect(port.send(track([h264], [4]))).rejects.toMatchObject({ code: 'INVALID_MEDIA' });
    const { sources } = await port.snapshot();
    expect(sources.filter((source) => source.lineId === lineId)).toHaveLength(1);
  });

  it('keeps its socket to its own account, and hangs up on strangers', async () => {
    expect(fs.statSync(node.socketPath).mode & 0o777).toBe(0o600);
    const stranger = net.connect(node.socketPath);
    stranger.resume();
    const isOver = new Promise((resolve) => stranger.once('close', resolve));
    stranger.write('GET / HTTP/1.1\r\n\r\n');
    await isOver;
    expect((await port.snapshot()).epoch).toBe(epoch);
  });
});

describe('a front door’s link', () => {
  it('refuses while the node is away, and tells a new life by its epoch', async () => {
    const first = await TestNode.start({ workers: 1 });
    const { link, epoch } = await first.open();
    const next = untilEvent(link, 'reset');
    first.kill();
    await expect.poll(() => link.snapshot().catch(({ code }) => code)).toBe('MEDIA_UNAVAILABLE');
    const second = await TestNode.start({ workers: 1, socketPath: first.socketPath });
    expect((await next).epoch).not.toBe(epoch);
    expect((await link.snapshot()).sessions).toEqual([]);
    await second.stop();
    await first.stop();
  });

  it('does not outlive the supervisor', async () => {
    const node = await TestNode.start({ workers: 1 });
    const [worker] = node.workerPids;
    await node.orphan();
    await expect.poll(() => isRunning(worker!), { timeout: 10_000 }).toBe(false);
    await node.stop();
  });
});

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
