import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { ClearError } from '../report.mjs';

/** A socket's path may have 107 bytes. */
const LONGEST_PATH = 100;

/**
 * Where the front door finds the media node: in the data folder, or, when that has a long name, in a
 * private folder under /tmp. /tmp is shared: a folder that somebody else prepared there is refused.
 * @throws ClearError
 */
export function mediaSocketOf(dataDir: string): string {
  const beside = path.join(dataDir, 'media.sock');
  if (Buffer.byteLength(beside) <= LONGEST_PATH) return beside;
  const uid = process.getuid?.() ?? 0;
  const key = createHash('sha256').update(dataDir).digest('hex').slice(0, 12);
  const folder = path.join('/tmp', `diem-cau-media-${uid}-${key}`);
  if (!fs.existsSync(folder)) fs.mkdirSync(folder, { mode: 0o700 });
  const found = fs.lstatSync(folder);
  if (!found.isDirectory() || found.uid !== uid || (found.mode & 0o077) !== 0) {
    throw new ClearError(`${folder} belongs to another user: remove it and start again.`);
  }
  return path.join(folder, 'media.sock');
}
