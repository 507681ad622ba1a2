import fs from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { mediaSocketOf } from './media-socket.ts';

const LONG = `/srv/${'very-long-name/'.repeat(8)}${process.pid}`;

const folders: string[] = [];

afterEach(() => {
  for (const folder of folders.splice(0)) fs.rmSync(folder, { recursive: true, force: true });
});

function folderOf(dataDir: string): string {
  const folder = path.dirname(mediaSocketOf(dataDir));
  folders.push(folder);
  return folder;
}

describe('the socket of the media node', () => {
  it('is in the data folder', () => {
    expect(mediaSocketOf('/srv/hop')).toBe('/srv/hop/media.sock');
  });

  it('is in a private folder when the data folder has a long name, the same at each start', () => {
    const socket = mediaSocketOf(LONG);
    expect(Buffer.byteLength(socket)).toBeLessThan(108);
    expect(mediaSocketOf(LONG)).toBe(socket);
    expect(folderOf(`${LONG}-other`)).not.toBe(folderOf(LONG));
    expect(fs.statSync(folderOf(LONG)).mode & 0o777).toBe(0o700);
  });

  it('is not put into a folder that others can enter', () => {
    fs.chmodSync(folderOf(LONG), 0o755);
    expect(() => mediaSocketOf(LONG)).toThrow(/belongs to another user/);
  });
});
