import { createServer, type Server as HttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server } from 'socket.io';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { PING_EVENT } from '#contract/command.ts';
import { newCommandId } from './http-command.ts';
import { LiveConnection } from './live-connection.ts';
import { sendCommand } from './send-command.ts';

interface Heard {
  way: 'socket' | 'http';
  commandId: string;
}

let http: HttpServer;
let io: Server;
let heard: Heard[];
let answersOverSocket: boolean;
let httpFailures: number;
let live: LiveConnection;

beforeEach(async () => {
  heard = [];
  answersOverSocket = true;
  httpFailures = 0;
  http = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = JSON.parse(Buffer.concat(chunks).toString()) as { commandId: string };
      heard.push({ way: 'http', commandId: body.commandId });
      httpFailures -= 1;
      if (httpFailures >= 0) return response.destroy();
      response.setHeader('content-type', 'application/json').end('{"ok":true,"data":{}}');
    });
  });
  io = new Server(http);
  io.on('connection', (socket) =>
    socket.onAny((name, request: { commandId: string }, acknowledge: (answer: unknown) => void) => {
      // The connection is alive; the command alone is not answered.
      if (name === PING_EVENT) return acknowledge({ ok: true, data: {} });
      heard.push({ way: 'socket', commandId: request.commandId });
      if (answersOverSocket) acknowledge({ ok: true, data: {} });
    }),
  );
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
  const { fetch } = globalThis;
  vi.stubGlobal('fetch', (path: string, init: RequestInit) => fetch(origin + path, init));
  live = new LiveConnection('account', origin);
  live.open();
  await vi.waitUntil(() => live.state.kind === 'connected');
});

afterEach(async () => {
  vi.unstubAllGlobals();
  live.close();
  await io.close();
});

const send = () => sendCommand({ live, as: 'account' }, 'account:disable', { accountId: 'a' });

describe('sendCommand', () => {
  it('goes over the socket while it is up', async () => {
    await expect(send()).resolves.toEqual({ ok: true, data: {} });
    expect(heard).toEqual([{ way: 'socket', commandId: expect.any(String) }]);
  });

  it('repeats a command whose answer got lost over HTTP, with the same id', async () => {
    answersOverSocket = false;
    httpFailures = 1;
    await expect(send()).resolves.toEqual({ ok: true, data: {} });
    expect(heard.map(({ way }) => way)).toEqual(['socket', 'http', 'http']);
    expect(new Set(heard.map(({ commandId }) => commandId)).size).toBe(1);
  }, 15_000);

  it('signs in over HTTP: a socket cannot set a cookie', async () => {
    const input = { username: 'an', password: 'x' };
    await sendCommand({ live, as: 'account' }, 'account:sign-in', input);
    expect(heard.map(({ way }) => way)).toEqual(['http']);
  });

  it('says so when nobody answers', async () => {
    live.close();
    httpFailures = 3;
    await expect(send()).resolves.toEqual({ ok: false, code: 'NO_NETWORK' });
    expect(heard.map(({ way }) => way)).toEqual(['http', 'http', 'http']);
  }, 15_000);
});

it('makes uuids', () => {
  expect(newCommandId()).toMatch(
    /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/,
  );
});
