import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** Latencies and throughput of one run. */
export interface Timing {
  count: number;
  seconds: number;
  perSecond: number;
  p50Ms: number;
  p95Ms: number;
  p99Ms: number;
  maxMs: number;
}

/**
 * The value below which the given share (0..1) of the samples lies (nearest rank).
 * @returns NaN without samples
 */
export function percentile(samples: readonly number[], share: number): number {
  if (samples.length === 0) return Number.NaN;
  const sorted = [...samples].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

export function timingOf(latenciesMs: readonly number[], seconds: number): Timing {
  return {
    count: latenciesMs.length,
    seconds,
    perSecond: latenciesMs.length / seconds,
    p50Ms: percentile(latenciesMs, 0.5),
    p95Ms: percentile(latenciesMs, 0.95),
    p99Ms: percentile(latenciesMs, 0.99),
    maxMs: Math.max(...latenciesMs),
  };
}

/**
 * Keeps `inFlight` operations going until the time is over or no work is left.
 * @param operation gets the number of the worker; answers false when it has nothing left to do
 */
export async function pump(options: {
  inFlight: number;
  forMs: number;
  operation(worker: number): Promise<boolean>;
}): Promise<Timing> {
  const latencies: number[] = [];
  const startedAt = performance.now();
  const worker = async (index: number) => {
    while (performance.now() - startedAt < options.forMs) {
      const from = performance.now();
      if (!(await options.operation(index))) return;
      latencies.push(performance.now() - from);
    }
  };
  await Promise.all(Array.from({ length: options.inFlight }, (_, index) => worker(index)));
  return timingOf(latencies, (performance.now() - startedAt) / 1000);
}

const TICKS_PER_SECOND = 100;

export interface ProcessUse {
  /** User and system time since its start, with the time of children that ended. */
  cpuSeconds: number;
  residentBytes: number;
}

/** What a process has used so far; null when it is gone. Linux. */
export function processUse(pid: number): ProcessUse | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    const ticks = [11, 12, 13, 14].reduce((sum, index) => sum + Number(fields[index]), 0);
    return {
      cpuSeconds: ticks / TICKS_PER_SECOND,
      residentBytes: Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) * 1024,
    };
  } catch {
    return null;
  }
}

/** A process and everything below it. */
export function processTree(pid: number): number[] {
  const children = childrenOf(pid);
  return [pid, ...children.flatMap(processTree)];
}

function childrenOf(pid: number): number[] {
  try {
    const text = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim();
    return text === '' ? [] : text.split(' ').map(Number);
  } catch {
    return [];
  }
}

export function commandLineOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
  } catch {
    return '';
  }
}

/** Columns of `/proc/net/udp`: the socket's inode, and the packets that found it full. */
const [INODE, DROPS] = [9, 12];

/** Packets that these processes' UDP sockets had no room for, of sockets that are still open. Linux. */
export function udpDrops(pids: readonly number[]): number {
  const own = new Set(pids.flatMap(socketsOf));
  const sockets = ['udp', 'udp6'].flatMap((name) =>
    readFileSync(`/proc/net/${name}`, 'utf8').trim().split('\n').slice(1),
  );
  return sockets
    .map((line) => line.trim().split(/\s+/))
    .filter((columns) => own.has(`socket:[${columns[INODE]}]`))
    .reduce((sum, columns) => sum + Number(columns[DROPS]), 0);
}

function socketsOf(pid: number): string[] {
  try {
    return readdirSync(`/proc/${pid}/fd`).map((fd) => linkOf(`/proc/${pid}/fd/${fd}`));
  } catch {
    return [];
  }
}

function linkOf(file: string): string {
  try {
    return readlinkSync(file);
  } catch {
    return '';
  }
}
