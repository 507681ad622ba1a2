import { createServer, type Server as HttpServer } from 'node:http';
import { connect, createServer as createTcpServer, type AddressInfo, type Socket } from 'node:net';
import { Server } from 'socket.io';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { LiveConnection } from './live-connection.ts';

/** The centre behind a cable that can be cut so that neither end hears of it. */
let http: HttpServer;
let io: Server;
let cable: ReturnType<typeof createTcpServer>;
let ends: Socket[];
let live: LiveConnection;

const portOf = (server: { address(): unknown }) => (server.address() as AddressInfo).port;

beforeEach(async () => {
  http = createServer((_request, response) => response.end());
  io = new Server(http);
  io.on('connection', (socket) =>
    socket.onAny((_name, _request, acknowledge: (answer: unknown) => void) =>
      acknowledge({ ok: true, data: {} }),
    ),
  );
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  ends = [];
  cable = createTcpServer((near) => {
    const far = connect(portOf(http), '127.0.0.1');
    near.pipe(far).pipe(near);
    for (const end of [near, far]) ends.push(end.on('error', () => {}));
  });
  await new Promise<void>((resolve) => cable.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${portOf(cable)}`;
  const { fetch } = globalThis;
  const atOrigin = (path: string, init: RequestInit) =>
    fetch(origin + path, { ...init, headers: { connection: 'close' } });
  vi.stubGlobal('fetch', atOrigin);
  live = new LiveConnection('account', origin);
  live.open();
  await vi.waitUntil(() => live.state.kind === 'connected');
});

afterEach(async () => {
  vi.unstubAllGlobals();
  live.close();
  for (const end of ends) end.destroy();
  cable.close();
  await io.close();
});

const ask = () => live.request('account:disable', { commandId: 'a', input: { accountId: 'a' } });

function cut(): void {
  for (const end of ends) end.unpipe();
}

it('connects anew when nothing comes over a way that is dead, long before its heartbeat is missed', async () => {
  cut();
  const states: string[] = [];
  live.watch(() => states.push(live.state.kind));
  // The answer is lost with the connection; nobody waits for it any longer.
  await expect(ask()).resolves.toBeNull();
  await vi.waitUntil(() => live.state.kind === 'connected', { timeout: 20_000 });
  expect(states).toEqual(['reconnecting', 'connected']);
  await expect(ask()).resolves.toEqual({ ok: true, data: {} });
});

it('keeps a connection that answers when the network is said to be another', async () => {
  const states: string[] = [];
  live.watch(() => states.push(live.state.kind));
  live.networkChanged();
  await expect(ask()).resolves.toEqual({ ok: true, data: {} });
  expect(states).toEqual([]);
});
