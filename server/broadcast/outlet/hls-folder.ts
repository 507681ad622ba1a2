import fs from 'node:fs';
import path from 'node:path';
import { WATCH_STEPS } from '#domain/watch.ts';
import { masterList } from './outlet-args.ts';

/** Longer than any player that began a piece while it was listed still loads it. */
const FORGOTTEN_MS = 120_000;

/**
 * A folder for a ladder; what an earlier life wrote stays, so that players go on. Pieces that no list names
 * any more go: their ffmpeg was ended before it did so.
 * @throws Error when the disk takes nothing
 */
export function prepareHlsFolder(folder: string): void {
  for (const step of WATCH_STEPS) {
    fs.mkdirSync(path.join(folder, step), { recursive: true, mode: 0o700 });
  }
  const file = path.join(folder, 'master.m3u8');
  fs.writeFileSync(`${file}.new`, masterList(), { mode: 0o600 });
  fs.renameSync(`${file}.new`, file);
  for (const step of WATCH_STEPS) forgetPieces(path.join(folder, step));
}

function forgetPieces(folder: string): void {
  const list = path.join(folder, 'index.m3u8');
  const listed = new Set(fs.existsSync(list) ? fs.readFileSync(list, 'utf8').split('\n') : []);
  for (const name of fs.readdirSync(folder)) {
    const file = path.join(folder, name);
    if (!/^\d+\.ts(?:\.tmp)?$/.test(name) || listed.has(name)) continue;
    if (Date.now() - fs.statSync(file).mtimeMs > FORGOTTEN_MS) fs.rmSync(file);
  }
}
