import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openComposersFolder } from './composers-folder.ts';

let root: string;
beforeEach(() => {
  root = fs.mkdtempSync(path.join(os.tmpdir(), 'diem-cau-root-'));
});
afterEach(() => fs.rmSync(root, { recursive: true }));

it('is the same in each life of a node, private, and without what the last life left', () => {
  const folder = openComposersFolder('/data/broadcast.sock', root);
  fs.mkdirSync(path.join(folder, 'diem-cau-composer-x'));
  fs.writeFileSync(path.join(folder, 'diem-cau-composer-x', 'main1.txt'), 'Điểm cầu');
  const other = openComposersFolder('/other/broadcast.sock', root);
  expect(other).not.toBe(folder);
  expect(openComposersFolder('/data/broadcast.sock', root)).toBe(folder);
  expect(fs.readdirSync(folder)).toEqual([]);
  expect(fs.statSync(folder).mode & 0o777).toBe(0o700);
});

it('is another one where somebody prepared it for everybody, or as a link', () => {
  const folder = openComposersFolder('/data/broadcast.sock', root);
  fs.chmodSync(folder, 0o777);
  expect(openComposersFolder('/data/broadcast.sock', root)).not.toBe(folder);
  fs.rmdirSync(folder);
  const elsewhere = path.join(root, 'elsewhere');
  fs.mkdirSync(elsewhere);
  fs.writeFileSync(path.join(elsewhere, 'kept'), '');
  fs.symlinkSync(elsewhere, folder);
  expect(openComposersFolder('/data/broadcast.sock', root)).not.toBe(folder);
  expect(fs.readdirSync(elsewhere)).toEqual(['kept']);
});
