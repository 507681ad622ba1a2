import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
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

  it('has one winner each time, also after others died while they took over', async () => {
    const files = Array.from({ length: 150 }, (_, index) => path.join(folder, `${index}.lock`));
    for (const name of files) {
      const owner = { pid: 1, startTicks: -1, bootId: 'earlier', nonce: name, info: {} };
      fs.writeFileSync(name, JSON.stringify(owner));
    }
    await Promise.all([dyingHalfWay(files), dyingHalfWay(files)]);
    const racers = Array.from({ length: 12 }, () => racer(files));
    await Promise.all(racers.map(({ isReady }) => isReady));
    for (const { child } of racers) child.stdin.write('go');
    const wins = (await Promise.all(racers.map(({ won }) => won))).flat();
    await Promise.all(racers.map(({ child }) => killed(child)));
    expect(wins.toSorted()).toEqual(files.toSorted());
  });
});

/** Begins to take over each of these locks and never comes to the end. */
async function dyingHalfWay(files: string[]): Promise<void> {
  const { child } = program(`
    import fs from 'node:fs';
    fs.renameSync = () => { throw new Error('dying'); };
    fs.rmSync = () => {};
    for (const file of ${JSON.stringify(files)}) try { acquireLock(file); } catch {}`);
  await once(child, 'exit');
}

/** Tries all of these locks in this order once it is told to, and keeps what it gets. */
function racer(files: string[]) {
  const { child, lines } = program(`
    console.log('ready');
    process.stdin.once('data', () => {
      const won = ${JSON.stringify(files)}.filter((file) => acquireLock(file).lock);
      console.log(JSON.stringify(won));
    });`);
  const isReady = lines.next();
  const won = isReady.then(async () => JSON.parse(String((await lines.next()).value)) as string[]);
  return { child, isReady, won };
}

function program(text: string) {
  const module = JSON.stringify(path.join(import.meta.dirname, 'owner-lock.mjs'));
  const source = `import { acquireLock } from ${module};\n${text}`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', source]);
  return { child, lines: createInterface(child.stdout)[Symbol.asyncIterator]() };
}
