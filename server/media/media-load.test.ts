import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { lineOf, untilEvent } from '../media-link/media-port.testing.ts';
import type { SocketMediaPort } from '../media-link/socket-media-port.ts';
import { TestNode } from './node.testing.ts';
import { portOf } from './real-world.testing.ts';
import type { RealHalls } from './real-world.testing.ts';
import { areTooSmall, grantedBuffers } from './socket-buffers.ts';

/** Four times what a socket holds that nobody asked to hold more. */
const BURST_PACKETS = 400;
const BURST_BYTES = 1_000;

describe('a media node under load', () => {
  let node: TestNode;
  let port: SocketMediaPort;
  let halls: RealHalls;
  let openSession: () => Promise<string>;

  beforeAll(async () => {
    ({ node, port, halls, openSession } = await TestNode.startWithHalls());
  });
  afterEach(() => halls.close());
  afterAll(() => node.stop());

  it('loses nothing that comes while its workers have no core for a moment', async ({ skip }) => {
    skip(areTooSmall(await grantedBuffers()), 'this system grants no larger buffers');
    const sessionId = await openSession();
    const speaker = await halls.join(lineOf(sessionId));
    const voice = await halls.speak(speaker);
    const speakersWorker = node.workerAt(portOf(speaker.send!));
    const countAt = async (looker: Awaited<ReturnType<typeof halls.look>>) => {
      const consumerId = await looker.look(voice.sourceId);
      await looker.hall.next(consumerId, voice.isHeardIn);
      const numbers = new Set<number>();
      looker.hall.listen(consumerId, (packet) => {
        if (packet.length > BURST_BYTES) numbers.add(packet.readUInt16BE(packet.length - 2));
      });
      return { numbers, pid: node.workerAt(looker.port()) };
    };
    const listeners: Awaited<ReturnType<typeof countAt>>[] = [];
    while (new Set(listeners.map(({ pid }) => pid)).size < 2) {
      const looking = lineOf(sessionId, { siteId: null, canSend: false });
      listeners.push(await countAt(await halls.look(looking)));
    }
    const pids = node.workerPids;
    for (const pid of pids) process.kill(pid, 'SIGSTOP');
    for (let number = 0; number < BURST_PACKETS; number++) {
      const payload = Buffer.alloc(BURST_BYTES);
      payload.writeUInt16BE(number, BURST_BYTES - 2);
      speaker.hall.sendPacket('SOUND', payload);
    }
    // The speaker's own first: what it passes on waits in the pipe to the other.
    const inTurn = pids.toSorted((pid) => (pid === speakersWorker ? -1 : 1));
    for (const pid of inTurn) {
      process.kill(pid, 'SIGCONT');
      const there = listeners.filter((listener) => listener.pid === pid);
      await expect
        .poll(() => there.map(({ numbers }) => numbers.size), { timeout: 10_000 })
        .toEqual(there.map(() => BURST_PACKETS));
    }
    voice.stop();
  });

  it('closes a line that floods it, and no other', async () => {
    const sessionId = await openSession();
    const [flooding, speaking] = [lineOf(sessionId), lineOf(sessionId)];
    const flooder = await halls.join(flooding);
    const speaker = await halls.join(speaking);
    const [first, voice] = [await halls.speak(flooder), await halls.speak(speaker)];
    const isClosed = untilEvent(port, 'line-closed', (event) => event.sessionId === sessionId);
    const payload = Buffer.alloc(1_000);
    const flood = setInterval(() => {
      for (let sent = 0; sent < 50; sent++) flooder.hall.sendPacket('SOUND', payload);
    }, 10);
    expect(await isClosed).toMatchObject({ lineId: flooding.lineId, siteId: flooding.siteId });
    clearInterval(flood);
    first.stop();
    voice.stop();
    const { lines } = await port.snapshot();
    expect(lines.find(({ lineId }) => lineId === speaking.lineId)?.isConnected).toBe(true);
  });
});
