// One owner at a time, for a folder or a piece of work, that survives kill -9.
// A pid alone is not an identity (the kernel reuses it), so an owner is its pid,
// its start time and the boot of the machine. Plain JavaScript without
// dependencies: scripts/start.mjs needs it before anything is installed.
import { createHash, randomUUID } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';

/** Start time of a process in clock ticks since boot, or null when it does not run. */
function startTicksOf(pid) {
  try {
    const stat = fs.readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The command name may hold spaces and brackets: count from the last bracket.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const isZombie = fields[0] === 'Z' || fields[0] === 'X';
    return isZombie ? null : Number(fields[19]);
  } catch {
    return null;
  }
}

function bootId() {
  try {
    return fs.readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  } catch {
    return 'unknown';
  }
}

function isAlive(owner) {
  return owner.bootId === bootId() && startTicksOf(owner.pid) === owner.startTicks;
}

function readRaw(file) {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch (error) {
    if (error.code === 'ENOENT') return null;
    throw error;
  }
}

function parseOwner(raw) {
  try {
    const owner = JSON.parse(raw);
    return typeof owner?.pid === 'number' ? owner : null;
  } catch {
    return null;
  }
}

/** Creates `file` with its whole content at once; false when it exists. */
function createWhole(file, content) {
  const temporary = `${file}.${process.pid}.${randomUUID()}`;
  try {
    fs.writeFileSync(temporary, content, { mode: 0o600 });
    fs.linkSync(temporary, file);
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  } finally {
    fs.rmSync(temporary, { force: true });
  }
}

/**
 * Replaces a dead owner's lock, which only its successor may: whoever creates the one file that is named
 * after it. These files go only after the lock was replaced, so whoever judged late finds another lock
 * than the one it judged.
 * @returns {{ isTaken: boolean, owner: ReturnType<typeof parseOwner> }} `owner`: who is at it already
 */
function takeOver(file, judgedRaw, content) {
  const { ours, dead, owner } = succeed(file, judgedRaw, content);
  if (ours === null) return { isTaken: false, owner };
  try {
    if (readRaw(file) !== judgedRaw) return { isTaken: false, owner: null };
    replaceWhole(file, content);
    for (const successor of dead) fs.rmSync(successor, { force: true });
    return { isTaken: true, owner: null };
  } finally {
    fs.rmSync(ours, { force: true });
  }
}

/** A successor that died before it was done has a successor in the same way. */
function succeed(file, judgedRaw, content) {
  const dead = [];
  for (let raw = judgedRaw; raw !== null; raw = readRaw(dead.at(-1))) {
    const owner = dead.length > 0 ? parseOwner(raw) : null;
    if (owner && isAlive(owner)) return { ours: null, dead, owner };
    const name = createHash('sha256').update(raw).digest('hex').slice(0, 24);
    const successor = `${file}.after-${name}`;
    if (createWhole(successor, content)) return { ours: successor, dead, owner: null };
    dead.push(successor);
  }
  return { ours: null, dead, owner: null };
}

function replaceWhole(file, content) {
  const temporary = `${file}.${process.pid}.new`;
  try {
    fs.writeFileSync(temporary, content, { mode: 0o600 });
    fs.renameSync(temporary, file);
  } finally {
    fs.rmSync(temporary, { force: true });
  }
}

function describeSelf(info) {
  return {
    pid: process.pid,
    startTicks: startTicksOf(process.pid),
    bootId: bootId(),
    nonce: randomUUID(),
    info,
  };
}

/**
 * The living owner of a lock file, or null.
 * @param {string} file
 * @returns {{ pid: number, info: Record<string, unknown> } | null}
 */
export function lockOwner(file) {
  const raw = readRaw(file);
  const owner = raw === null ? null : parseOwner(raw);
  return owner && isAlive(owner) ? owner : null;
}

/**
 * Takes the lock, also from an owner that died; never waits.
 * @param {string} file its folder must exist
 * @param {Record<string, unknown>} [info] shown to whoever finds the lock taken
 * @returns {{ lock: { release(): void, describe(info: Record<string, unknown>): void }, owner: null } | { lock: null, owner: { pid: number, info: Record<string, unknown> } }}
 */
export function acquireLock(file, info = {}) {
  const self = describeSelf(info);
  const content = () => JSON.stringify(self);
  for (let attempt = 0; attempt < 50; attempt++) {
    if (createWhole(file, content())) return { lock: heldLock(file, self), owner: null };
    const raw = readRaw(file);
    if (raw === null) continue;
    const owner = parseOwner(raw);
    if (owner && isAlive(owner)) return { lock: null, owner };
    const takeover = takeOver(file, raw, content());
    if (takeover.isTaken) return { lock: heldLock(file, self), owner: null };
    if (takeover.owner) return { lock: null, owner: takeover.owner };
  }
  throw new Error(`The lock ${path.resolve(file)} changes hands too fast; try again.`);
}

function heldLock(file, self) {
  const isOurs = () => parseOwner(readRaw(file) ?? '')?.nonce === self.nonce;
  return {
    release() {
      if (isOurs()) fs.rmSync(file, { force: true });
    },
    describe(info) {
      self.info = info;
      if (isOurs()) replaceWhole(file, JSON.stringify(self));
    },
  };
}
