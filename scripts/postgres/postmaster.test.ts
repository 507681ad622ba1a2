import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { removeStaleLocks } from './postmaster.ts';

let cluster: string;
let lock: string;
beforeEach(() => {
  cluster = fs.mkdtempSync(path.join(os.tmpdir(), 'locks-'));
  lock = path.join(cluster, 'postmaster.pid');
});
afterEach(() => fs.rmSync(cluster, { recursive: true }));

const remove = () => removeStaleLocks({ cluster, runFolder: path.join(cluster, 'run') });

it('removes a lock that was killed before its pid was written', () => {
  fs.writeFileSync(lock, '');
  expect(remove()).toBe(true);
  expect(fs.existsSync(lock)).toBe(false);
});

it('removes a lock whose pid another program has, and leaves one whose pid is free', () => {
  fs.writeFileSync(lock, `${process.pid}\n${cluster}\n`);
  expect(remove()).toBe(true);
  const free = Number(fs.readFileSync('/proc/sys/kernel/pid_max', 'utf8')) + 1;
  fs.writeFileSync(lock, `${free}\n${cluster}\n`);
  expect(remove()).toBe(false);
  expect(fs.existsSync(lock)).toBe(true);
});
