import { randomBytes } from 'node:crypto';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { z } from 'zod';

/** What the simulation keeps between two starts, so that it neither asks for a new link nor enrols again. */
const schema = z.object({
  username: z.string(),
  password: z.string(),
  /** Cookie of the simulated door of each hall, by the hall's id. */
  doorCookies: z.record(z.string(), z.string()).default({}),
  /** Cookie of the simulated console of each hall. */
  consoleCookies: z.record(z.string(), z.string()).default({}),
});

export type LiveMemory = z.infer<typeof schema>;

/** Reads the file; a missing or unreadable one is a new memory with a fresh password. */
export function readLiveMemory(file: string, username: string): LiveMemory {
  try {
    return schema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return {
      username,
      password: randomBytes(24).toString('base64url'),
      doorCookies: {},
      consoleCookies: {},
    };
  }
}

/** Writes the file for its owner's eyes only, whole or not at all. */
export function writeLiveMemory(file: string, memory: LiveMemory): void {
  writeFileSync(`${file}.new`, JSON.stringify(memory), { mode: 0o600 });
  renameSync(`${file}.new`, file);
}
