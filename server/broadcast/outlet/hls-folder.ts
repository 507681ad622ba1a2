import fs from 'node:fs';
import path from 'node:path';
import { WATCH_STEPS } from '#domain/watch.ts';
import { masterList } from './outlet-args.ts';

/** A folder for a ladder; what an earlier life wrote stays, so that players go on. */
export function prepareHlsFolder(folder: string): string {
  for (const step of WATCH_STEPS) {
    fs.mkdirSync(path.join(folder, step), { recursive: true, mode: 0o700 });
  }
  const file = path.join(folder, 'master.m3u8');
  fs.writeFileSync(`${file}.new`, masterList(), { mode: 0o600 });
  fs.renameSync(`${file}.new`, file);
  return folder;
}
