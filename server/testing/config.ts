import { randomBytes } from 'node:crypto';
import path from 'node:path';
import type { Config } from '../config.ts';

/** Settings of a front door under test: loopback, any port, secrets of its own. */
export function testConfig(
  given: Partial<Config> & { databaseUrl: string; dataDir: string },
): Config {
  const random = () => randomBytes(32).toString('hex');
  return {
    host: '127.0.0.1',
    port: 0,
    nextOrigin: 'http://127.0.0.1:9',
    internalKey: random(),
    secrets: { masterKey: random(), authSecret: random() },
    databaseFolder: undefined,
    publicUrl: undefined,
    tls: undefined,
    lanCaFile: undefined,
    logLevel: 'silent',
    maxUploadBytes: 50 * 1024 * 1024,
    trustedProxies: 0,
    broadcastSocket: path.join(given.dataDir, 'broadcast.sock'),
    inputSocket: path.join(given.dataDir, 'input.sock'),
    ffmpeg: 'ffmpeg',
    maxFilmBytes: 8 * 1024 * 1024,
    mediaSocket: path.join(given.dataDir, 'media.sock'),
    streams: { rtmpPort: 1_935, srtPorts: { min: 10_080, max: 10_081 }, host: null },
    recordingLeavesBytes: 0,
    mostIsolated: 4,
    programmeCodec: 'H264',
    turn: { urls: [], secret: '' },
    ...given,
  };
}
