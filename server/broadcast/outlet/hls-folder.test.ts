import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { prepareHlsFolder } from './hls-folder.ts';

let folder: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'diem-cau-hls-'));
});
afterEach(() => fs.rmSync(folder, { recursive: true }));

it('keeps what a list names and what is still being loaded, and forgets older pieces', () => {
  prepareHlsFolder(folder);
  const long = new Date(Date.now() - 3_600_000);
  const high = path.join(folder, 'high');
  fs.writeFileSync(path.join(high, 'index.m3u8'), '#EXTM3U\n#EXTINF:2.0,\n7.ts\n');
  for (const name of ['5.ts', '6.ts.tmp', '7.ts', 'note.txt']) {
    fs.writeFileSync(path.join(high, name), '');
    fs.utimesSync(path.join(high, name), long, long);
  }
  fs.writeFileSync(path.join(high, '8.ts'), '');
  prepareHlsFolder(folder);
  expect(fs.readdirSync(high).sort()).toEqual(['7.ts', '8.ts', 'index.m3u8', 'note.txt']);
  expect(fs.readFileSync(path.join(folder, 'master.m3u8'), 'utf8')).toContain('low/index.m3u8');
});
