import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { acquireLock, lockOwner } from './owner-lock.mjs';

let folder: string;
let file: string;

beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'diem-cau-lock-'));
  file = path.join(folder, 'x.lock');
});
afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

/** A process that takes the lock, says whether it got it, and keeps it until it is killed. */
function contender() {
  const program = `
    import { acquireLock } from ${JSON.stringify(path.join(import.meta.dirname, 'owner-lock.mjs'))};
    const { lock } = acquireLock(${JSON.stringify(file)}, { address: 'there' });
    process.stdout.write(lock ? 'got it' : 'refused');
    process.stdin.resume();`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', program]);
  const answer = once(child.stdout, 'data').then(([text]) => String(text));
  return { child, answer };
}

async function killed(child: ReturnType<typeof spawn>): Promise<void> {
  const exit = once(child, 'exit');
  child.kill('SIGKILL');
  await exit;
}

describe('the owner lock', () => {
  it('refuses a second owner, naming the first, until it is released', async () => {
    const { child, answer } = contender();
    expect(await answer).toBe('got it');
    const { lock, owner } = acquireLock(file);
    expect(lock).toBeNull();
    expect(owner).toMatchObject({ pid: child.pid, info: { address: 'there' } });
    await killed(child);
  });

  it('is taken over from an owner that was killed', async () => {
    const { child, answer } = contender();
    await answer;
    await killed(child);
    expect(lockOwner(file)).toBeNull();
    const { lock } = acquireLock(file);
    expect(lock).not.toBeNull();
    lock?.release();
    expect(fs.readdirSync(folder)).toEqual([]);
  });

  it('knows that a pid was given to another process since', () => {
    acquireLock(file);
    const owner = JSON.parse(fs.readFileSync(file, 'utf8')) as { startTicks: number };
    fs.writeFileSync(file, JSON.stringify({ ...owner, startTicks: owner.startTicks - 1 }));
    expect(lockOwner(file)).toBeNull();
    expect(acquireLock(file).lock).not.toBeNull();
  });

  it('takes over a torn lock file', () => {
    fs.writeFileSync(file, '{"pid":');
    expect(acquireLock(file).lock).not.toBeNull();
  });

  it('has one winner among many that find a dead owner at the same moment', async () => {
    const dead = contender();
    await dead.answer;
    await killed(dead.child);
    const contenders = Array.from({ length: 6 }, contender);
    const answers = await Promise.all(contenders.map(({ answer }) => answer));
    await Promise.all(contenders.map(({ child }) => killed(child)));
    expect(answers.filter((answer) => answer === 'got it')).toHaveLength(1);
  });
});
