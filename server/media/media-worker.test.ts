import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { provideMediaWorker } from '#scripts/media-worker/provide.ts';
import { MediaWorker } from './media-worker.ts';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'diem-cau-worker-'));
let workerBin: string;

beforeAll(async () => {
  workerBin = (await provideMediaWorker({ dataDir: folder, log: () => {} })).binary;
});
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

const settings = () => ({
  workerBin,
  listenAddresses: ['127.0.0.1'],
  announcedAddress: undefined,
  ports: null,
  probe: { everyMs: 50, timeoutMs: 3_000 },
});

describe('a media worker', () => {
  it('that hangs counts as dead', async () => {
    const died = Promise.withResolvers<MediaWorker>();
    const worker = await MediaWorker.create({ settings: settings(), onDied: died.resolve });
    process.kill(worker.pid, 'SIGSTOP');
    expect(await died.promise).toBe(worker);
    expect(worker.isAlive).toBe(false);
  });

  it('that is closed ends its process, and is not called dead', async () => {
    let deaths = 0;
    const worker = await MediaWorker.create({ settings: settings(), onDied: () => (deaths += 1) });
    await worker.close();
    expect(() => process.kill(worker.pid, 0)).toThrow(/ESRCH/);
    expect(deaths).toBe(0);
  });

  it('counts what it carries, once', async () => {
    const worker = await MediaWorker.create({ settings: settings(), onDied: () => {} });
    const layDown = worker.carry('line');
    worker.carry('bus');
    layDown();
    layDown();
    expect(worker.load).toBe(4);
    await worker.close();
  });

  it('does not start on an address that this machine has not', async () => {
    const listenAddresses = ['203.0.113.9'];
    const onDied = () => {};
    const foreign = { ...settings(), listenAddresses };
    await expect(MediaWorker.create({ settings: foreign, onDied })).rejects.toThrow(/address/);
  });
});
