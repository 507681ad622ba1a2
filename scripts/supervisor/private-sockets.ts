import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { ClearError } from '../report.mjs';

/** A socket's path may have 107 bytes. */
const LONGEST_PATH = 107;
/** The media node makes two more beside its own; this ending is the longer: server/media-link/programme-tap.ts. */
const TAP = '.tap';

export interface PrivateSockets {
  media: string;
  broadcast: string;
  input: string;
}

/**
 * Where the parts find the media node and the broadcast node: in the data folder, or, when that has a
 * long name, in a private folder under /tmp. /tmp is shared: a folder that somebody else prepared there
 * is refused.
 * @throws ClearError
 */
export function privateSocketsOf(dataDir: string): PrivateSockets {
  const beside = socketsIn(dataDir);
  if (areShortEnough(beside)) return beside;
  const uid = process.getuid?.() ?? 0;
  const key = createHash('sha256').update(dataDir).digest('hex').slice(0, 12);
  const folder = path.join('/tmp', `diem-cau-media-${uid}-${key}`);
  if (!fs.existsSync(folder)) fs.mkdirSync(folder, { mode: 0o700 });
  const found = fs.lstatSync(folder);
  if (!found.isDirectory() || found.uid !== uid || (found.mode & 0o077) !== 0) {
    throw new ClearError(`${folder} belongs to another user: remove it and start again.`);
  }
  return socketsIn(folder);
}

function socketsIn(folder: string): PrivateSockets {
  return {
    media: path.join(folder, 'media.sock'),
    broadcast: path.join(folder, 'broadcast.sock'),
    input: path.join(folder, 'input.sock'),
  };
}

function areShortEnough({ media, broadcast }: PrivateSockets): boolean {
  return [`${media}${TAP}`, broadcast].every((one) => Buffer.byteLength(one) <= LONGEST_PATH);
}
