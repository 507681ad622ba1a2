import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Readable, Writable } from 'node:stream';

export type Child = ChildProcessByStdio<Writable, Readable, Readable>;

/** Memory, where the system has it: a secret need not touch a disk. */
const PLACES = ['/dev/shm', os.tmpdir()];
/** Where ffmpeg finds its fourth open file. */
const HANDED_FILE = '/dev/fd/3';

/**
 * Runs ffmpeg with options of its output that stand in no command line, which every user of the machine can
 * list. They are read from a file that has no name any more when the process begins.
 * @param args its last one is the output
 * @param secretOptions lines `option=value`
 */
export function spawnWithSecrets(
  ffmpeg: string,
  args: readonly string[],
  secretOptions: readonly string[],
): Child {
  if (secretOptions.length === 0) {
    return spawn(ffmpeg, [...args], { stdio: ['pipe', 'pipe', 'pipe'] });
  }
  const file = namelessFile(`${secretOptions.join('\n')}\n`);
  try {
    const all = [...args.slice(0, -1), '-fpre', HANDED_FILE, ...args.slice(-1)];
    return spawn(ffmpeg, all, { stdio: ['pipe', 'pipe', 'pipe', file] }) as unknown as Child;
  } finally {
    fs.closeSync(file);
  }
}

function namelessFile(text: string): number {
  for (const [index, place] of PLACES.entries()) {
    try {
      const name = path.join(place, `diem-cau-${randomUUID()}`);
      const file = fs.openSync(name, 'wx+', 0o600);
      fs.unlinkSync(name);
      fs.writeSync(file, text);
      return file;
    } catch (error) {
      if (index === PLACES.length - 1) throw error;
    }
  }
  throw new Error('there is no place for a file');
}
