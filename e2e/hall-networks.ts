import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** Addresses for measuring networks (RFC 2544): no real network has them. */
const CENTRE_ADDRESS = '198.18.0.1';
/** What a home router holds back before it throws away. */
const QUEUE = ['burst', '4kb', 'latency', '200ms'];

/** One way from a hall to the centre, with an address of its own. */
export interface Cable {
  /** The address goes with it, as when a Wi-Fi is left. */
  pull(): void;
  plug(): void;
  /** Carries no more, in each direction. */
  limit(kilobitsPerSecond: number): void;
  unlimit(): void;
}

/** A hall whose programs see nothing of this machine's network but the hall's own cables. */
export interface HallNetwork {
  /** A program that starts Chromium in the hall; Playwright talks to it over pipes. */
  chromium: string;
  /** Plugged in from the beginning: the first. */
  cables: Cable[];
  dropUdp(): void;
  passUdp(): void;
  /** Its programs stand still, as when a laptop is closed; the world goes on. */
  sleep(): void;
  wake(): void;
}

export interface HallNetworks {
  /** Where every hall finds the centre, over whichever cable. */
  centreAddress: string;
  halls: HallNetwork[];
  remove(): void;
}

const root = (program: string, ...args: string[]) =>
  void execFileSync(program, args, { stdio: 'pipe' });

/**
 * Needs root. The centre is this machine; each hall is a network namespace.
 * @param cablesOfHalls for each hall, how many cables it has
 * @throws when the kernel gives no network namespaces
 */
export function layHallNetworks(chromium: string, cablesOfHalls: number[]): HallNetworks {
  const folder = mkdtempSync(path.join(tmpdir(), 'diem-cau-halls-'));
  root('ip', 'addr', 'replace', `${CENTRE_ADDRESS}/32`, 'dev', 'lo');
  const laid: { name: string; network: HallNetwork }[] = [];
  for (const [hall, cables] of cablesOfHalls.entries()) {
    laid.push(layHall({ hall, cables, program: path.join(folder, `hall-${hall}`), chromium }));
  }
  return {
    centreAddress: CENTRE_ADDRESS,
    halls: laid.map(({ network }) => network),
    remove: () => {
      for (const { name } of laid) root('ip', 'netns', 'del', name);
      root('ip', 'addr', 'del', `${CENTRE_ADDRESS}/32`, 'dev', 'lo');
      rmSync(folder, { recursive: true });
    },
  };
}

function layHall(given: { hall: number; cables: number; program: string; chromium: string }) {
  const { hall, program, chromium } = given;
  const name = `dc-${process.pid % 10_000}-${hall}`;
  root('ip', 'netns', 'add', name);
  root('ip', '-n', name, 'link', 'set', 'lo', 'up');
  const cables = Array.from({ length: given.cables }, (_, index) =>
    layCable({ name, hall, index }),
  );
  cables[0]?.plug();
  writeFileSync(program, `#!/bin/sh\nexec ip netns exec ${name} '${chromium}' "$@"\n`);
  chmodSync(program, 0o755);
  const nft = (...args: string[]) => root('ip', 'netns', 'exec', name, 'nft', ...args);
  const signal = (kind: NodeJS.Signals) => {
    const pids = execFileSync('ip', ['netns', 'pids', name], { encoding: 'utf8' });
    for (const pid of pids.split('\n').filter(Boolean)) process.kill(Number(pid), kind);
  };
  const network: HallNetwork = {
    chromium: program,
    cables,
    dropUdp: () => {
      nft('add', 'table', 'inet', 'hall');
      for (const way of ['input', 'output']) {
        nft('add', 'chain', 'inet', 'hall', way, `{ type filter hook ${way} priority 0; }`);
        nft('add', 'rule', 'inet', 'hall', way, 'meta', 'l4proto', 'udp', 'drop');
      }
    },
    passUdp: () => nft('delete', 'table', 'inet', 'hall'),
    sleep: () => signal('SIGSTOP'),
    wake: () => signal('SIGCONT'),
  };
  return { name, network };
}

function layCable({ name, hall, index }: { name: string; hall: number; index: number }): Cable {
  const [here, there] = [`dcc${process.pid % 10_000}${hall}${index}`, `cable${index}`];
  const address = (end: 1 | 2) => `198.18.${10 * (hall + 1) + index}.${end}`;
  root('ip', 'link', 'add', here, 'type', 'veth', 'peer', there, 'netns', name);
  root('ip', 'addr', 'add', `${address(1)}/24`, 'dev', here);
  root('ip', 'link', 'set', here, 'up');
  const inHall = (...args: string[]) => root('ip', '-n', name, ...args);
  const shape = (args: string[]) => {
    root('tc', 'qdisc', ...args.map((arg) => (arg === 'END' ? here : arg)));
    root('tc', '-n', name, 'qdisc', ...args.map((arg) => (arg === 'END' ? there : arg)));
  };
  return {
    pull: () => {
      inHall('addr', 'flush', 'dev', there);
      inHall('link', 'set', there, 'down');
    },
    plug: () => {
      inHall('link', 'set', there, 'up');
      inHall('addr', 'add', `${address(2)}/24`, 'dev', there);
      inHall(...['route', 'add', 'default', 'via', address(1), 'dev', there, 'metric', `${index}`]);
    },
    limit: (kilobitsPerSecond) => {
      const rate = ['tbf', 'rate', `${kilobitsPerSecond}kbit`];
      shape(['replace', 'dev', 'END', 'root', ...rate, ...QUEUE]);
    },
    unlimit: () => shape(['del', 'dev', 'END', 'root']),
  };
}
