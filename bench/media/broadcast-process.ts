import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { BroadcastRig, outletOf } from '#server/broadcast/broadcast-rig.testing.ts';
import type { FilmedHall } from '#server/broadcast/broadcast-rig.testing.ts';
import { FILM, RED_FILM } from '#server/broadcast/film.testing.ts';
import { freePort, Receiver } from '#server/broadcast/receiver.testing.ts';
import { seePictures, watchPictures } from '#server/broadcast/seen-signal.testing.ts';
import { commandLineOf, processUse } from '../measure.ts';
import type { BroadcastCosts } from './broadcast-protocol.ts';

/** A player of ours begins so many segments before the end of the list. */
const PLAYED_SEGMENTS = 3;
const SETTLE_MS = 4_000;

/**
 * One session with a hall on air, its media node, its broadcast node and all outlets, measured from
 * outside. A process of its own: it ends with what it holds.
 */
const [windowMs, segments] = process.argv.slice(2).map(Number) as [number, number];
const rig = await BroadcastRig.start([{ ...RED_FILM, hasGrain: true }]);
const [hall] = rig.halls as [FilmedHall];
const media = () => rig.mediaPids;

await rig.take(hall);
await delay(SETTLE_MS);
const off = await measure(media(), () => packetDelays(hall));
const rtmp = await Receiver.rtmp(rig.folder);
rig.want([]);
await rig.untilRunning();
await delay(SETTLE_MS);
const pids = { composer: rig.composerPid, node: rig.nodePid };
const alone = await measure([pids.node]);
const record = outletOf('RECORDING');
rig.want([record]);
await rig.untilRunning();
await delay(SETTLE_MS);
const recordedBefore = recordedBytes();
const recording = await measure([pids.node]);
const kilobytesPerSecond = (recordedBytes() - recordedBefore) / windowMs;
const ears = await decoder();
const srt = outletOf('SRT', ears.address);
const hls = outletOf('HLS');
const outlets = [record, outletOf('RTMP', rtmp.address), srt, hls];
rig.want(outlets);
await rig.untilRunning();
await delay(SETTLE_MS);
ears.delaysMs.length = 0;
const each = await Promise.all([
  measure([rig.composerPid]),
  measure([rig.pidOf('hls_time')]),
  measure([rig.pidOf(new URL(rtmp.address).host)]),
  measure([rig.pidOf(new URL(ears.address).host)]),
  measure(media(), () => packetDelays(hall)),
]);
const [composer, ladder, toRtmp, toSrt, on] = each.map(({ cores }) => cores) as [
  ...[number, number, number, number, number],
];
const srtMs = [...ears.delaysMs];
const listed = await hlsDelays();
const bareEncoder = await bare();
const costs: BroadcastCosts = {
  cpu: {
    ...{ bareEncoder, composer, nodeAlone: alone.cores, nodeRecording: recording.cores },
    ...{ hls: ladder, rtmp: toRtmp, srt: toSrt, mediaOff: off.cores, mediaOn: on },
  },
  kilobytesPerSecond,
  packets: { off: off.delaysMs, on: each[4]!.delaysMs },
  hallMs: each[4]!.delaysMs,
  srtMs,
  ...listed,
};
process.send?.(costs);
ears.stop();
await rtmp.close();
await rig.stop();
process.exit(0);

/** Cores that these processes take, and what else is measured meanwhile. */
async function measure(
  pids: readonly number[],
  beside: () => { stop(): number[] } = () => ({ stop: () => [] }),
): Promise<{ cores: number; delaysMs: number[] }> {
  const use = () => pids.reduce((sum, pid) => sum + (processUse(pid)?.cpuSeconds ?? 0), 0);
  const noted = beside();
  const [before, beganMs] = [use(), performance.now()];
  await delay(windowMs);
  const cores = ((use() - before) * 1_000) / (performance.now() - beganMs);
  return { cores, delaysMs: noted.stop() };
}

