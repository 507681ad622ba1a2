import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ChildOptions } from './child.ts';
import { SupervisedChild } from './child.ts';
import { answersOverIpc } from './health-probe.ts';
import { LogFile } from './log-file.ts';

let folder: string;
let child: SupervisedChild | null;
let said: string[];

beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'diem-cau-child-'));
  child = null;
  said = [];
});
afterEach(() => {
  child?.kill();
  fs.rmSync(folder, { recursive: true, force: true });
});

function supervise(program: string, options: Partial<ChildOptions> = {}): SupervisedChild {
  const script = path.join(folder, 'program.mjs');
  fs.writeFileSync(script, program);
  child = new SupervisedChild({
    name: 'the part',
    script,
    environment: () => ({ ...process.env }),
    logFile: new LogFile({ folder, name: 'part', isShown: false }),
    log: (line) => said.push(line),
    ...options,
  });
  return child;
}

const ANSWERS = `process.on('message', () => process.send({ type: 'alive' }));`;
const READY = `process.send({ type: 'ready', port: 7 });`;
const ENDS_WITH_PARENT = `process.on('disconnect', () => process.exit(0));`;

describe('a supervised child', () => {
  it('is ready when it says so, and stops when asked', async () => {
    const part = supervise(`${READY} process.on('SIGTERM', () => process.exit(0));`);
    expect(await part.start()).toEqual({ type: 'ready', port: 7 });
    await part.stop(5_000);
    expect(part.pid).toBeUndefined();
  });

  it('is killed when it does not stop in time', async () => {
    const part = supervise(`${READY} process.on('SIGTERM', () => {}); ${ENDS_WITH_PARENT}`);
    await part.start();
    await part.stop(50);
    expect(part.pid).toBeUndefined();
  });

  it('is started again after kill -9', async () => {
    const part = supervise(`${READY} ${ENDS_WITH_PARENT}`);
    await part.start();
    const first = part.pid!;
    process.kill(first, 'SIGKILL');
    await vi.waitFor(() => expect(part.pid).not.toBe(first), { timeout: 10_000 });
    await vi.waitFor(() => expect(part.pid).toBeGreaterThan(0), { timeout: 10_000 });
    expect(said).toEqual(['the part ended (signal SIGKILL): started again in 0.2 s']);
    await part.stop(5_000);
  });

  it.each([
    ['is stopped', ''],
    ['turns in a circle', `process.on('SIGUSR2', () => { for (;;); });`],
  ])('is started again when it %s and answers no more', async (_, program) => {
    const part = supervise(`${ANSWERS} ${program} ${READY} ${ENDS_WITH_PARENT}`, {
      probe: answersOverIpc,
      probeBounds: { everyMs: 20, timeoutMs: 1_000, misses: 3 },
    });
    await part.start();
    const first = part.pid!;
    process.kill(first, program ? 'SIGUSR2' : 'SIGSTOP');
    await vi.waitFor(() => expect(part.pid).not.toBe(first), { timeout: 30_000 });
    await vi.waitFor(() => expect(part.pid).toBeGreaterThan(0), { timeout: 30_000 });
    expect(said[0]).toBe(
      'the part ended (it hangs: no answer to 3 probes in a row): started again in 0.2 s',
    );
    part.kill();
  });

  it('is not started again when its work has an end and it reached it', async () => {
    const part = supervise(`${READY} process.disconnect();`, { mayFinish: true });
    await part.start();
    await vi.waitFor(() => expect(part.pid).toBeUndefined(), { timeout: 10_000 });
    await part.stop(1_000);
    expect(said).toEqual([]);
  });

  it('that cannot start gives its own reason and the place of its log', async () => {
    const part = supervise(
      `process.send({ type: 'failed', message: 'no such thing' }, () => process.exit(1));`,
    );
    await expect(part.start()).rejects.toThrow(/the part cannot start: no such thing[^]*part\.log/);
  });

  it('writes what it says into its log', async () => {
    const part = supervise(`console.log('xin chào'); ${READY} ${ENDS_WITH_PARENT}`);
    await part.start();
    await part.stop(5_000);
    expect(fs.readFileSync(path.join(folder, 'part.log'), 'utf8')).toBe('xin chào\n');
  });
});
