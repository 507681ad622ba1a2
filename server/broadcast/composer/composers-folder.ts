import { createHash } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/**
 * A folder for the composers of one broadcast node, empty: what an earlier life of the node left behind
 * when it was killed is removed. It lies beside the data folder’s disk where the system does so: a composer
 * begins also when that one is full.
 * @param key names the node, in each of its lives
 */
export function openComposersFolder(key: string, root: string = os.tmpdir()): string {
  const uid = process.getuid?.() ?? 0;
  const name = createHash('sha256').update(key).digest('hex').slice(0, 12);
  const folder = path.join(root, `diem-cau-composers-${uid}-${name}`);
  fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
  const found = fs.lstatSync(folder);
  // Everybody may write there: one that somebody else prepared is left alone.
  if (!found.isDirectory() || found.uid !== uid || (found.mode & 0o077) !== 0) {
    return fs.mkdtempSync(`${folder}-`);
  }
  for (const left of fs.readdirSync(folder)) {
    fs.rmSync(path.join(folder, left), { recursive: true, force: true });
  }
  return folder;
}
