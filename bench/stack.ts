import { io, type Socket } from 'socket.io-client';
import {
  commandOverHttp,
  dataOf,
  enrolDevice,
  type HttpIdentity,
  socketOptionsOf,
} from '#contract/program-client.ts';
import type { CommandInput, CommandName, CommandOutput } from '#contract/registry.ts';
import { createRound } from '#db/seed/round.ts';
import type { SeedRound } from '#db/seed/round.ts';
import { findRunningPostgres } from '#scripts/postgres/ensure-postgres.ts';
import { type Product, startProduct } from '../e2e/product.ts';
import { mapAtOnce } from './at-once.ts';
import { commandLineOf, processTree, processUse } from './measure.ts';

/** The whole product with the demo round, as `npm start -- --demo` runs it, and a way in. */
export interface Stack {
  product: Product;
  origin: string;
  databaseUrl: string;
  administrator: HttpIdentity;
  round: SeedRound;
  command<N extends CommandName>(name: N, input: CommandInput<N>): Promise<CommandOutput<N>>;
  stop(): Promise<void>;
}

const PASSWORD = 'do-luong-diem-cau-2026';

/** Starts it on a new data folder; the first start also writes the round. */
export async function startStack(): Promise<Stack> {
  // First: it takes long enough for a kept connection to end unnoticed.
  const round = createRound({ nowMs: Date.now() });
  const product = await startProduct({ args: ['--demo'] });
  try {
    const administrator = await enterAsAdministrator(product);
    const databaseUrl = await findRunningPostgres(product.dataDir);
    if (databaseUrl === null) throw new Error('the embedded database is not running');
    return {
      product,
      origin: product.origin,
      databaseUrl,
      administrator,
      round,
      command: async (name, input) =>
        dataOf((await commandOverHttp(administrator, name, input)).answer),
      stop: () => product.stop(),
    };
  } catch (error) {
    await product.stop();
    throw error;
  }
}

async function enterAsAdministrator(product: Product): Promise<HttpIdentity> {
  const stranger: HttpIdentity = { origin: product.origin, as: 'account', cookie: '' };
  const token = new URL(product.administratorLink ?? product.origin).pathname.split('/').at(-1);
  const entered = await commandOverHttp(stranger, 'account:accept-link', {
    token: token ?? '',
    name: 'Đo lường',
    username: 'do-luong',
    password: PASSWORD,
  });
  dataOf(entered.answer);
  return { ...stranger, cookie: entered.cookie };
}

export interface BenchDoor {
  siteId: string;
  identity: HttpIdentity;
  socket: Socket;
}

/** Enrols and connects one door at each hall. */
export function openDoors(stack: Stack, siteIds: readonly string[]): Promise<BenchDoor[]> {
  return mapAtOnce(siteIds, 4, async (siteId) => {
    const identity = await enrolDevice(stack.administrator, {
      siteId,
      deviceKind: 'DOOR',
      label: 'Đo lường',
    });
    return { siteId, identity, socket: await connect(identity) };
  });
}

/** Opens a socket and waits until it is admitted. */
export async function connect(identity: HttpIdentity): Promise<Socket> {
  const socket = io(identity.origin, { ...socketOptionsOf(identity), reconnection: false });
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('connect_error', reject);
  });
  return socket;
}

/** Parts are told apart by their program; the media node's workers are its children. */
export type Part = 'front-door' | 'next-process' | 'media-node' | 'media workers' | 'postgres';

export function pidsOf({ product }: Stack, part: Part): number[] {
  if (part !== 'media-node' && part !== 'media workers') {
    return product.pidsOf(part).flatMap(processTree);
  }
  const all = processTree(product.supervisor.pid ?? 0);
  const node = all.find((pid) => commandLineOf(pid).includes('server/media/media-node.ts'));
  if (node === undefined) throw new Error('the media node is not running');
  return part === 'media-node' ? [node] : processTree(node).slice(1);
}

/** CPU seconds so far and memory now of one part with all its children; of the media node without. */
export function useOf(stack: Stack, part: Part): { cpuSeconds: number; residentBytes: number } {
  const total = { cpuSeconds: 0, residentBytes: 0 };
  for (const pid of pidsOf(stack, part)) {
    const use = processUse(pid);
    total.cpuSeconds += use?.cpuSeconds ?? 0;
    total.residentBytes += use?.residentBytes ?? 0;
  }
  return total;
}
