import fs from 'node:fs';
import type net from 'node:net';

/** Listens on a Unix socket for this user alone, in the place of one that an earlier life left behind. */
export function listenPrivately(server: net.Server, socketPath: string): Promise<void> {
  fs.rmSync(socketPath, { force: true });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    const mask = process.umask(0o177);
    server.listen(socketPath, resolve);
    process.umask(mask);
  });
}
