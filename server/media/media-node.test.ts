import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import type { MediaPort, OpenLine } from '../media-link/media-port.ts';
import { HALL_CAPABILITIES, TestHall } from './hall.testing.ts';
import { TestNode, untilEvent } from './node.testing.ts';

let node: TestNode;
let port: MediaPort;
const halls: TestHall[] = [];

beforeAll(async () => {
  node = await TestNode.start({ workers: 2 });
  port = (await node.open()).link;
});
afterEach(() => {
  for (const hall of halls.splice(0)) hall.close();
});
afterAll(() => node.stop());

function lineOf(sessionId: string, line: Partial<OpenLine> = {}): OpenLine {
  const lineId = randomUUID();
  return { lineId, sessionId, siteId: randomUUID(), owner: 'device:1', canSend: true, ...line };
}

async function join(line: OpenLine) {
  const transports = await port.openLine(line);
  const { lineId } = line;
  const hall = new TestHall({ lineId, port });
  halls.push(hall);
  const tracks = await port.receiveProgramme({ lineId, rtpCapabilities: HALL_CAPABILITIES });
  await hall.receive(transports.receive, tracks);
  const track = (slot: string) => tracks.find((one) => one.slot === slot)!.consumerId;
  return { hall, transports, tracks, track, ...line };
}

it('lets a hall receive every slot but the return picture', async () => {
  const sessionId = randomUUID();
  await port.openSession({ sessionId, codec: 'H264' });
  const { hall, lineId, tracks, track } = await join(lineOf(sessionId));
  expect(tracks.map(({ slot }) => slot)).toEqual([
    'MAIN',
    'INSET',
    'RETURN',
    'SOUND_CENTRE',
    'SOUND_HALL',
  ]);
  await port.resume({ lineId, consumerIds: tracks.map(({ consumerId }) => consumerId) });
  for (const slot of ['MAIN', 'INSET', 'SOUND_CENTRE', 'SOUND_HALL']) await hall.next(track(slot));
  expect(hall.packets(track('RETURN'))).toEqual([]);
});

it('tells when a line is up', async () => {
  const sessionId = randomUUID();
  await port.openSession({ sessionId, codec: 'H264' });
  const line = lineOf(sessionId);
  const up = untilEvent(port, 'line-changed', ({ lineId }) => lineId === line.lineId);
  await join(line);
  expect((await up).isConnected).toBe(true);
});
