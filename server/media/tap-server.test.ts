import { once } from 'node:events';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MediaRefusal } from '../media-link/media-port.ts';
import { TapServer } from './tap-server.ts';

const SESSION = '01980a4e-7c00-7000-8000-000000000001';

let folder: string;
let socketPath: string;
const sockets: net.Socket[] = [];

beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'diem-cau-tap-'));
  socketPath = path.join(folder, 'tap');
});
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.destroy();
  fs.rmSync(folder, { recursive: true, force: true });
});

async function connect(): Promise<net.Socket> {
  const socket = net.connect(socketPath);
  sockets.push(socket);
  await once(socket, 'connect');
  return socket;
}

describe('the tap of a programme', () => {
  // The front door opens the bus only after a media node that died is back: composers are faster.
  it('ends a composer that is there before its bus, and goes on', async () => {
    let asked = 0;
    const tapsOf = () => {
      asked += 1;
      return Promise.reject(new MediaRefusal('MEDIA_UNAVAILABLE'));
    };
    await TapServer.create({
      socketPath,
      port: { tapsOf, sessionOf: tapsOf },
      log: pino({ level: 'silent' }),
    });
    for (const more of ['', `${JSON.stringify({ keyFrame: 'MAIN' })}\n`]) {
      const socket = await connect();
      const closed = once(socket, 'close');
      socket.write(`${JSON.stringify({ sessionId: SESSION })}\n${more}`);
      await closed;
    }
    expect(asked).toBe(2);
  });
});
