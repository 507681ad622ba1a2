import os from 'node:os';
import { z } from 'zod';

const ANY_PORT = '0';

const portRange = z
  .string()
  .regex(/^(0|\d{4,5}-\d{4,5})$/, 'must be a range such as 44400-44499, or 0 for any')
  .refine((text) => text === ANY_PORT || isRange(rangeOf(text)), 'is not a range of ports')
  .transform((text) => (text === ANY_PORT ? null : rangeOf(text)));

const addresses = z
  .string()
  .transform((text) => text.split(',').map((address) => address.trim()))
  .pipe(z.array(z.union([z.ipv4(), z.ipv6()])).min(1));

const schema = z.object({
  MEDIA_SOCKET: z.string().min(1),
  MEDIASOUP_WORKER_BIN: z.string().min(1),
  MEDIA_LISTEN: addresses.optional(),
  MEDIA_ANNOUNCED_ADDRESS: z.string().min(1).optional(),
  MEDIA_PORTS: portRange.prefault('44400-44499'),
  MEDIA_WORKERS: z.coerce.number().int().min(0).max(256).default(0),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
});

export interface PortRange {
  min: number;
  max: number;
}

/** Settings of the media node, parsed once at start. */
export interface MediaSettings {
  /** Where the front door finds it. */
  socketPath: string;
  workerBin: string;
  /** Local addresses that halls send to; the announced address stands for the first of them. */
  listenAddresses: string[];
  /** What halls use instead of the first address, when a router in front translates it. */
  announcedAddress: string | undefined;
  /** Each worker takes one port of it for UDP and one for TCP on each address; null: any. */
  ports: PortRange | null;
  workerCount: number;
  logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent';
}

/**
 * Parses the environment; `NAME=` means not set.
 * @throws Error with one line per wrong setting
 */
export function parseMediaSettings(env: NodeJS.ProcessEnv): MediaSettings {
  const parsed = schema.safeParse(
    Object.fromEntries(Object.entries(env).filter(([, value]) => value !== '')),
  );
  if (!parsed.success) {
    const lines = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
    throw new Error(`wrong settings (see .env.example):\n  ${lines.join('\n  ')}`);
  }
  const value = parsed.data;
  return {
    socketPath: value.MEDIA_SOCKET,
    workerBin: value.MEDIASOUP_WORKER_BIN,
    listenAddresses: value.MEDIA_LISTEN ?? ownAddresses(),
    announcedAddress: value.MEDIA_ANNOUNCED_ADDRESS,
    ports: value.MEDIA_PORTS,
    workerCount: value.MEDIA_WORKERS || os.availableParallelism(),
    logLevel: value.LOG_LEVEL,
  };
}

/** Every address that another machine can use, then loopback, for browsers on this one. */
function ownAddresses(): string[] {
  const all = Object.values(os.networkInterfaces()).flatMap((found) => found ?? []);
  const reachable = all.filter(({ internal, address }) => !internal && !/^fe80:/i.test(address));
  const v4First = reachable.toSorted((a, b) => a.family.localeCompare(b.family));
  return [...new Set([...v4First.map(({ address }) => address), '127.0.0.1'])];
}

function rangeOf(text: string): PortRange {
  const [min = 0, max = 0] = text.split('-').map(Number);
  return { min, max };
}

function isRange({ min, max }: PortRange): boolean {
  return min >= 1024 && max <= 65_535 && min < max;
}
