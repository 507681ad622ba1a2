import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Receiver } from '#server/broadcast/receiver.testing.ts';
import type { BroadcastCosts } from '../media/broadcast-protocol.ts';
import { SESSION_ID } from '../media/halls-on-video.ts';
import { commandLineOf, percentile, processTree, pump } from '../measure.ts';
import type { Measured, Row } from '../result.ts';
import { type Stack, useOf } from '../stack.ts';
import type { Workplace } from '../workplace.ts';

const FULL = { windowMs: 12_000, segments: 4, viewersMs: 10_000, kills: 2 };
const QUICK: typeof FULL = { windowMs: 5_000, segments: 2, viewersMs: 3_000, kills: 1 };
const PROGRAM = path.join(import.meta.dirname, '../media/broadcast-process.ts');
/** Of a segment of two seconds, as the clearest step has it: 2.8 Mbit/s and its sound. */
const SEGMENT_BYTES = Math.round(((2_800 + 128) * 1.05 * 1_000 * 2) / 8);
const SEGMENT_SECONDS = 2;
const CLIENTS = 64;
const LINE_BITS = 1_000_000_000;
const STALLED_MS = 250;
const BACK_WITHIN_MS = 60_000;

export const title = 'What goes out costs, how late it is, and how soon it is back';

/**
 * One session on air with all of its outlets: cores of each part, delay by the number that each frame
 * carries, the watch page's files by clients that keep their connection, and how long a station waits
 * after each part of the product was killed.
 */
export async function run(workplace: Workplace): Promise<Measured> {
  const plan = workplace.isQuick ? QUICK : FULL;
  const costs = await measureParts(plan);
  const stack = await workplace.stack();
  const watched = await viewers(stack, plan.viewersMs);
  const recovered = await recoveries(stack, plan.kills);
  return {
    rows: [...costRows(costs), ...delayRows(costs), ...watched, ...recovered],
    notes: [
      'Bare encoder: one ffmpeg with the composer’s own settings for the encoder, given the recorded signal at its own pace; it also decodes that, as the composer decodes its sources. The picture moves in a third of its area.',
      'RTMP, SRT and HLS: the process of that outlet; HLS encodes its lower step. Recording: what the broadcast node takes more. Broadcast node: tap, feed and timeline, before anything goes out.',
      `Delay: from the moment at which a frame is filmed, known by the number it shows. In a hall: to its last packet, not yet decoded (${costs.hallMs.length} packets). Over SRT: decoded by a second ffmpeg, with 120 ms that SRT waits (${costs.srtMs.length} frames). HLS: of the newest frame when its segment is listed, and of the frame with which the watch page begins, three segments before the end.`,
      `Viewers: ${CLIENTS} clients that keep their connection read the list and one segment of ${Math.round(SEGMENT_BYTES / 1_000)} kB, as a viewer does each ${SEGMENT_SECONDS} s, as fast as they are answered; a core is one of the front door’s, without TLS and without a proxy.`,
      'Back after a kill: from kill -9 to the next byte at a station that listens by SRT, or to the programme’s return to the signal (media node). A caller that dies without a word is noticed by the station’s SRT after about 5 s: it takes no new one before.',
    ],
  };
}

type Plan = typeof FULL;

async function measureParts(plan: Plan): Promise<BroadcastCosts> {
  const child = fork(PROGRAM, [String(plan.windowMs), String(plan.segments)], { execArgv: [] });
  const ended = once(child, 'exit').then(() => {
    throw new Error('the measured session ended early');
  });
  ended.catch(() => {});
  const [costs] = (await Promise.race([once(child, 'message'), ended])) as [BroadcastCosts];
  await once(child, 'exit').catch(() => {});
  return costs;
}

