import { tmpdir } from 'node:os';
import { expect, it } from 'vitest';
import { refuse } from '../commands/execute.ts';
import type { IncomingCommand } from '../commands/execute.ts';
import { tellFullDisk, watchDisk } from './full-disk.ts';

const incoming = {} as IncomingCommand;
const codeOf = async (code: 'UNAVAILABLE' | 'CONFLICT', isFull: boolean) => {
  const execute = tellFullDisk(
    () => Promise.resolve(refuse(code)),
    () => Promise.resolve(isFull),
  );
  const answer = await execute(incoming);
  return answer.ok ? 'ok' : answer.code;
};

it('tells a database that a full disk has ended from one that is starting', async () => {
  expect(await codeOf('UNAVAILABLE', true)).toBe('DISK_FULL');
  expect(await codeOf('UNAVAILABLE', false)).toBe('UNAVAILABLE');
  expect(await codeOf('CONFLICT', true)).toBe('CONFLICT');
});

it('knows nothing of the disk of a database elsewhere, nor of a folder that has gone', async () => {
  expect(await watchDisk(undefined)()).toBe(false);
  expect(await watchDisk(`${tmpdir()}/no-such-folder`)()).toBe(false);
});
