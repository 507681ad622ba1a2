import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** Two hosts on this machine: each in a network of its own, joined by one cable. */
export interface TwoNetworks {
  centreAddress: string;
  /** Put before a command to run it in the centre. */
  inCentre: string[];
  /** A program that starts Chromium in the hall; Playwright talks to it over pipes. */
  hallChromium: string;
  pullCable(): void;
  plugCable(): void;
  remove(): void;
}

const ip = (...args: string[]) => execFileSync('ip', args, { stdio: 'pipe' });

/** Needs root. @throws when the kernel gives no network namespaces */
export function createTwoNetworks(chromium: string): TwoNetworks {
  const id = process.pid % 10_000;
  const [centre, hall] = [`dc-centre-${id}`, `dc-hall-${id}`];
  const [centreAddress, hallAddress] = ['10.76.0.1', '10.76.0.2'];
  ip('netns', 'add', centre);
  ip('netns', 'add', hall);
  ip('link', 'add', `dcc${id}`, 'netns', centre, 'type', 'veth', 'peer', `dch${id}`, 'netns', hall);
  for (const [name, device, address] of [
    [centre, `dcc${id}`, centreAddress],
    [hall, `dch${id}`, hallAddress],
  ] as const) {
    ip('-n', name, 'addr', 'add', `${address}/24`, 'dev', device);
    ip('-n', name, 'link', 'set', device, 'up');
    ip('-n', name, 'link', 'set', 'lo', 'up');
  }
  const hallChromium = path.join(mkdtempSync(path.join(tmpdir(), 'diem-cau-hall-')), 'chromium');
  writeFileSync(hallChromium, `#!/bin/sh\nexec ip netns exec ${hall} '${chromium}' "$@"\n`);
  chmodSync(hallChromium, 0o755);
  const cable = (state: 'up' | 'down') => ip('-n', hall, 'link', 'set', `dch${id}`, state);
  return {
    centreAddress,
    inCentre: ['ip', 'netns', 'exec', centre],
    hallChromium,
    pullCable: () => void cable('down'),
    plugCable: () => void cable('up'),
    remove: () => {
      ip('netns', 'del', centre);
      ip('netns', 'del', hall);
    },
  };
}