function costRows({ cpu, kilobytesPerSecond, packets }: BroadcastCosts): Row[] {
  const baseline = 'bare encoder of the same picture';
  const share = (what: string, cores: number): Row => ({
    ...{ what, value: 100 * cores, unit: '% of a core', baseline },
  });
  const off = 'media node with its worker, no composer';
  const packet = 'packet to a hall without composer, p99';
  return [
    { what: baseline, value: 100 * cpu.bareEncoder, unit: '% of a core' },
    share('composer', cpu.composer),
    share('broadcast node: tap and feed', cpu.nodeAlone),
    share('recording', Math.max(0, cpu.nodeRecording - cpu.nodeAlone)),
    share('HLS ladder', cpu.hls),
    share('RTMP', cpu.rtmp),
    share('SRT', cpu.srt),
    { what: off, value: 100 * cpu.mediaOff, unit: '% of a core' },
    {
      what: 'media node with its worker, composer and all outlets on',
      ...{ value: 100 * cpu.mediaOn, unit: '% of a core', baseline: off },
    },
    { what: 'recording, an hour', value: (kilobytesPerSecond * 3_600) / 1e6, unit: 'GB' },
    {
      what: 'packet to a hall without composer, p50',
      ...{ value: percentile(packets.off, 0.5), unit: 'ms' },
    },
    { what: packet, value: percentile(packets.off, 0.99), unit: 'ms' },
    {
      what: 'packet to a hall with composer and all outlets, p50',
      value: percentile(packets.on, 0.5),
      unit: 'ms',
      baseline: 'packet to a hall without composer, p50',
    },
    {
      what: 'packet to a hall with composer and all outlets, p99',
      ...{ value: percentile(packets.on, 0.99), unit: 'ms', baseline: packet },
    },
  ];
}

function delayRows({ hallMs, srtMs, hlsNewestMs, hlsPlayedMs }: BroadcastCosts): Row[] {
  const hall = 'glass to glass in a hall, p50';
  return [
    { what: hall, value: percentile(hallMs, 0.5), unit: 'ms' },
    {
      what: 'glass to glass over SRT, p50',
      ...{ value: percentile(srtMs, 0.5), unit: 'ms', baseline: hall },
    },
    { what: 'glass to glass over SRT, p99', value: percentile(srtMs, 0.99), unit: 'ms' },
    {
      what: 'HLS: newest frame when it is listed, p50',
      ...{ value: percentile(hlsNewestMs, 0.5), unit: 'ms', baseline: hall },
    },
    {
      what: 'glass to glass on the watch page, p50',
      ...{ value: percentile(hlsPlayedMs, 0.5), unit: 'ms', baseline: hall },
    },
  ];
}

/** Clients of the watch page's files, as fast as the front door answers. */
async function viewers(stack: Stack, forMs: number): Promise<Row[]> {
  const sessionId = SESSION_ID;
  await stack.command('broadcast:start', { sessionId });
  await stack.command('broadcast:set-access', { sessionId, access: 'LINK' });
  const { broadcast } = await stack.command('broadcast:subscribe', { sessionId });
  const key = broadcast.watchPath.split('/').at(-1);
  const folder = path.join(stack.product.dataDir, 'broadcast', sessionId, 'hls', 'high');
  mkdirSync(folder, { recursive: true });
  // Of a number that no signal comes to: a slate's own segments are small.
  writeFileSync(path.join(folder, '999999999.ts'), Buffer.alloc(SEGMENT_BYTES, 0x47));
  const agent = new http.Agent({ keepAlive: true, maxSockets: CLIENTS });
  const read = (file: string) => get(`${stack.origin}/watch-files/${key}/high/${file}`, agent);
  await waitUntil(() => read('index.m3u8').then((status) => status === 200));
  const cpu = () => useOf(stack, 'front-door').cpuSeconds;
  const before = cpu();
  const { count, seconds } = await pump({
    ...{ inFlight: CLIENTS, forMs },
    operation: async () => {
      for (const file of ['index.m3u8', '999999999.ts']) {
        if ((await read(file)) !== 200) throw new Error(`${file} was not given`);
      }
      return true;
    },
  });
  const perView = (cpu() - before) / count;
  agent.destroy();
  rmSync(path.join(folder, '999999999.ts'));
  const bits = SEGMENT_BYTES * 8;
  return [
    { what: 'a viewer’s list and segment, front door', value: 1e6 * perView, unit: 'µs of a core' },
    { what: 'viewers a core carries', value: SEGMENT_SECONDS / perView, unit: 'viewers' },
    { what: 'read meanwhile', value: (count * bits) / seconds / 1e9, unit: 'Gbit/s' },
    {
      what: 'viewers that a line of 1 Gbit/s carries',
      ...{ value: LINE_BITS / (bits / SEGMENT_SECONDS), unit: 'viewers' },
      baseline: 'viewers a core carries',
    },
  ];
}

