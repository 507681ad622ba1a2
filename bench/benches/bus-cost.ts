import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { exactly } from '#scripts/environment.ts';
import { provideMediaWorker } from '#scripts/media-worker/provide.ts';
import {
  allConsoles,
  consolesOf,
  HallsOnVideo,
  SESSION_ID,
  sourcesOf,
} from '../media/halls-on-video.ts';
import { LoadGenerator } from '../media/load-generator.ts';
import type { NotedPackets } from '../media/load-protocol.ts';
import { percentile, processUse } from '../measure.ts';
import type { Measured, Row } from '../result.ts';
import { type Stack, useOf } from '../stack.ts';
import type { Workplace } from '../workplace.ts';

const RECEIVERS = 100;
const FIRST_RECEIVER = 10;
/** The central hall, and two others: pictures in MAIN and INSET, sound of both sides. */
const CENTRE = 0;
const SOURCES = 3;
const STEADY_MS = 15_000;
const SETTLE_MS = 3_000;
const QUIET_MS = 8_000;
const BARE_SFU = path.join(import.meta.dirname, '../media/bare-sfu.ts');

export const title = 'What a packet through the programme bus costs and waits';

/**
 * 100 halls receive two pictures and two sounds through the bus, then the same over a bare mediasoup
 * router; and the bus's delay from a camera to the halls, while all 766 halls reconnect to the front door.
 */
export async function run(workplace: Workplace): Promise<Measured> {
  const stack = await workplace.stack();
  const sources = await HallsOnVideo.join(await consolesOf(stack, CENTRE, SOURCES));
  const receivers = await HallsOnVideo.join(await consolesOf(stack, FIRST_RECEIVER, RECEIVERS));
  try {
    await takeAll(stack);
    await delay(SETTLE_MS);
    const bus = await costOfBus(stack, receivers);
    const waits = await delays(stack, { sources, receivers });
    const { packets, lost } = await receivers.stat();
    await receivers.leave();
    await sources.leave();
    const bare = await costOfBare(stack);
    return {
      rows: [...costRows(bus, bare), ...waits.rows],
      notes: [
        `${RECEIVERS} halls received ${packets} packets and missed ${lost}; ${Math.round(bus.packetsPerSecond / RECEIVERS)} a second each through the bus, ${Math.round(bare.packetsPerSecond / RECEIVERS)} from the bare router.`,
        'The cost of the workers is that of all of them, with the pipes between them, the lines of the sources and the bus’s own packets; the media node’s own process, which writes the slots, is a row of its own and does not grow with the halls.',
        `Delay: from sending a picture’s packet in the hall’s process to its arrival in another hall’s, through SRTP, workers, pipe and bus; ${waits.count} packets.`,
        'All halls run on this machine and take part of its cores: the delay includes their waiting for a core.',
      ],
    };
  } finally {
    await receivers.leave();
    await sources.leave();
  }
}

/** Puts one hall into MAIN, the other into INSET, and the centre's sound on air. */
async function takeAll(stack: Stack): Promise<void> {
  const [centre, main, inset] = await sourcesOf(stack, await consolesOf(stack, CENTRE, SOURCES));
  if (!centre || !main || !inset) throw new Error('a source is missing');
  const common = { sessionId: SESSION_ID, sound: 'FOLLOWS' } as const;
  const shown = { mainSourceId: centre, insetSourceId: null, layout: 'FULL' } as const;
  await stack.command('programme:take', { ...common, ...shown });
  await stack.command('programme:take', {
    ...common,
    mainSourceId: main,
    insetSourceId: inset,
    layout: 'INSET',
  });
}

/** What the workers sent: this machine's own sockets drop packets when their readers get no core. */
function sentTo({ packets, lost }: { packets: number; lost: number }): number {
  return packets + lost;
}

interface Cost {
  workerMicroseconds: number;
  packetsPerSecond: number;
  /** Share of a core that the node's own process takes; 0 for the bare router, which is not measured. */
  nodeShare: number;
}

async function costOfBus(stack: Stack, receivers: HallsOnVideo): Promise<Cost> {
  const use = () => ({
    workers: useOf(stack, 'media workers').cpuSeconds,
    node: useOf(stack, 'media-node').cpuSeconds,
  });
  const [before, first] = [use(), await receivers.stat()];
  const beganMs = performance.now();
  await delay(STEADY_MS);
  const [after, last] = [use(), await receivers.stat()];
  const seconds = (performance.now() - beganMs) / 1_000;
  const packets = sentTo(last) - sentTo(first);
  return {
    workerMicroseconds: ((after.workers - before.workers) * 1e6) / packets,
    packetsPerSecond: packets / seconds,
    nodeShare: (after.node - before.node) / seconds,
  };
}