/** From the moment at which a frame is filmed to its last packet in a hall, through worker and bus. */
function packetDelays({ hall: { hall: receiver, track }, projector }: FilmedHall) {
  const delaysMs: number[] = [];
  let isOn = true;
  receiver.listen(track('MAIN'), (packet) => {
    const nowMs = performance.now();
    const sentMs = isOn ? projector.sentAt(packet.subarray(-12)) : undefined;
    if (sentMs !== undefined && nowMs - sentMs < 10_000) delaysMs.push(nowMs - sentMs);
  });
  return {
    stop: () => {
      isOn = false;
      return delaysMs;
    },
  };
}

/** A station that decodes as it comes: how old each frame is then. */
async function decoder() {
  const address = `srt://127.0.0.1:${await freePort()}?passphrase=mat-khau-do-luong`;
  const delaysMs: number[] = [];
  const soon = ['-fflags', 'nobuffer', '-flags', 'low_delay', '-threads', '1'];
  const probe = ['-probesize', '400000', '-analyzeduration', '1000000', '-fpsprobesize', '0'];
  const input = [...soon, ...probe, '-i', `${address}&mode=listener`];
  let isStopped = false;
  // A caller that gave up in the middle ends it: it listens again.
  const listen = (): ReturnType<typeof watchPictures> => {
    const watching = watchPictures(input, ({ main }) => {
      if (main) delaysMs.push(ageOf(main.frame));
    });
    void watching.ended.then(() => {
      if (!isStopped) current = listen();
    });
    return watching;
  };
  let current = listen();
  const stop = () => {
    isStopped = true;
    current.stop();
  };
  return { address, delaysMs, stop };
}

/** By the frame's own number, on the clock of the hall that filmed it. */
function ageOf(frame: number): number {
  const nowMs = performance.now();
  const loopMs = FILM.frames * FILM.frameMs;
  return (hall.projector.filmedMs(nowMs) - frame * FILM.frameMs + loopMs) % loopMs;
}

async function hlsDelays() {
  const folder = path.join(rig.hlsFolder, 'high');
  const list = path.join(folder, 'index.m3u8');
  const read = () =>
    fs
      .readFileSync(list, 'utf8')
      .split('\n')
      .filter((line) => line.endsWith('.ts'));
  const found = { hlsNewestMs: [] as number[], hlsPlayedMs: [] as number[] };
  let last = read().at(-1);
  while (found.hlsNewestMs.length < segments) {
    await delay(50);
    const names = read();
    const newest = names.at(-1)!;
    if (newest === last) continue;
    last = newest;
    const listedMs = performance.now();
    const frames = await seePictures(path.join(folder, newest));
    const begins = await seePictures(path.join(folder, names.at(-PLAYED_SEGMENTS)!));
    const sinceMs = performance.now() - listedMs;
    const [end, start] = [frames.at(-1)?.main, begins[0]?.main];
    if (!end || !start) continue;
    found.hlsNewestMs.push(ageOf(end.frame) - sinceMs);
    found.hlsPlayedMs.push(ageOf(start.frame) - sinceMs);
  }
  return found;
}

/** The same pictures, encoded with the composer's own settings and nothing else. */
async function bare(): Promise<number> {
  const signal = path.join(rig.folder, 'bare.ts');
  fs.copyFileSync(rig.recordings[0]!, signal);
  const line = commandLineOf(rig.composerPid).split(' ');
  const settings = line.slice(line.indexOf('-c:v'), line.indexOf('-c:a'));
  const input = ['-re', '-stream_loop', '-1', '-i', signal, '-an', '-vf', 'scale=1280:720,fps=25'];
  const args = ['-hide_banner', '-loglevel', 'error', ...input, ...settings, '-f', 'null', '-'];
  const child = spawn('ffmpeg', args, { stdio: 'ignore' });
  await delay(SETTLE_MS);
  const { cores } = await measure([child.pid!]);
  child.kill('SIGKILL');
  return cores;
}

function recordedBytes(): number {
  return rig.recordings.reduce((sum, file) => sum + fs.statSync(file).size, 0);
}
