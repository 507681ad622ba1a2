import os from 'node:os';
import { describe, expect, it } from 'vitest';
import { parseMediaSettings } from './media-settings.ts';

const REQUIRED = { MEDIA_SOCKET: '/run/media', MEDIASOUP_WORKER_BIN: '/bin/worker' };
const parse = (given: Record<string, string> = {}) =>
  parseMediaSettings({ ...REQUIRED, ...given } as unknown as NodeJS.ProcessEnv);

describe('settings of the media node', () => {
  it('have a default for what is not set: every core, every address, loopback last', () => {
    const settings = parse({ MEDIA_ANNOUNCED_ADDRESS: '' });
    expect(settings).toMatchObject({
      ports: { min: 44_400, max: 44_499 },
      workerCount: os.availableParallelism(),
      announcedAddress: undefined,
    });
    expect(settings.listenAddresses.at(-1)).toBe('127.0.0.1');
  });

  it('take what is given', () => {
    const given = { MEDIA_LISTEN: '192.0.2.1, ::1', MEDIA_PORTS: '0', MEDIA_WORKERS: '3' };
    expect(parse({ ...given, MEDIA_ANNOUNCED_ADDRESS: 'hop.example.vn' })).toMatchObject({
      listenAddresses: ['192.0.2.1', '::1'],
      ports: null,
      workerCount: 3,
      announcedAddress: 'hop.example.vn',
    });
  });

  it.each([
    ['MEDIA_PORTS', '44400'],
    ['MEDIA_PORTS', '44499-44400'],
    ['MEDIA_LISTEN', 'eth0'],
    ['MEDIA_WORKERS', '-1'],
    ['MEDIASOUP_WORKER_BIN', ''],
  ])('name a wrong %s (%s)', (name, value) => {
    expect(() => parse({ [name]: value })).toThrow(new RegExp(`${name}\\b`));
  });
});
