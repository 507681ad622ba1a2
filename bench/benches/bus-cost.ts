import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { exactly } from '#scripts/environment.ts';
import { provideMediaWorker } from '#scripts/media-worker/provide.ts';
import {
  consolesOf,
  HallsOnVideo,
  othersOf,
  SESSION_ID,
  sourcesOf,
} from '../media/halls-on-video.ts';
import { LoadGenerator } from '../media/load-generator.ts';
import type { JoiningHall, NotedPackets } from '../media/load-protocol.ts';
import { percentile, processUse, udpDrops } from '../measure.ts';
import type { Measured, Row } from '../result.ts';
import { pidsOf, type Stack, useOf } from '../stack.ts';
import type { Workplace } from '../workplace.ts';

/** More receivers than these two cores can decrypt for would measure their own waiting. */
const FULL = { receivers: 24, storm: 766, idleMs: 6_000, steadyMs: 15_000, quietMs: 8_000 };
const QUICK: typeof FULL = {
  receivers: 12,
  storm: 60,
  idleMs: 2_000,
  steadyMs: 3_000,
  quietMs: 2_000,
};
const FIRST_RECEIVER = 10;
/** The central hall, and two others: pictures in MAIN and INSET, sound of both sides. */
const CENTRE = 0;
const SOURCES = 3;
const SETTLE_MS = 3_000;
const KIB = 1024;
const BARE_SFU = path.join(import.meta.dirname, '../media/bare-sfu.ts');

export const title = 'What a packet through the programme bus costs and waits, and a hall’s memory';

/**
 * 100 halls receive two pictures and two sounds through the bus, then the same over a bare mediasoup
 * router; and the bus's delay from a camera to the halls, while 766 halls come back and open a line each.
 */
export async function run(workplace: Workplace): Promise<Measured> {
  const stack = await workplace.stack();
  const plan = workplace.isQuick ? QUICK : FULL;
  const sending = await consolesOf(stack, CENTRE, SOURCES);
  const receiving = await consolesOf(stack, FIRST_RECEIVER, plan.receivers);
  const storming = await othersOf(stack, { busy: [...sending, ...receiving], count: plan.storm });
  const sources = await HallsOnVideo.join(sending);
  await takeAll(stack);
  await delay(SETTLE_MS);
  const workers = () => useOf(stack, 'media workers').cpuSeconds;
  const idleShare = await shareOf(workers, plan.idleMs);
  const empty = memoryOf(stack);
  const receivers = await HallsOnVideo.join(receiving);
  try {
    await delay(SETTLE_MS);
    const bus = await costOfBus(stack, { receivers, empty, idleShare, plan });
    const waits = await delays({ sources, receivers, storming, plan });
    const loss = await lossNote(stack, receivers);
    await receivers.leave();
    await takeOff(stack);
    await sources.leave();
    const bare = await costOfBare(stack, plan);
    const perHall = (cost: Cost) => Math.round(cost.packetsPerSecond / plan.receivers);
    return {
      rows: [...costRows(bus, bare), ...waits.rows],
      notes: [
        loss,
        `A hall got ${perHall(bus)} packets a second through the bus, ${perHall(bare)} from the bare router.`,
        ...(isFarFrom(bus.packetsPerSecond, bare.packetsPerSecond) ? [NOT_COMPARABLE] : []),
        '“One more”: the same without what the workers take before the first receiver came, with all sources on air. A packet that one more hall is sent costs as much.',
        'The cost of the workers is that of all of them, with the pipes between them, the lines of the sources and the bus’s own packets; the media node’s own process, which writes the slots, is a row of its own and does not grow with the halls.',
        'Memory: resident, after all halls joined less before, a hall; each has a line to send and one to receive, a bare receiver has one to receive. It moves with the allocators by some MiB.',
        `Delay: from sending a picture’s packet in the hall’s process to its arrival in another hall’s, through SRTP, workers, pipe and bus; ${waits.count} packets.`,
        'The storm: all these sockets are cut in one moment; each comes back as a hall does, follows its hall, opens a new line (transports both ways) and a place for each stream of the programme, and tries again when it is refused. Halls whose packets are measured keep their lines; for them projectors storm.',
        'All halls run on this machine and take part of its cores, the storming ones at a lower priority: the delay includes the measured halls’ waiting for a core.',
      ],
    };
  } finally {
    await receivers.leave();
    await takeOff(stack);
    await sources.leave();
  }
}