async function costOfBare({ product }: Stack): Promise<Cost> {
  const { dataDir } = product;
  const { binary } = await provideMediaWorker({ dataDir, log: () => {} });
  const env = exactly({ ...process.env, MEDIASOUP_WORKER_BIN: binary });
  const sfu = fork(BARE_SFU, { env, execArgv: [] });
  const [{ port, workerPid }] = (await once(sfu, 'message')) as [
    { port: number; workerPid: number },
  ];
  const senders = new LoadGenerator();
  const receivers = new LoadGenerator();
  try {
    await senders.order('joinBare', { port, receivers: 0, senders: ['hall-2', 'hall-3'] });
    await receivers.order('joinBare', { port, receivers: RECEIVERS, senders: [] });
    await delay(SETTLE_MS);
    const cpu = () => processUse(workerPid)?.cpuSeconds ?? 0;
    const [before, first] = [cpu(), await receivers.order('stat', null)];
    const beganMs = performance.now();
    await delay(STEADY_MS);
    const [after, last] = [cpu(), await receivers.order('stat', null)];
    const packets = sentTo(last) - sentTo(first);
    return {
      workerMicroseconds: ((after - before) * 1e6) / packets,
      packetsPerSecond: packets / ((performance.now() - beganMs) / 1_000),
      nodeShare: 0,
    };
  } finally {
    await receivers.end();
    await senders.end();
    sfu.disconnect();
  }
}

function costRows(bus: Cost, bare: Cost): Row[] {
  const bareRow = 'bare mediasoup: worker time of a sent packet';
  return [
    { what: bareRow, value: bare.workerMicroseconds, unit: 'µs' },
    {
      what: 'through the bus: worker time of a sent packet',
      value: bus.workerMicroseconds,
      unit: 'µs',
      baseline: bareRow,
    },
    { what: 'media node’s own process meanwhile', value: 100 * bus.nodeShare, unit: '% of a core' },
  ];
}

/** The delay of pictures at rest, and while every hall's socket is cut and comes back. */
async function delays(
  stack: Stack,
  { sources, receivers }: { sources: HallsOnVideo; receivers: HallsOnVideo },
): Promise<{ rows: Row[]; count: number }> {
  const crowd = [new LoadGenerator(), new LoadGenerator()];
  try {
    const consoles = await allConsoles(stack);
    const halves = crowd.map((_, index) => consoles.filter((_hall, place) => place % 2 === index));
    await Promise.all(
      crowd.map((generator, index) =>
        generator.order('connect', { halls: halves[index]!, sessionId: SESSION_ID }),
      ),
    );
    const atRest = await delaysDuring({ sources, receivers }, () => delay(QUIET_MS));
    let backMs: number[] = [];
    const during = await delaysDuring({ sources, receivers }, async () => {
      const all = await Promise.all(crowd.map((generator) => generator.order('reconnect', null)));
      backMs = all.flat();
    });
    const baseline = 'packet delay through the bus, p99';
    const what = `packet delay while ${backMs.length} halls reconnect`;
    return {
      count: atRest.length + during.length,
      rows: [
        { what: 'packet delay through the bus, p50', value: percentile(atRest, 0.5), unit: 'ms' },
        { what: baseline, value: percentile(atRest, 0.99), unit: 'ms' },
        { what: `${what}, p50`, value: percentile(during, 0.5), unit: 'ms' },
        { what: `${what}, p99`, value: percentile(during, 0.99), unit: 'ms', baseline },
        { what: 'a hall follows again after, p50', value: percentile(backMs, 0.5), unit: 'ms' },
        { what: 'the last hall follows again after', value: Math.max(...backMs), unit: 'ms' },
      ],
    };
  } finally {
    await Promise.all(crowd.map((generator) => generator.end()));
  }
}

async function delaysDuring(
  { sources, receivers }: { sources: HallsOnVideo; receivers: HallsOnVideo },
  work: () => Promise<unknown>,
): Promise<number[]> {
  const all = [...sources.generators, ...receivers.generators];
  await Promise.all(all.map((generator) => generator.order('notePackets', true)));
  await work();
  // Those who receive first: what was sent last is not yet missing.
  const stop = (generator: LoadGenerator) => generator.order('notePackets', false);
  const received = await Promise.all(receivers.generators.map(stop));
  const sent = await Promise.all(sources.generators.map(stop));
  const sentAtMs = new Map<number, number[]>();
  for (const { keys, atMs } of sent.map((noted) => noted.sent)) {
    keys.forEach((key, index) => {
      sentAtMs.set(key, [...(sentAtMs.get(key) ?? []), atMs[index]!]);
    });
  }
  return received.flatMap((noted) => delaysOf(noted.received, sentAtMs));
}

/** A loop sends the same packet again each eight seconds: the last one before the arrival is meant. */
function delaysOf({ keys, atMs }: NotedPackets, sentAtMs: Map<number, number[]>): number[] {
  return keys.flatMap((key, index) => {
    const arrivedAtMs = atMs[index]!;
    const sentAt = sentAtMs.get(key)?.findLast((one) => one <= arrivedAtMs);
    return sentAt === undefined ? [] : [arrivedAtMs - sentAt];
  });
}
