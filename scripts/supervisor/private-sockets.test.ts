import fs from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { tapSocketOf } from '#server/media-link/programme-tap.ts';
import { privateSocketsOf } from './private-sockets.ts';

const LONG = `/srv/${'very-long-name/'.repeat(8)}${process.pid}`;
/** As many bytes as the kernel takes for a socket's path, with the zero at its end. */
const KERNEL_BYTES = 108;

const folders: string[] = [];

afterEach(() => {
  for (const folder of folders.splice(0)) fs.rmSync(folder, { recursive: true, force: true });
});

function folderOf(dataDir: string): string {
  const folder = path.dirname(privateSocketsOf(dataDir).media);
  folders.push(folder);
  return folder;
}

describe('the sockets of the media node and the broadcast node', () => {
  it('are in the data folder', () => {
    expect(privateSocketsOf('/srv/hop')).toEqual({
      media: '/srv/hop/media.sock',
      broadcast: '/srv/hop/broadcast.sock',
      input: '/srv/hop/input.sock',
    });
  });

  it('are in a private folder when the data folder has a long name, the same at each start', () => {
    const sockets = privateSocketsOf(LONG);
    expect(privateSocketsOf(LONG)).toEqual(sockets);
    expect(path.dirname(sockets.broadcast)).toBe(path.dirname(sockets.media));
    expect(folderOf(`${LONG}-other`)).not.toBe(folderOf(LONG));
    expect(fs.statSync(folderOf(LONG)).mode & 0o777).toBe(0o700);
  });

  it('fit the kernel whatever the length of the data folder, the tap beside them too', () => {
    for (let length = 60; length < 130; length += 1) {
      const dataDir = `/srv/${'x'.repeat(length)}-${process.pid}`;
      const { media, broadcast } = privateSocketsOf(dataDir);
      if (media.startsWith('/tmp/')) folders.push(path.dirname(media));
      for (const socket of [media, tapSocketOf(media), broadcast]) {
        expect(Buffer.byteLength(socket)).toBeLessThan(KERNEL_BYTES);
      }
    }
  });

  it('are not put into a folder that others can enter', () => {
    fs.chmodSync(folderOf(LONG), 0o755);
    expect(() => privateSocketsOf(LONG)).toThrow(/belongs to another user/);
  });
});