type Plan = typeof FULL;

const NOT_COMPARABLE =
  'The two rates differ: the receivers’ processes did not keep up, and the costs of a packet can’t be compared.';

function isFarFrom(one: number, other: number): boolean {
  return Math.abs(one - other) > 0.1 * Math.max(one, other);
}

/** Cores taken by what `cpuSeconds` counts. */
async function shareOf(cpuSeconds: () => number, forMs: number): Promise<number> {
  const [before, beganMs] = [cpuSeconds(), performance.now()];
  await delay(forMs);
  return ((cpuSeconds() - before) * 1_000) / (performance.now() - beganMs);
}

interface Memory {
  workers: number;
  node: number;
}

function memoryOf(stack: Stack): Memory {
  return {
    workers: useOf(stack, 'media workers').residentBytes,
    node: useOf(stack, 'media-node').residentBytes,
  };
}

/** Where packets fell out: what a hall misses, its machine may have dropped. */
async function lossNote(stack: Stack, receivers: HallsOnVideo): Promise<string> {
  const { packets, lost } = await receivers.stat();
  const ofWorkers = udpDrops(pidsOf(stack, 'media workers'));
  const ofHalls = udpDrops(receivers.pids);
  return `The halls received ${packets} packets and missed ${lost}; full sockets dropped ${ofWorkers} at the media workers and ${ofHalls} at the halls’ processes.`;
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

/** A hall that is still on air when it comes in the next bench would wait for MAIN in vain. */
async function takeOff(stack: Stack): Promise<void> {
  const nothing = { mainSourceId: null, insetSourceId: null, layout: 'FULL' } as const;
  await stack.command('programme:take', {
    ...{ sessionId: SESSION_ID, sound: 'FOLLOWS' as const },
    ...nothing,
  });
}

/** What the workers sent: this machine's own sockets drop packets when their readers get no core. */
function sentTo({ packets, lost }: { packets: number; lost: number }): number {
  return packets + lost;
}

interface Cost {
  /** All of the workers' time, shared out among the packets. */
  workerMicroseconds: number;
  /** Without what they take when nobody receives. */
  moreMicroseconds: number;
  idleShare: number;
  packetsPerSecond: number;
  /** Share of a core that the node's own process takes; 0 for the bare router, which is not measured. */
  nodeShare: number;
  bytesPerHall: Memory;
}

async function costOfBus(
  stack: Stack,
  given: { receivers: HallsOnVideo; empty: Memory; idleShare: number; plan: Plan },
): Promise<Cost> {
  const { receivers, empty, idleShare, plan } = given;
  const use = () => ({
    workers: useOf(stack, 'media workers').cpuSeconds,
    node: useOf(stack, 'media-node').cpuSeconds,
  });
  const [before, first] = [use(), await receivers.stat()];
  const beganMs = performance.now();
  await delay(plan.steadyMs);
  const [after, last] = [use(), await receivers.stat()];
  const seconds = (performance.now() - beganMs) / 1_000;
  const packets = sentTo(last) - sentTo(first);
  const full = memoryOf(stack);
  const share = (after.workers - before.workers) / seconds;
  return {
    ...costsOf({ share, idleShare, packetsPerSecond: packets / seconds }),
    nodeShare: (after.node - before.node) / seconds,
    bytesPerHall: {
      workers: (full.workers - empty.workers) / plan.receivers,
      node: (full.node - empty.node) / plan.receivers,
    },
  };
}

function costsOf(use: { share: number; idleShare: number; packetsPerSecond: number }) {
  const { share, idleShare, packetsPerSecond } = use;
  return {
    workerMicroseconds: (share * 1e6) / packetsPerSecond,
    moreMicroseconds: ((share - idleShare) * 1e6) / packetsPerSecond,
    idleShare,
    packetsPerSecond,
  };
}

async function costOfBare({ product }: Stack, plan: Plan): Promise<Cost> {
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
    await delay(SETTLE_MS);
    const cpu = () => processUse(workerPid)?.cpuSeconds ?? 0;
    const idleShare = await shareOf(cpu, plan.idleMs);
    const residentBytes = () => processUse(workerPid)?.residentBytes ?? 0;
    const emptyBytes = residentBytes();
    await receivers.order('joinBare', { port, receivers: plan.receivers, senders: [] });
    await delay(SETTLE_MS);
    const [before, first] = [cpu(), await receivers.order('stat', null)];
    const beganMs = performance.now();
    await delay(plan.steadyMs);
    const [after, last] = [cpu(), await receivers.order('stat', null)];
    const seconds = (performance.now() - beganMs) / 1_000;
    const packetsPerSecond = (sentTo(last) - sentTo(first)) / seconds;
    const share = (after - before) / seconds;
    return {
      ...costsOf({ share, idleShare, packetsPerSecond }),
      nodeShare: 0,
      bytesPerHall: { workers: (residentBytes() - emptyBytes) / plan.receivers, node: 0 },
    };
  } finally {
    await receivers.end();
    await senders.end();
    sfu.disconnect();
  }
}

