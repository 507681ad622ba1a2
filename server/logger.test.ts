import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { openSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';

const program = `
  import { createLogger } from ${JSON.stringify(path.join(import.meta.dirname, 'logger.ts'))};
  const log = createLogger('info');
  for (let line = 0; line < 100; line += 1) log.info({ line }, 'a line');`;

it('goes on, and ends, when the disk takes no more lines', async () => {
  // Every write to this device fails with ENOSPC.
  const full = openSync('/dev/full', 'w');
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['ignore', full, 'inherit'],
  });
  expect(await once(child, 'exit')).toEqual([0, null]);
});