function get(url: string, agent: http.Agent): Promise<number> {
  return new Promise((resolve, reject) => {
    http
      .get(url, { agent }, (answer) => {
        answer.resume();
        answer.once('end', () => resolve(answer.statusCode ?? 0));
        answer.once('error', reject);
      })
      .once('error', reject);
  });
}

/** How long a station waits after each of these was killed. */
async function recoveries(stack: Stack, times: number): Promise<Row[]> {
  const sessionId = SESSION_ID;
  const folder = mkdtempSync(path.join(os.tmpdir(), 'diem-cau-station-'));
  const station = await Receiver.srt(folder);
  const { outletId } = await stack.command('outlet:add', {
    ...{ sessionId, kind: 'SRT' as const, name: 'Đo lường', address: station.address },
  });
  await stack.command('outlet:start', { outletId });
  const node = () => stack.product.pidsOf('broadcast/broadcast-node')[0]!;
  const ffmpegOf = (word: string) =>
    processTree(node()).find((pid) => commandLineOf(pid).includes(word))!;
  const signal = async () =>
    (await stack.command('broadcast:subscribe', { sessionId })).broadcast.signal;
  const parts: [string, () => number][] = [
    ['composer', () => ffmpegOf('-filter_complex')],
    ['outlet', () => ffmpegOf(station.address.split('?')[0]!)],
    ['broadcast node', node],
    ['front door', () => stack.product.pidsOf('front-door')[0]!],
  ];
  const rows: Row[] = [];
  try {
    for (const [name, victim] of parts) {
      const tookMs: number[] = [];
      for (let time = 0; time < times; time += 1) {
        await flowing(station);
        process.kill(victim(), 'SIGKILL');
        tookMs.push(await stoppedFor(station, name === 'front door' ? 10_000 : BACK_WITHIN_MS));
        await waitUntil(() => signal().then((state) => state === 'PROGRAMME'));
      }
      const what = `nothing comes after a kill of the ${name}, p50`;
      rows.push({ what, value: percentile(tookMs, 0.5) / 1_000, unit: 's' });
    }
    const backMs: number[] = [];
    for (let time = 0; time < times; time += 1) {
      await flowing(station);
      const killedMs = performance.now();
      process.kill(stack.product.pidsOf('media/media-node')[0]!, 'SIGKILL');
      await waitUntil(() => signal().then((state) => state === 'SLATE'));
      await waitUntil(() => signal().then((state) => state === 'PROGRAMME'));
      backMs.push(performance.now() - killedMs);
    }
    const what = 'the slate stands after a kill of the media node, p50';
    rows.push({ what, value: percentile(backMs, 0.5) / 1_000, unit: 's' });
    return rows;
  } finally {
    await station.close();
    rmSync(folder, { recursive: true, force: true });
    await stack.command('broadcast:stop', { sessionId });
  }
}

/** Bytes come, second after second. */
async function flowing(station: Receiver): Promise<void> {
  for (let good = 0, last = station.bytes; good < 3; last = station.bytes) {
    await delay(1_000);
    good = station.bytes > last ? good + 1 : 0;
  }
}

/**
 * From now: the end of the longest time in which nothing came, in ms; 0 when it never stopped.
 * Gives up after `withinMs`.
 */
async function stoppedFor(station: Receiver, withinMs: number): Promise<number> {
  const beganMs = performance.now();
  let [bytes, sinceMs] = [station.bytes, beganMs];
  while (performance.now() - beganMs < withinMs) {
    await delay(20);
    const now = performance.now();
    if (station.bytes === bytes) continue;
    if (now - sinceMs > STALLED_MS) return now - beganMs;
    [bytes, sinceMs] = [station.bytes, now];
  }
  return 0;
}

async function waitUntil(holds: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + BACK_WITHIN_MS;
  while (!(await holds().catch(() => false))) {
    if (performance.now() > deadline) throw new Error('the broadcast is not back');
    await delay(50);
  }
}