function costRows(bus: Cost, bare: Cost): Row[] {
  const bareMemory = 'bare mediasoup: memory of one more receiver';
  const bareMore = 'bare mediasoup: one more';
  const bareIdle = 'bare mediasoup: worker without receivers';
  const bareRow = 'bare mediasoup: worker time of a sent packet';
  return [
    { what: bareRow, value: bare.workerMicroseconds, unit: 'µs' },
    {
      what: 'through the bus: worker time of a sent packet',
      value: bus.workerMicroseconds,
      unit: 'µs',
      baseline: bareRow,
    },
    { what: bareMore, value: bare.moreMicroseconds, unit: 'µs' },
    {
      what: 'through the bus: one more',
      value: bus.moreMicroseconds,
      unit: 'µs',
      baseline: bareMore,
    },
    { what: bareIdle, value: 100 * bare.idleShare, unit: '% of a core' },
    {
      what: 'through the bus: workers without receivers',
      value: 100 * bus.idleShare,
      unit: '% of a core',
      baseline: bareIdle,
    },
    { what: 'media node’s own process meanwhile', value: 100 * bus.nodeShare, unit: '% of a core' },
    { what: bareMemory, value: bare.bytesPerHall.workers / KIB, unit: 'KiB' },
    {
      what: 'memory of one more hall, media workers',
      value: bus.bytesPerHall.workers / KIB,
      unit: 'KiB',
      baseline: bareMemory,
    },
    {
      what: 'memory of one more hall, media node',
      value: bus.bytesPerHall.node / KIB,
      unit: 'KiB',
    },
  ];
}

/** The delay of pictures at rest, and while every hall comes back at once. */
async function delays(given: {
  sources: HallsOnVideo;
  receivers: HallsOnVideo;
  storming: readonly JoiningHall[];
  plan: Plan;
}): Promise<{ rows: Row[]; count: number }> {
  const { sources, receivers, storming, plan } = given;
  const crowd = [new LoadGenerator().stepBack(), new LoadGenerator().stepBack()];
  try {
    const halves = crowd.map((_, index) => storming.filter((_hall, place) => place % 2 === index));
    await Promise.all(
      crowd.map((generator, index) =>
        generator.order('connect', { halls: halves[index]!, sessionId: SESSION_ID }),
      ),
    );
    const atRest = await delaysDuring({ sources, receivers }, () => delay(plan.quietMs));
    let backMs: number[] = [];
    const during = await delaysDuring({ sources, receivers }, async () => {
      const all = await Promise.all(crowd.map((generator) => generator.order('reconnect', null)));
      backMs = all.flat();
    });
    const baseline = 'packet delay through the bus, p99';
    const what = `packet delay while ${storming.length} halls come back`;
    return {
      count: atRest.length + during.length,
      rows: [
        { what: 'packet delay through the bus, p50', value: percentile(atRest, 0.5), unit: 'ms' },
        { what: baseline, value: percentile(atRest, 0.99), unit: 'ms' },
        { what: `${what}, p50`, value: percentile(during, 0.5), unit: 'ms' },
        { what: `${what}, p99`, value: percentile(during, 0.99), unit: 'ms', baseline },
        {
          what: 'a hall has its line again after, p50',
          value: percentile(backMs, 0.5),
          unit: 'ms',
        },
        { what: 'the last hall has its line again after', value: Math.max(...backMs), unit: 'ms' },
        { what: 'not back in 75 s', value: storming.length - backMs.length, unit: 'halls' },
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
